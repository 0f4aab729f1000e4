import type { MarketId, Order, TradeAnswer } from '@mesh-markets/contract';
import type { Pool, PoolClient } from 'pg';
import type { BatchFigures, Command, TradeStats, Written } from './api.ts';
import { type Decision, decideOrders, type LockedBooks, type TradeOrder } from './decideOrders.ts';
import { requestHash } from './idempotency.ts';
import type { NewsDesk } from './news.ts';
import { createTradeQueue, type Waiting } from './tradeQueue.ts';
import { booksOf, type LockedJson, lockQuery, sendTogether, writeQuery } from './tradeStatements.ts';
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

/** Thrown when the connection broke after commit was sent: the batch is whole or absent, and nobody here knows which. */
class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

const commitBatch = async (
  client: PoolClient,
  books: LockedBooks,
  orders: readonly TradeOrder[],
  decisions: readonly Decision[],
): Promise<void> => {
  const filled = decisions.flatMap((d, i) =>
    d.kind === 'filled' ? [{ order: orders[i]!, row: d.row, text: d.text }] : [],
  );
  if (filled.length === 0) {
    await client.query('rollback');
    return;
  }
  let ended: string | undefined;
  try {
    ended = (await sendTogether(client, [writeQuery(filled, books.now), 'commit'])).at(-1)?.command;
  } catch (error) {
    const answeredByDatabase = typeof (error as { severity?: unknown }).severity === 'string';
    const state = (error as { code?: string }).code ?? '';
    if (answeredByDatabase && !state.startsWith('57P')) throw error;
    throw new OutcomeUnknown('the connection broke while a batch was being committed', { cause: error });
  }
  if (ended !== 'COMMIT') throw new Error(`the batch ended with ${ended}`);
};

const runTransaction = async (client: PoolClient, orders: readonly TradeOrder[]): Promise<Decision[]> => {
  try {
    const [, locked] = await sendTogether(client, ['begin', lockQuery(orders)]);
    const books = booksOf((locked!.rows[0] as { locked: LockedJson }).locked);
    const decisions = decideOrders(books, orders);
    await commitBatch(client, books, orders, decisions);
    return decisions;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
};

/** A client whose connection broke must not go back to the pool. */
const runOnPool = async (pool: Pool, orders: readonly TradeOrder[]): Promise<Decision[]> => {
  const client = await pool.connect();
  let broken = false;
  try {
    return await runTransaction(client, orders);
  } catch (error) {
    broken = typeof (error as { severity?: unknown }).severity !== 'string';
    throw error;
  } finally {
    client.release(broken);
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

/** Counts since start, for metrics. */
const createFigures = () => {
  const refusals: Record<string, number> = {};
  const figures = { batches: 0, trades: 0, retries: 0 };
  return {
    retried: () => {
      figures.retries += 1;
    },
    count: (decisions: readonly Decision[]): void => {
      figures.batches += 1;
      for (const decision of decisions) {
        if (decision.kind === 'filled') figures.trades += 1;
        else if (decision.kind === 'refused') {
          refusals[decision.refusal.code] = (refusals[decision.refusal.code] ?? 0) + 1;
        }
      }
    },
    read: () => ({ ...figures, refusals: { ...refusals } }),
  };
};

export interface TradePathSettings {
  readonly maxQueuedTrades: number;
  /** Called after each batch; for metrics. */
  readonly onBatch?: ((figures: BatchFigures) => void) | undefined;
  /** Told what was committed. */
  readonly publish?: NewsDesk['publish'];
}

/** The committed trades of a batch, market by market. */
const publishTrades = (publish: NewsDesk['publish'], decisions: readonly Decision[]): void => {
  const byMarket = new Map<MarketId, TradeAnswer[]>();
  for (const decision of decisions) {
    if (decision.kind !== 'filled') continue;
    const { marketId } = decision.answer.trade;
    const trades = byMarket.get(marketId);
    if (trades) trades.push(decision.answer);
    else byMarket.set(marketId, [decision.answer]);
  }
  for (const [marketId, trades] of byMarket) publish({ kind: 'TRADES', marketId, trades });
};

/** `pool` must pipeline and should hold at least one connection per shard. */
export const createTradePath = (pool: Pool, settings: TradePathSettings): TradePath => {
  const figures = createFigures();

  const run = async (batch: readonly WaitingOrder[], last = false): Promise<void> => {
    const orders = batch.map(({ order }) => order);
    for (let tries = 1; ; tries += 1) {
      const started = performance.now();
      try {
        const decisions = await runOnPool(pool, orders);
        figures.count(decisions);
        settings.onBatch?.({
          orders: batch.length,
          waitedSeconds: (started - batch[0]!.since) / 1000,
          tookSeconds: (performance.now() - started) / 1000,
        });
        settleOrders(batch, decisions);
        if (settings.publish) publishTrades(settings.publish, decisions);
        return;
      } catch (error) {
        if (tries >= ATTEMPTS || !isRetryable(error)) return runSingly(batch, error, last);
        figures.retried();
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
    marketOf: (order) => order.marketId,
    run: (batch) => run(batch),
  });

  return {
    placeTrade: ({ userId, marketId, order, idempotencyKey }) => {
      const hash = idempotencyKey === undefined ? undefined : requestHash('placeTrade', { marketId, order });
      return queue.submit({ userId, marketId, order, key: idempotencyKey, hash });
    },
    stats: () => ({ queued: queue.queued(), ...figures.read() }),
    drain: queue.drain,
  };
};
