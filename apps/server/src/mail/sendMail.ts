import { createTransport, type Transporter } from 'nodemailer';
import type { MailSettings } from './mailSettings.ts';

/** All of them together stay well below the time for which a message is claimed. */
const CONNECT_MS = 15_000;
const SILENCE_MS = 30_000;
/** Where mail is handed over encrypted from the first byte. */
const IMPLICIT_TLS_PORT = 465;

export interface Mail {
  /** The same again when the same mail is sent again, so that mailboxes can tell. */
  readonly messageId: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type SendMail = (mail: Mail) => Promise<void>;

/** The server of mail will never take it: it knows no such mailbox. */
export const isRefusedAddress = (error: unknown): boolean => {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return code === 'EENVELOPE' && responseCode !== undefined && responseCode >= 500;
};

const connect = ({ server }: MailSettings): Transporter => {
  const limits = {
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // Nothing in a mail may make this server read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  if ('url' in server) return createTransport({ url: server.url, ...limits });
  const { host, port, user, password } = server;
  return createTransport({
    host,
    port,
    secure: port === IMPLICIT_TLS_PORT,
    // A password never travels in the clear.
    ...(user !== undefined && password !== undefined && { auth: { user, pass: password }, requireTLS: true }),
    ...limits,
  });
};

/** A connection for each mail: they are few, and none is left behind that has died meanwhile. */
export const createSendMail = (settings: MailSettings): SendMail => {
  const transport = connect(settings);
  return async (mail) => {
    await transport.sendMail({ from: settings.from, ...mail, headers: { ...mail.headers } });
  };
};
