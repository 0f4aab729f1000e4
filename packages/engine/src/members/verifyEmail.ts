import type { UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { Refusal } from '../refusal.ts';
import { sqlState, type Tx, transaction } from '../transaction.ts';
import { queueAccountMail } from './accountMails.ts';
import { grantOnce } from './signupGrant.ts';
import { type AddressLink, dropResetLinks, spendLink } from './tokens.ts';

const UNIQUE_VIOLATION = '23505';

/** What became of a link to an address. */
export interface VerifiedEmail {
  readonly email: string;
  /** Sign-up credits that came with it; 0 where there were none to come. */
  readonly granted: number;
  readonly userId: UserId;
}

const linkInvalid = (): Refusal => new Refusal('LINK_INVALID');

interface Login {
  readonly email: string;
  readonly userId: UserId | null;
}

const verify = async (tx: Tx, token: string, credits: number): Promise<VerifiedEmail> => {
  const value = await spendLink(tx, 'VERIFY', token);
  if (value === undefined) throw linkInvalid();
  const { authUserId, from, email } = JSON.parse(value) as AddressLink;
  const { rows } = await tx.query<Login>(
    `select a.email, u.id::text as "userId" from auth_user a left join users u on u.auth_user_id = a.id where a.id = $1
        for no key update of a`,
    [authUserId],
  );
  const [login] = rows;
  // An old link must not bring back an address that was changed since.
  if (!login || login.userId === null || login.email !== from) throw linkInvalid();
  await tx.query('update auth_user set email = $2, email_verified = true, updated_at = now() where id = $1', [
    authUserId,
    email,
  ]);
  if (login.email !== email) {
    // A link that the old mailbox holds is no way in any more, and its owner hears of the change.
    await dropResetLinks(tx, authUserId);
    await queueAccountMail(tx, { kind: 'EMAIL_CHANGED', address: login.email, authUserId });
  }
  const granted = await grantOnce(tx, login.userId, email, credits);
  return { email, granted: granted ? credits : 0, userId: login.userId };
};

/**
 * Spends the link of a mail: the address is the person's, and with it come the sign-up credits they have not had.
 * @throws Refusal LINK_INVALID
 */
export const verifyEmail = async (pool: Pool, token: string, credits: number): Promise<VerifiedEmail> => {
  try {
    return await transaction(pool, (tx) => verify(tx, token, credits));
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw new Refusal('LINK_INVALID', 'Another account has this address by now.');
  }
};
