/** How e-mails leave this server. */
export interface MailSettings {
  /** A connection string, or the parts of one. */
  readonly server:
    | { readonly url: string }
    | {
        readonly host: string;
        readonly port: number;
        readonly user: string | undefined;
        readonly password: string | undefined;
      };
  /** What readers see as the sender: an address, or `Name <address>`. */
  readonly from: string;
}

export interface MailEnvironment {
  readonly SMTP_URL?: string | undefined;
  readonly SMTP_HOST?: string | undefined;
  readonly SMTP_PORT: number;
  readonly SMTP_USER?: string | undefined;
  readonly SMTP_PASSWORD?: string | undefined;
  readonly SMTP_FROM?: string | undefined;
  readonly PUBLIC_URL?: string | undefined;
  readonly EMAIL_VERIFICATION?: 'off' | 'optional' | 'required' | undefined;
}

/** What is missing from the settings of e-mail, in sentences; nothing at all where no e-mail is wanted. */
export const mailProblems = (read: MailEnvironment): string[] => {
  if (read.SMTP_URL === undefined && read.SMTP_HOST === undefined) {
    return read.EMAIL_VERIFICATION === undefined || read.EMAIL_VERIFICATION === 'off'
      ? []
      : ['EMAIL_VERIFICATION needs a server of mail: set SMTP_URL or SMTP_HOST.'];
  }
  const problems: string[] = [];
  if (read.SMTP_URL !== undefined && read.SMTP_HOST !== undefined)
    problems.push('SMTP_URL and SMTP_HOST say the same thing. Set one of them.');
  if (read.SMTP_FROM === undefined)
    problems.push('SMTP_FROM is missing: the address that e-mails come from, like markets@example.org.');
  if (read.PUBLIC_URL === undefined)
    problems.push('PUBLIC_URL is missing: without it the links in e-mails lead nowhere.');
  if ((read.SMTP_USER === undefined) !== (read.SMTP_PASSWORD === undefined))
    problems.push('SMTP_USER and SMTP_PASSWORD belong together. Set both or neither.');
  return problems;
};

/** Undefined where this server sends no e-mails. */
export const mailSettingsOf = (read: MailEnvironment): MailSettings | undefined => {
  if (read.SMTP_FROM === undefined) return undefined;
  if (read.SMTP_URL !== undefined) return { server: { url: read.SMTP_URL }, from: read.SMTP_FROM };
  if (read.SMTP_HOST === undefined) return undefined;
  const { SMTP_HOST: host, SMTP_PORT: port, SMTP_USER: user, SMTP_PASSWORD: password } = read;
  return { server: { host, port, user, password }, from: read.SMTP_FROM };
};
