import type { MarketId, UserId } from '@mesh-markets/contract';
import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import type { LockedBooks, LockedMarket, LockedWallet, TradeOrder, TradeRow } from './decideOrders.ts';

export type LockedJson = [
  now: string,
  markets:
    | [
        string,
        LockedMarket['state'],
        string,
        number,
        number[],
        number[],
        number,
        number,
        number,
        number,
        LockedMarket['type'],
      ][]
    | null,
  wallets: [string, number, string, string][] | null,
  holdings: [string, string, number, number][] | null,
  answers: [string, string, string, string][] | null,
];

/** Locks the markets and wallets of a batch and reads everything it decides on. */
export const lockQuery = (orders: readonly TradeOrder[]): QueryConfig => ({
  name: 'lock_for_trades',
  text: 'select lock_for_trades($1::bigint[], $2::bigint[], $3::uuid[]) as locked',
  values: [orders.map((o) => o.marketId), orders.map((o) => o.userId), orders.map((o) => o.key ?? null)],
});

export const booksOf = ([now, markets, wallets, holdings, answers]: LockedJson): LockedBooks => ({
  now: Date.parse(now),
  markets: new Map(
    (markets ?? []).map(
      ([id, state, closesAt, b, phantomMicro, sharesMicro, seq, version, volume, traderCount, type]) => [
        id,
        {
          id: id as MarketId,
          type,
          state,
          closesAt: Date.parse(closesAt),
          b,
          phantomMicro,
          sharesMicro,
          seq,
          version,
          volume,
          traderCount,
        },
      ],
    ),
  ),
  wallets: new Map(
    (wallets ?? []).map(([userId, balance, handle, name]): [string, LockedWallet] => [
      userId,
      { userId: userId as UserId, handle, name, balance },
    ]),
  ),
  holdings: new Map(
    (holdings ?? []).map(([market, user, outcome, micro]) => [`${market}/${user}/${outcome}`, micro]),
  ),
  traders: new Set((holdings ?? []).map(([market, user]) => `${market}/${user}`)),
  answers: new Map((answers ?? []).map(([user, key, hash, answer]) => [`${user}/${key}`, { hash, answer }])),
});

export interface FilledOrder {
  readonly order: TradeOrder;
  readonly row: TradeRow;
  /** The answer as it is stored under the order's key. */
  readonly text: string;
}

/** The rows of the trade log and the answers under their keys, in one statement. Triggers derive everything else. */
export const writeQuery = (filled: readonly FilledOrder[], now: number): QueryConfig => {
  const rows = filled.map((f) => f.row);
  const keyed = filled.filter(({ order }) => order.key !== undefined);
  return {
    name: 'write_trades',
    text: `with stored as (
        insert into idempotency_key (user_id, key, request_hash, answer)
        select user_id, key, decode(hash, 'hex'), answer
          from unnest($11::bigint[], $12::uuid[], $13::text[], $14::text[]) as keyed(user_id, key, hash, answer))
      insert into trade (market_id, seq, user_id, outcome, shares_micro, credits, by_shares, probability_before, probabilities, created_at)
      select market_id, seq, user_id, outcome, shares_micro, credits, by_shares, probability_before, probabilities::float8[], $10::timestamptz
        from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::bigint[], $6::bigint[], $7::boolean[], $8::float8[], $9::text[])
          as fill(market_id, seq, user_id, outcome, shares_micro, credits, by_shares, probability_before, probabilities)`,
    values: [
      rows.map((r) => r.marketId),
      rows.map((r) => r.seq),
      rows.map((r) => r.userId),
      rows.map((r) => r.outcome),
      rows.map((r) => r.sharesMicro),
      rows.map((r) => r.credits),
      rows.map((r) => r.byShares),
      rows.map((r) => r.probabilityBefore),
      rows.map((r) => `{${r.probabilities.join(',')}}`),
      new Date(now),
      keyed.map((k) => k.order.userId),
      keyed.map((k) => k.order.key),
      keyed.map((k) => k.order.hash),
      keyed.map((k) => k.text),
    ],
  };
};

/** The driver's own stream; it has no typed way to send several queries in one write. */
type Corkable = { readonly connection?: { readonly stream?: { cork?: () => void; uncork?: () => void } } };

/**
 * Sends queries in one write and waits for all of them before it throws the first error, so that the connection is quiet again.
 * Each write wakes Postgres: for a lone trade that was a third of the CPU.
 */
export const sendTogether = async (
  client: PoolClient,
  queries: readonly (string | QueryConfig)[],
): Promise<QueryResult[]> => {
  const stream = (client as unknown as Corkable).connection?.stream;
  stream?.cork?.();
  const sent = queries.map((query) => client.query(query as QueryConfig));
  stream?.uncork?.();
  const results = await Promise.allSettled(sent);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return results.map((result) => (result as PromiseFulfilledResult<QueryResult>).value);
};
