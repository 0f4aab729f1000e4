import type { MarketId, Order, TradeAnswer, UserId } from '@mesh-markets/contract';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { Command, TradeStats, Written } from './api.ts';
import {
  type Decision,
  decideOrders,
  type LockedBooks,
  type LockedMarket,
  type LockedWallet,
  type TradeOrder,
  type TradeRow,
} from './decideOrders.ts';
import { requestHash } from './idempotency.ts';
import { createTradeQueue, type Waiting } from './tradeQueue.ts';
import { isRetryable } from './transaction.ts';

/*
 * The trade path, whole. An order waits in a queue (tradeQueue.ts); a batch of orders is one transaction of two round trips:
 *   1. `begin` and lock_for_trades(): markets by id, wallets by id, then what the locks protect;
 *   2. decideOrders(): pure maths, refusals drop out alone;
 *   3. the rows of the trade log, the stored answers and `commit`. Triggers derive pools, transfers, balances and positions
 *      from the trade rows and check every law (migrations/0002-books.sql).
 * Any number of servers may do this on one database at once.
 */

const SHARDS = 2;
/** Connections the trade path keeps busy: one per queue. */
export const TRADE_CONNECTIONS = SHARDS;
const MAX_BATCH = 100;
const ATTEMPTS = 4;

type WaitingOrder = Waiting<TradeOrder, Written<TradeAnswer>>;

type LockedJson = [
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

const lockQuery = (orders: readonly TradeOrder[]): QueryConfig => ({
  name: 'lock_for_trades',
  text: 'select lock_for_trades($1::bigint[], $2::bigint[], $3::uuid[]) as locked',
  values: [orders.map((o) => o.marketId), orders.map((o) => o.userId), orders.map((o) => o.key ?? null)],
});

const booksOf = ([now, markets, wallets, holdings, answers]: LockedJson): LockedBooks => ({
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

const insertTrades = (rows: readonly TradeRow[], now: number): QueryConfig => ({
  name: 'insert_trades',
  text: `insert into trade (market_id, seq, user_id, outcome, shares_micro, credits, by_shares, probability_before, probabilities, created_at)
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
  ],
});

const insertAnswers = (keyed: readonly { order: TradeOrder; text: string }[]): QueryConfig => ({
  name: 'insert_answers',
  text: `insert into idempotency_key (user_id, key, request_hash, answer)
    select user_id, key, decode(hash, 'hex'), answer
      from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[]) as stored(user_id, key, hash, answer)`,
  values: [
    keyed.map((k) => k.order.userId),
    keyed.map((k) => k.order.key),
    keyed.map((k) => k.order.hash),
    keyed.map((k) => k.text),
  ],
});

/** Waits for every pipelined query before throwing the first error, so that the connection is quiet again. */
const settled = async <Results extends readonly unknown[]>(
  queries: { [K in keyof Results]: Promise<Results[K]> },
): Promise<Results> => {
  const results = await Promise.allSettled(queries);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as Results;
};

/** Thrown when the connection broke after commit was sent: the batch is whole or absent, and nobody here knows which. */
class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

const commitBatch = async (
  client: PoolClient,
  books: LockedBooks,
  orders: readonly TradeOrder[],
  decisions: readonly Decision[],
) => {
  const filled = decisions.flatMap((d, i) =>
    d.kind === 'filled' ? [{ order: orders[i]!, row: d.row, text: d.text }] : [],
  );
  if (filled.length === 0) {
    await client.query('rollback');
    return 0;
  }
  const keyed = filled.filter(({ order }) => order.key !== undefined);
  let ended: { command: string };
  try {
    const queries = [
      client.query(
        insertTrades(
          filled.map((f) => f.row),
          books.now,
        ),
      ),
    ];
    if (keyed.length > 0) queries.push(client.query(insertAnswers(keyed)));
    queries.push(client.query('commit'));
    ended = (await settled(queries)).at(-1)!;
  } catch (error) {
    const answeredByDatabase = typeof (error as { severity?: unknown }).severity === 'string';
    const state = (error as { code?: string }).code ?? '';
    if (answeredByDatabase && !state.startsWith('57P')) throw error;
    throw new OutcomeUnknown('the connection broke while a batch was being committed', { cause: error });
  }
  if (ended.command !== 'COMMIT') throw new Error(`the batch ended with ${ended.command}`);
  return filled.length;
};

const runTransaction = async (client: PoolClient, orders: readonly TradeOrder[]): Promise<Decision[]> => {
  try {
    const [, locked] = await settled([
      client.query('begin'),
      client.query<{ locked: LockedJson }>(lockQuery(orders)),
    ]);
    const books = booksOf(locked.rows[0]!.locked);
    const decisions = decideOrders(books, orders);
    await commitBatch(client, books, orders, decisions);
    return decisions;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
};

const settleOrders = (batch: readonly WaitingOrder[], decisions: readonly Decision[]): void => {
  for (const [i, { resolve, reject }] of batch.entries()) {
    const decision = decisions[i]!;
    if (decision.kind === 'refused') reject(decision.refusal);
    else resolve({ answer: decision.answer, replayed: decision.kind === 'replayed' });
  }
};

export interface TradePath {
  readonly placeTrade: (
    command: Command & { marketId: MarketId; order: Order },
  ) => Promise<Written<TradeAnswer>>;
  readonly stats: () => TradeStats;
  readonly drain: () => Promise<void>;
}

/** `pool` must pipeline and should hold at least one connection per shard. */
export const createTradePath = (pool: Pool, settings: { readonly maxQueuedTrades: number }): TradePath => {
  const refusals: Record<string, number> = {};
  const figures = { batches: 0, trades: 0, retries: 0 };

  const attempt = async (orders: readonly TradeOrder[]): Promise<Decision[]> => {
    const client = await pool.connect();
    let failure: unknown;
    try {
      return await runTransaction(client, orders);
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      // A client whose connection broke must not go back to the pool.
      client.release(
        failure !== undefined && typeof (failure as { severity?: unknown }).severity !== 'string',
      );
    }
  };

  const run = async (batch: readonly WaitingOrder[], last = false): Promise<void> => {
    const orders = batch.map(({ order }) => order);
    for (let tries = 1; ; tries += 1) {
      try {
        const decisions = await attempt(orders);
        figures.batches += 1;
        for (const decision of decisions) {
          if (decision.kind === 'refused')
            refusals[decision.refusal.code] = (refusals[decision.refusal.code] ?? 0) + 1;
          else if (decision.kind === 'filled') figures.trades += 1;
        }
        return settleOrders(batch, decisions);
      } catch (error) {
        if (tries < ATTEMPTS && isRetryable(error)) {
          figures.retries += 1;
        } else {
          return runSingly(batch, error, last);
        }
      }
    }
  };

  /**
   * One poisoned order must not sink the others: each goes again alone. An order that may already be committed goes again
   * only under its key, which finds the stored answer if it was.
   */
  const runSingly = async (batch: readonly WaitingOrder[], error: unknown, last: boolean): Promise<void> => {
    const unknown = error instanceof OutcomeUnknown;
    for (const waiting of batch) {
      const again = unknown ? waiting.order.key !== undefined && !last : batch.length > 1;
      if (again) await run([waiting], true);
      else waiting.reject(error);
    }
  };

  const queue = createTradeQueue<TradeOrder, Written<TradeAnswer>>({
    shards: SHARDS,
    maxBatch: MAX_BATCH,
    maxQueued: settings.maxQueuedTrades,
    shardOf: (order) => Number(order.marketId),
    run: (batch) => run(batch),
  });

  return {
    placeTrade: ({ userId, marketId, order, idempotencyKey }) => {
      const hash = idempotencyKey === undefined ? undefined : requestHash('placeTrade', { marketId, order });
      return queue.submit({ userId, marketId, order, key: idempotencyKey, hash });
    },
    stats: () => ({ queued: queue.queued(), ...figures, refusals: { ...refusals } }),
    drain: queue.drain,
  };
};
