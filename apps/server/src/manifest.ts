import type { FastifyInstance } from 'fastify';
import type { Settings } from './settings.ts';

/** The page's own ground in light; a page that is open paints its bar itself. */
const GROUND = '#fcfcfd';

const icon = (file: string, size: number, purpose: 'any' | 'maskable') => ({
  src: `/${file}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
});

/** What makes the app installable on phones, under the name of the instance; on an iPhone push needs it. */
const manifestOf = ({ instanceName }: Pick<Settings, 'instanceName'>) => ({
  id: '/',
  name: instanceName,
  short_name: instanceName,
  description: 'A prediction market with play money.',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: GROUND,
  theme_color: GROUND,
  icons: [
    icon('icon-192', 192, 'any'),
    icon('icon-512', 512, 'any'),
    icon('icon-maskable-512', 512, 'maskable'),
  ],
  shortcuts: [
    { name: 'Portfolio', url: '/portfolio' },
    { name: 'Notifications', url: '/notifications' },
  ],
});

export const registerManifest = (app: FastifyInstance, settings: Pick<Settings, 'instanceName'>): void => {
  const text = JSON.stringify(manifestOf(settings));
  app.get('/manifest.webmanifest', (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('application/manifest+json; charset=utf-8').send(text),
  );
};
