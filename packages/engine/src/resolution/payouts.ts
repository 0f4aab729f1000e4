/*
 * The rule, as the dialog shows it before confirming:
 * - an outcome pays floor(shares) credits to each holder of that outcome;
 * - weights pay floor(sum of shares times weight) to each holder;
 * - N_A gives everyone whose payments into the market exceed what they took out the difference back; exactly, or pro rata
 *   and rounded down where the escrow holds less because early sellers took profits out. Nobody is asked to pay anything.
 * What is left of the escrow goes back to whoever paid the subsidy.
 */

/** The parts of {@link payouts}, as SQL. */
interface Given {
  readonly market: string;
  /** Null for a void. */
  readonly weights: string;
  /** What the escrow held before anything was paid. */
  readonly escrow: string;
}

/** SQL for one row (user_id, credits, net) per person who gets something; sums in numeric, so nothing overflows. */
export const payouts = ({ market, weights, escrow }: Given): string => `
  with net as (select user_id, sum(paid - received) as net from position where market_id = ${market} group by user_id),
  owed as (select coalesce(sum(net) filter (where net > 0), 0) as total from net)
  select p.user_id, p.credits, n.net from (
    select user_id, div(sum(shares_micro::numeric * (${weights})[outcome + 1]), 10000000000::numeric)::bigint as credits
      from position where market_id = ${market} and ${weights} is not null group by user_id
    union all
    select user_id, case when owed.total <= ${escrow} then net.net else div(net.net * ${escrow}, owed.total) end::bigint
      from net, owed where ${weights} is null and net.net > 0) as p
  join net n on n.user_id = p.user_id
  where p.credits > 0`;

/**
 * SQL: what one person gets of {@link payouts}, 0 where they get nothing. Of a result only their own positions are read; what a void leaves for
 * each depends on everybody's.
 */
export const payoutTo = (user: string, { market, weights, escrow }: Given): string => `
  coalesce(case when ${weights} is not null then (
    select div(sum(shares_micro::numeric * (${weights})[outcome + 1]), 10000000000::numeric)::bigint
      from position where market_id = ${market} and user_id = ${user})
  else (
    select case when mine.net <= 0 then 0 when owed.total <= ${escrow} then mine.net else div(mine.net * ${escrow}, owed.total) end::bigint
      from (select sum(paid - received) as net from position where market_id = ${market} and user_id = ${user}) as mine,
           (select sum(net) as total from (
              select sum(paid - received) as net from position where market_id = ${market} group by user_id) as each_net where net > 0) as owed)
  end, 0)`;

/** {@link payouts} with $1 market, $2 weights and $3 escrow. */
export const PAYOUTS = payouts({ market: '$1', weights: '$2::int[]', escrow: '$3::bigint' });
