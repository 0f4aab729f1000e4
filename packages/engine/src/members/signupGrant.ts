import type { UserId } from '@mesh-markets/contract';
import type { Tx } from '../transaction.ts';

/** Moves the sign-up credits from the issuer; a trigger notes by which mailbox. */
export const transferGrant = async (tx: Tx, userId: UserId, credits: number): Promise<void> => {
  if (credits === 0) return;
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
