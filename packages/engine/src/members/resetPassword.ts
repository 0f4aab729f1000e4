import type { UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { writeDeed } from '../authority/writeDeed.ts';
import type { Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { type Tx, transaction } from '../transaction.ts';
import { queueAccountMail } from './accountMails.ts';
import { grantOnce } from './signupGrant.ts';
import { dropResetLinks, type MailboxProof, mintLink, readLink, spendLink } from './tokens.ts';

/** @throws Refusal LINK_INVALID */
export const readReset = async (
  reader: Reader,
  token: string,
): Promise<{ userId: UserId | undefined; authUserId: string }> => {
  const authUserId = await readLink(reader, 'RESET', token);
  if (authUserId === undefined) throw new Refusal('LINK_INVALID');
  const { rows } = await reader.query<{ userId: UserId }>(
    'select id::text as "userId" from users where auth_user_id = $1',
    [authUserId],
  );
  return { userId: rows[0]?.userId, authUserId };
};

/** Whoever opened a link in a mail has the mailbox: that confirms the address, as the link made for it would have. */
const confirmMailbox = async (tx: Tx, token: string, credits: number): Promise<void> => {
  const proven = await spendLink(tx, 'PROOF', token);
  if (proven === undefined) return;
  const { authUserId, email } = JSON.parse(proven) as MailboxProof;
  const { rowCount } = await tx.query(
    'update auth_user set email_verified = true, updated_at = now() where id = $1 and email = $2 and not email_verified',
    [authUserId, email],
  );
  if (rowCount === 0) return;
  const { rows } = await tx.query<{ id: UserId }>(
    'select id::text as id from users where auth_user_id = $1',
    [authUserId],
  );
  // Without an account yet, the credits come with it.
  if (rows[0]) await grantOnce(tx, rows[0].id, email, credits);
};

export interface EndedReset {
  readonly authUserId: string;
  readonly token: string;
  /** Whether there is mail to tell the person by. */
  readonly tells: boolean;
  readonly signupCredits: number;
}

/** The password was changed by a link: whoever was signed in is not any more, and the person hears of it. */
export const endReset = (
  pool: Pool,
  { authUserId, token, tells, signupCredits }: EndedReset,
): Promise<void> =>
  transaction(pool, async (tx) => {
    await confirmMailbox(tx, token, signupCredits);
    await tx.query('delete from auth_session where user_id = $1', [authUserId]);
    await dropResetLinks(tx, authUserId);
    if (!tells) return;
    const { rows } = await tx.query<{ email: string }>('select email from auth_user where id = $1', [
      authUserId,
    ]);
    if (rows[0]) await queueAccountMail(tx, { kind: 'PASSWORD_CHANGED', address: rows[0].email, authUserId });
  });

export interface ResetLink {
  readonly token: string;
  readonly expiresAt: Date;
  readonly name: string;
  readonly email: string;
}

/** By e-mail address or handle. That it was made is on record. @throws Refusal NOT_FOUND */
export const makeResetLink = (pool: Pool, who: string): Promise<ResetLink> =>
  transaction(pool, async (tx) => {
    const { rows } = await tx.query<{ id: string; userId: UserId; name: string; email: string }>(
      `select a.id, u.id::text as "userId", u.name, a.email from auth_user a join users u on u.auth_user_id = a.id
        where a.email = lower($1) or u.handle = $1`,
      [who],
    );
    const [login] = rows;
    if (!login) throw new Refusal('NOT_FOUND', 'Nobody who signs in here has this handle or e-mail address.');
    await writeDeed(tx, { kind: 'RESET_LINK_MADE', by: undefined, userId: login.userId });
    return {
      ...(await mintLink(tx, 'RESET', login.id)),
      name: login.name,
      email: login.email,
    };
  });
