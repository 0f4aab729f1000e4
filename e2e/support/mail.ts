import { createServer, type Server } from 'node:net';
import { type MailServer, startMailServer } from '../../apps/server/tests/fixtures/mailServer.ts';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe: Server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

/** Runs `work` beside a server of mail, with the settings of a site that sends by it and listens where its mails say. */
export const withMail = async (
  work: (mail: MailServer, settings: Record<string, string>) => Promise<void>,
): Promise<void> => {
  const mail = await startMailServer();
  try {
    const port = await freePort();
    await work(mail, {
      PORT: String(port),
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: String(mail.port),
      SMTP_FROM: 'Mesh Markets <markets@example.org>',
      PUBLIC_URL: `http://localhost:${port}`,
    });
  } finally {
    await mail.close();
  }
};
