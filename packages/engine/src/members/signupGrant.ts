import type { UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { type Tx, transaction } from '../transaction.ts';

/** Moves the sign-up credits from the issuer; a trigger notes by which mailbox. */
export const transferGrant = async (tx: Tx, userId: UserId, credits: number): Promise<void> => {
  if (credits === 0) {
    // Nothing is what they were given: when the setting is raised they do not wait for more.
    await tx.query('insert into signup_grant (user_id) values ($1) on conflict do nothing', [userId]);
    return;
  }
  await tx.query(
    `insert into transfer (debit_account_id, credit_account_id, amount, kind)
     select issuer.id, wallet.id, $2, 'SIGNUP_GRANT' from account issuer, account wallet
      where issuer.kind = 'issuer' and wallet.user_id = $1`,
    [userId, credits],
  );
};

/**
 * The sign-up credits of somebody whose address is proven, unless they, or anybody with this mailbox in another spelling, ever had theirs.
 * The rows of signup_grant are unique by both, so of several at once one is granted. Answers whether it was.
 */
export const grantOnce = async (tx: Tx, userId: UserId, email: string, credits: number): Promise<boolean> => {
  const { rowCount } = await tx.query(
    'insert into signup_grant (user_id, address_hash) values ($1, mailbox_hash($2)) on conflict do nothing',
    [userId, email],
  );
  if (rowCount === 0) return false;
  await transferGrant(tx, userId, credits);
  return true;
};

const AT_A_TIME = 500;

// $1 credits, $2 rows. Two with one mailbox among them are one conflict, which leaves the later one out.
const GRANT_SOME = `
  with waiting as (
    select u.id, mailbox_hash(login.email) as mailbox from users u join auth_user login on login.id = u.auth_user_id
     where not exists (select from signup_grant g where g.user_id = u.id)
       and not exists (select from signup_grant g where g.address_hash = mailbox_hash(login.email))
     order by u.id limit $2),
  granted as (
    insert into signup_grant (user_id, address_hash) select id, mailbox from waiting order by id on conflict do nothing returning user_id)
  insert into transfer (debit_account_id, credit_account_id, amount, kind)
  select issuer.id, wallet.id, $1, 'SIGNUP_GRANT' from granted join account wallet on wallet.user_id = granted.user_id, account issuer
   where issuer.kind = 'issuer' order by wallet.id`;

/**
 * Gives everybody their sign-up credits who had to confirm an address for them and never did: for when that is required no more. Once
 * for each mailbox, as ever. Answers how many were given.
 */
export const grantWaiting = async (pool: Pool, credits: number): Promise<number> => {
  if (credits === 0) return 0;
  for (let granted = 0; ; ) {
    const { rowCount } = await transaction(pool, (tx) => tx.query(GRANT_SOME, [credits, AT_A_TIME]));
    if (rowCount === 0) return granted;
    granted += rowCount ?? 0;
  }
};
