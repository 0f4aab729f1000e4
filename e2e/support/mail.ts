import { type MailServer, startMailServer } from '../../apps/server/tests/fixtures/mailServer.ts';
import { freePort } from '../../apps/server/tests/fixtures/programs.ts';

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
