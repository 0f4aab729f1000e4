/*
 * The rule, as the dialog shows it before confirming:
 * - an outcome pays floor(shares) credits to each holder of that outcome;
 * - weights pay floor(sum of shares times weight) to each holder;
 * - N_A gives everyone whose payments into the market exceed what they took out the difference back; exactly, or pro rata
 *   and rounded down where the escrow holds less because early sellers took profits out. Nobody is asked to pay anything.
 * What is left of the escrow goes back to whoever paid the subsidy.
 */

// $1 market, $2 weights (null for a void). One row per person who gets something; sums in numeric, so nothing overflows.
export const PAYOUTS = `
  with escrow as (select id, balance from account where market_id = $1),
  net as (select user_id, sum(paid - received) as net from position where market_id = $1 group by user_id),
  owed as (select coalesce(sum(net) filter (where net > 0), 0) as total from net)
  select p.user_id, p.credits, n.net from (
    select user_id, div(sum(shares_micro::numeric * ($2::int[])[outcome + 1]), 10000000000::numeric)::bigint as credits
      from position where market_id = $1 and $2::int[] is not null group by user_id
    union all
    select user_id, case when owed.total <= escrow.balance then net.net else div(net.net * escrow.balance, owed.total) end::bigint
      from net, owed, escrow where $2::int[] is null and net.net > 0) as p
  join net n on n.user_id = p.user_id
  where p.credits > 0`;
