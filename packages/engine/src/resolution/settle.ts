import type { MarketId } from '@mesh-markets/contract';
import { lockAccounts, type MarketRow } from '../locks.ts';
import type { Tx } from '../transaction.ts';
import { PAYOUTS } from './payouts.ts';
import type { Weights } from './verdict.ts';

export interface Settlement {
  readonly escrowBefore: number;
  readonly paid: number;
  readonly holdersPaid: number;
  readonly returned: number;
}

/** SQL: the account of whoever paid the subsidy of market $1. */
export const subsidyPayer = (market: Pick<MarketRow, 'subsidyFrom'>): string =>
  market.subsidyFrom === 'HOUSE'
    ? `kind = 'house'`
    : `user_id = (select creator_id from prediction_market where id = $1)`;

/** Locks, by id, the wallets of everybody who ever traded in the market, whoever paid its subsidy, and what else is named. */
export const lockHolders = async (
  tx: Tx,
  marketId: MarketId,
  market: Pick<MarketRow, 'subsidyFrom'>,
  others: readonly ('house' | 'issuer')[] = [],
): Promise<void> => {
  const { rows } = await tx.query<{ id: string }>(
    `select id::text as id from account where ${subsidyPayer(market)} or kind = any ($2)
     union select a.id::text from position p join account a on a.user_id = p.user_id where p.market_id = $1`,
    [marketId, others],
  );
  await lockAccounts(
    tx,
    rows.map(({ id }) => id),
  );
};

/** Pays everyone and empties the escrow. The market is locked; the wallets are locked here, by id. */
export const settle = async (
  tx: Tx,
  marketId: MarketId,
  market: MarketRow,
  weights: Weights,
): Promise<Settlement> => {
  await lockHolders(tx, marketId, market);
  const escrow = await tx.query<{ balance: number }>('select balance from account where market_id = $1', [
    marketId,
  ]);
  const escrowBefore = escrow.rows[0]!.balance;
  const paid = await tx.query<{ credits: number; holders: number }>(
    `with payout as (${PAYOUTS}),
     written as (
       insert into transfer (debit_account_id, credit_account_id, amount, kind, market_id)
       select e.id, w.id, payout.credits, case when $2::int[] is null then 'REFUND' else 'PAYOUT' end, $1
         from payout join account w on w.user_id = payout.user_id, account e where e.market_id = $1
       returning amount)
     select coalesce(sum(amount), 0)::bigint as credits, count(*) as holders from written`,
    [marketId, weights ?? null, escrowBefore],
  );
  const { credits, holders } = paid.rows[0]!;
  const returned = escrowBefore - credits;
  if (returned < 0)
    throw new Error(`market ${marketId} would pay ${credits} from an escrow of ${escrowBefore}`);
  if (returned > 0) {
    await tx.query(
      `insert into transfer (debit_account_id, credit_account_id, amount, kind, market_id)
       select e.id, p.id, $2, 'SUBSIDY_RETURN', $1
         from account e, (select id from account where ${subsidyPayer(market)}) as p where e.market_id = $1`,
      [marketId, returned],
    );
  }
  return { escrowBefore, paid: credits, holdersPaid: holders, returned };
};
