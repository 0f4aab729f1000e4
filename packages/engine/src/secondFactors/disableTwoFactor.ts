import type { Pool } from 'pg';
import type { Account } from '../api.ts';
import { writeDeed } from '../authority/writeDeed.ts';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';

/**
 * For somebody who lost their phone: takes codes and passkeys from an account, so that its password is enough again, and ends its sessions. At the
 * command line only.
 * @throws Refusal NOT_FOUND
 */
export const disableTwoFactor = (
  pool: Pool,
  handle: string,
): Promise<{ account: Account; codes: boolean; passkeys: number }> =>
  transaction(pool, async (tx) => {
    const { rows } = await tx.query<Account & { authUserId: string | null }>(
      `select id::text as "userId", handle, name, role, auth_user_id as "authUserId" from users where handle = $1`,
      [handle],
    );
    const [found] = rows;
    if (!found) throw new Refusal('NOT_FOUND', 'There is no such account.');
    const { authUserId, ...account } = found;
    if (authUserId === null) throw new Refusal('NOT_FOUND', 'Nobody signs in to this account.');
    await tx.query('select from auth_user where id = $1 for no key update', [authUserId]);
    const codes = await tx.query(
      'update auth_user set two_factor_enabled = false where id = $1 and two_factor_enabled',
      [authUserId],
    );
    await tx.query('delete from auth_two_factor where user_id = $1', [authUserId]);
    const passkeys = await tx.query('delete from passkey where auth_user_id = $1', [authUserId]);
    await tx.query('delete from auth_session where user_id = $1', [authUserId]);
    await writeDeed(tx, {
      kind: 'SECOND_FACTOR_REMOVED',
      by: undefined,
      userId: account.userId,
      detail: 'The password is enough again, and every browser is signed out.',
    });
    return { account, codes: codes.rowCount === 1, passkeys: passkeys.rowCount ?? 0 };
  });
