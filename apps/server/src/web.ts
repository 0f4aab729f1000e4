import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { Refusal } from '@mesh-markets/engine';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isApi } from './http/headers.ts';
import type { DressPage } from './share/marketHead.ts';

const notBuilt = 'The web app is not built. Run "npm run build", then reload. The API is at /api/docs.\n';

const wantsPage = (request: FastifyRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  !isApi(request.url) &&
  (request.headers.accept ?? '').includes('text/html');

/**
 * Serves the built web app: its own files by name, and its one page for every other address, because the page finds out
 * itself what the address means. `dress` adds to the page what others read in it who do not run it.
 */
export const registerWeb = async (app: FastifyInstance, webRoot: string, dress: DressPage): Promise<void> => {
  const index = path.join(webRoot, 'index.html');
  if (existsSync(index)) {
    await app.register(fastifyStatic, {
      root: webRoot,
      index: false,
      // The build makes none; one that lies there is somebody's mistake and nobody's to read.
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (reply, file) => {
        // Built files carry a digest of their content in their name; everything else is asked for again each time.
        const hashed = file.startsWith(path.join(webRoot, 'assets') + path.sep);
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
    app.get('/', (_request, reply) => reply.sendFile('index.html'));
    app.setNotFoundHandler(async (request, reply): Promise<FastifyReply> => {
      if (!wantsPage(request)) throw new Refusal('NOT_FOUND');
      const dressed = await dress(request, () => readFile(index, 'utf8'));
      if (dressed === undefined) return reply.sendFile('index.html');
      return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(dressed);
    });
    return;
  }
  app.setNotFoundHandler((request, reply): FastifyReply => {
    if (wantsPage(request)) return reply.code(503).type('text/plain; charset=utf-8').send(notBuilt);
    throw new Refusal('NOT_FOUND');
  });
};
