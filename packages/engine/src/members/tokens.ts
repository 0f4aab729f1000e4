import { hash, randomBytes } from 'node:crypto';
import type { Reader } from '../reads/rows.ts';

/** What a link is good for. The auth library consumes RESET itself, so the words of these are its own. */
const purposes = { RESET: 'reset-password', PROOF: 'proven-mailbox', VERIFY: 'verify-email' } as const;
export type LinkPurpose = keyof typeof purposes;

const LASTS: Readonly<Record<LinkPurpose, string>> = { RESET: '1 hour', PROOF: '1 hour', VERIFY: '24 hours' };

/** What a link to an address stands for. */
export interface AddressLink {
  readonly authUserId: string;
  /** The address of the account when the mail was written; the new one where it is not to change. */
  readonly from: string;
  readonly email: string;
}

/** A link's secret as it stands in the table: by the auth library's own rule, so that it finds what is written here. */
const identifierOf = (purpose: LinkPurpose, token: string): string =>
  hash('sha256', `${purposes[purpose]}:${token}`, 'base64url');

export const makeToken = (): string => randomBytes(32).toString('base64url');

const keepLink = async (
  reader: Reader,
  purpose: LinkPurpose,
  token: string,
  value: string,
): Promise<{ token: string; expiresAt: Date }> => {
  const { rows } = await reader.query<{ expires_at: Date }>(
    `insert into auth_verification (id, identifier, value, expires_at)
     values (gen_random_uuid()::text, $1, $2, clock_timestamp() + interval '${LASTS[purpose]}') returning expires_at`,
    [identifierOf(purpose, token), value],
  );
  return { token, expiresAt: rows[0]!.expires_at };
};

/** Makes the secret of a link that works once and for a while. Only its hash is kept. */
export const mintLink = (
  reader: Reader,
  purpose: LinkPurpose,
  value: string,
): Promise<{ token: string; expiresAt: Date }> => keepLink(reader, purpose, makeToken(), value);

/** Somebody who has a mailbox, as a link in a mail to it shows. */
export interface MailboxProof {
  readonly authUserId: string;
  readonly email: string;
}

/** A link to a new password that is mailed. Whoever uses it has the mailbox, which one made at the command line does not show. */
export const mintMailedReset = async (reader: Reader, proof: MailboxProof): Promise<{ token: string }> => {
  const link = await mintLink(reader, 'RESET', proof.authUserId);
  await keepLink(reader, 'PROOF', link.token, JSON.stringify(proof));
  return link;
};

/** What a link stands for, while it works. */
export const readLink = async (
  reader: Reader,
  purpose: LinkPurpose,
  token: string,
): Promise<string | undefined> => {
  const { rows } = await reader.query<{ value: string }>(
    'select value from auth_verification where identifier = $1 and expires_at > clock_timestamp()',
    [identifierOf(purpose, token)],
  );
  return rows[0]?.value;
};

/** The same, and it works no more. Of several at once one gets it. */
export const spendLink = async (
  reader: Reader,
  purpose: LinkPurpose,
  token: string,
): Promise<string | undefined> => {
  const { rows } = await reader.query<{ value: string }>(
    'delete from auth_verification where identifier = $1 and expires_at > clock_timestamp() returning value',
    [identifierOf(purpose, token)],
  );
  return rows[0]?.value;
};

/** No link to a new password works any more. */
export const dropResetLinks = (reader: Reader, authUserId: string): Promise<unknown> =>
  reader.query('delete from auth_verification where value = $1', [authUserId]);
