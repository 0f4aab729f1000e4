import type { MarketId } from '@mesh-markets/contract';
import type { MarketRow } from '../locks.ts';
import type { Tx } from '../transaction.ts';
import { PAYOUTS } from './payouts.ts';
import { subsidyPayer } from './settle.ts';
import type { Weights } from './verdict.ts';

/*
 * The arithmetic (docs/design/resolution.md). For every holder, and for whoever paid the subsidy:
 *   due     = what the new verdict gives them - what they have had so far, after every earlier correction
 *   moved   = due where that is not negative; else no more than their wallet holds
 *   missing = moved - due
 * The house stands in for what is missing in all: it pays in, or gets back, the difference to what it stands in for already.
 */

/** SQL for rows of `leg (account_id, kind, due, moved)` with $1 market, $2 weights, $3 what there was to distribute. */
export const legs = (market: Pick<MarketRow, 'subsidyFrom'>): string => `
  payout as (${PAYOUTS}),
  had as (select user_id, sum(credits)::bigint as credits from holder_payment where market_id = $1 group by user_id),
  payer as (select id, kind from account where ${subsidyPayer(market)}),
  claim as (
    select w.id as account_id, 'CORRECTION' as kind, coalesce(p.credits, 0) - coalesce(h.credits, 0) as due
      from payout p full join had h on h.user_id = p.user_id join account w on w.user_id = coalesce(p.user_id, h.user_id)
    union all
    select payer.id, 'SUBSIDY_CORRECTION', $3::bigint - (select coalesce(sum(credits), 0)::bigint from payout)
           - coalesce((select sum(case when t.credit_account_id = payer.id then t.amount else -t.amount end)::bigint from transfer t
                        where t.market_id = $1 and t.trade_seq is null and t.kind in ('SUBSIDY_RETURN', 'SUBSIDY_CORRECTION')), 0)
      from payer),
  -- Who gives back as a holder and gets as the payer of the subsidy, or the other way round, gets first.
  purse as (
    select c.*, a.kind as owner,
           a.balance + sum(greatest(c.due, 0)) over (partition by c.account_id)
             + coalesce(sum(least(c.due, 0)) over (partition by c.account_id order by c.kind rows between unbounded preceding and 1 preceding), 0) as left_over
      from claim c join account a on a.id = c.account_id where c.due <> 0),
  leg as (
    select account_id, kind, due,
           case when due > 0 or owner = 'house' then due else -least(-due, greatest(left_over, 0)) end::bigint as moved
      from purse)`;

export interface CorrectionSums {
  readonly paid: number;
  readonly taken: number;
  readonly covered: number;
  readonly issued: number;
  readonly missing: number;
  /** By the new verdict, to how many holders. */
  readonly owed: number;
  readonly holders: number;
}

interface SumsRow {
  readonly paid: number;
  readonly taken: number;
  readonly missing: number;
  readonly stood_in: number;
  readonly house: number;
  readonly house_moved: number;
  readonly owed: number;
  readonly holders: number;
}

/**
 * The wallets are locked, or nothing is going to be written. `more` are columns that say more of the same legs, which take a while with very
 * many holders: they come back as `shown`.
 */
export const sumCorrection = async <Shown = undefined>(
  tx: Tx,
  marketId: MarketId,
  market: Pick<MarketRow, 'subsidyFrom'>,
  weights: Weights,
  escrowBefore: number,
  more?: string,
): Promise<CorrectionSums & { readonly shown: Shown }> => {
  const { rows } = await tx.query<SumsRow & Shown>(
    `with ${legs(market)}
     select ${more === undefined ? '' : `${more}, `} coalesce(sum(moved) filter (where moved > 0), 0)::bigint as paid, coalesce(-sum(moved) filter (where moved < 0), 0)::bigint as taken,
            coalesce(sum(moved - due), 0)::bigint as missing,
            (select coalesce(sum(case when t.debit_account_id = h.id then t.amount else -t.amount end), 0)::bigint from transfer t, account h
              where h.kind = 'house' and t.market_id = $1 and t.trade_seq is null and t.kind = 'CORRECTION_COVER') as stood_in,
            (select balance from account where kind = 'house') as house,
            coalesce(sum(moved) filter (where account_id = (select id from account where kind = 'house')), 0)::bigint as house_moved,
            (select coalesce(sum(credits), 0)::bigint from payout) as owed, (select count(*) from payout) as holders
       from leg`,
    [marketId, weights ?? null, escrowBefore],
  );
  const [shown] = rows;
  const { paid, taken, missing, stood_in, house, house_moved, owed, holders } = shown!;
  const covered = missing - stood_in;
  if (paid !== taken + covered)
    throw new Error(`a correction of market ${marketId} pays ${paid} out of ${taken} and ${covered}`);
  const issued = Math.max(0, covered - house_moved - house);
  return { paid, taken, covered, missing, owed, holders, issued, shown: shown! };
};
