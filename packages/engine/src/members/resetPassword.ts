import type { UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { writeDeed } from '../authority/writeDeed.ts';
import type { Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';
import { queueAccountMail } from './accountMails.ts';
import { dropResetLinks, mintLink, readLink } from './tokens.ts';

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

/** The password was changed by a link: whoever was signed in is not any more, and the person hears of it. */
export const endReset = (pool: Pool, authUserId: string, tells: boolean): Promise<void> =>
  transaction(pool, async (tx) => {
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
