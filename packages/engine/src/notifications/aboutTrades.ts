import type { Fact } from '../outbox/facts.ts';
import { USUAL_LARGE_TRADE } from './kinds.ts';
import type { Candidates } from './tell.ts';

/** A market with more holders tells those with most at stake. */
const HOLDERS_TOLD = 500;
/** Of one batch, so that a storm of large trades costs no more than a few. */
const LARGE_TRADES_TOLD = 20;

/** Several facts about one market follow each other, so they are one range of its log. */
const rangesOf = (facts: readonly Fact[]): readonly unknown[] => [
  facts.map(({ marketId }) => marketId),
  facts.map(({ firstSeq }) => firstSeq),
  facts.map(({ lastSeq }) => lastSeq),
];

const FRESH = `
  select t.* from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as f (market_id, first_seq, last_seq),
         lateral (select * from trade where market_id = f.market_id and seq between f.first_seq and f.last_seq offset 0) as t`;

const figures = (trade: string): string => `jsonb_build_object(
  'action', case when ${trade}.credits > 0 then 'BUY' else 'SELL' end, 'label', post.labels[${trade}.outcome + 1],
  'credits', abs(${trade}.credits), 'shares', abs(${trade}.shares_micro) / 1e6,
  'price', least(1, abs(${trade}.credits) * 1e6 / abs(${trade}.shares_micro)),
  'probability', ${trade}.probabilities[${trade}.outcome + 1])`;

/** A day of somebody's trades in a market is one entry while it is unread. */
const foldedBy = (kind: string, row: string): string =>
  `'${kind}:' || ${row}.market_id || ':' || to_char(${row}.created_at at time zone 'UTC', 'YYYYMMDD')`;

/** Each trader's trades of these facts; the figures are those of the last one. */
export const tradesExecuted = (facts: readonly Fact[]): Candidates => ({
  repeated: 'FOLDED',
  values: rangesOf(facts),
  query: `
    select t.user_id, 'TRADE_EXECUTED' as kind, t.market_id, null::bigint as post_id, null::bigint as comment_id, null::bigint as actor_id,
           ${figures('t')} as figures, ${foldedBy('TRADE_EXECUTED', 't')} as key, t.times, t.created_at
      from (select distinct on (user_id, market_id, (created_at at time zone 'UTC')::date) *,
                   count(*) over (partition by user_id, market_id, (created_at at time zone 'UTC')::date)::int as times
              from (${FRESH}) as fresh order by user_id, market_id, (created_at at time zone 'UTC')::date, seq desc) as t
      join post on post.id = t.market_id`,
});

/** Tells who asked a question, and who holds shares of it, of trades as large as they want to hear of; never the trader. */
export const largeTrades = (facts: readonly Fact[]): Candidates => ({
  repeated: 'FOLDED',
  values: rangesOf(facts),
  query: `
    select * from (
      with large as materialized (
        select * from (select fresh.*, row_number() over (partition by market_id order by abs(credits) desc, seq) as place
                         from (${FRESH}) as fresh
                        where abs(credits) >= least(${USUAL_LARGE_TRADE}, (select min(large_trade) from notification_choice))) as ranked
         where place <= ${LARGE_TRADES_TOLD}),
      touched as (select distinct market_id from large),
      watcher as (
        select id as market_id, creator_id as user_id from prediction_market where id in (select market_id from touched)
        union
        select touched.market_id, holder.user_id from touched,
          lateral (select user_id from position where market_id = touched.market_id and shares_micro > 0
                    order by shares_micro desc limit ${HOLDERS_TOLD}) as holder)
      select distinct on (w.user_id, t.market_id, (t.created_at at time zone 'UTC')::date)
             w.user_id, 'LARGE_TRADE' as kind, t.market_id, null::bigint as post_id, null::bigint as comment_id, t.user_id as actor_id,
             ${figures('t')} as figures, ${foldedBy('LARGE_TRADE', 't')} as key,
             count(*) over (partition by w.user_id, t.market_id, (t.created_at at time zone 'UTC')::date)::int as times, t.created_at
        from large t join watcher w on w.market_id = t.market_id join post on post.id = t.market_id
        left join notification_choice c on c.user_id = w.user_id
       where w.user_id <> t.user_id and abs(t.credits) >= coalesce(c.large_trade, ${USUAL_LARGE_TRADE})
       order by w.user_id, t.market_id, (t.created_at at time zone 'UTC')::date, abs(t.credits) desc) as told`,
});
