import type { MarketId, Order, TradeAnswer } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { BatchFigures, Command, TradeStats, Written } from './api.ts';
import { databaseAway } from './databaseAway.ts';
import { type Decision, decideOrders, type TradeOrder, type TradeRules } from './decideOrders.ts';
import { requestHash } from './idempotency.ts';
import type { NewsDesk } from './news.ts';
import { createLane, type Lane, NothingDone, OutcomeUnknown } from './tradeConversation.ts';
import { TradeQueue, type Waiting } from './tradeQueue.ts';
import { booksOf, lockQuery, writeQuery } from './tradeStatements.ts';
import { isRetryable } from './transaction.ts';

/*
 * The trade path, whole. An order waits in a queue (tradeQueue.ts); a batch of orders is one transaction of two round trips:
 *   1. lock_for_trades(): markets by id, wallets by id, then what the locks protect;
 *   2. decideOrders(): pure maths, refusals drop out alone;
 *   3. the rows of the trade log and the stored answers, committed with them. Triggers derive pools, transfers, balances and positions
 *      from the trade rows and check every law (migrations/0002-books.sql).
 * Any number of servers may do this on one database at once.
 */

const LANES = 2;
/** Connections the trade path keeps busy: one for each lane. */
export const TRADE_CONNECTIONS = LANES;
const MAX_BATCH = 100;
const ATTEMPTS = 4;

type WaitingOrder = Waiting<TradeOrder, Written<TradeAnswer>>;

/** Two round trips; see tradeConversation.ts. */
const converse = (
  lane: Lane,
  orders: readonly TradeOrder[],
  rules: TradeRules,
  onSent: () => void,
): Promise<Decision[]> =>
  lane.converse(
    {
      read: lockQuery(orders),
      decide: (answer) => {
        const books = booksOf(answer);
        const decisions = decideOrders(books, orders, rules);
        const filled = decisions.flatMap((d, i) =>
          d.kind === 'filled' ? [{ order: orders[i]!, row: d.row, text: d.text }] : [],
        );
        return { result: decisions, write: filled.length === 0 ? undefined : writeQuery(filled) };
      },
    },
    onSent,
  );

const settleOrders = (batch: readonly WaitingOrder[], decisions: readonly Decision[]): void => {
  for (const [i, { resolve, reject }] of batch.entries()) {
    const decision = decisions[i]!;
    if (decision.kind === 'refused') reject(decision.refusal);
    else resolve({ answer: decision.answer, replayed: decision.kind === 'replayed' });
  }
};

const rejection = (error: unknown): unknown => {
  if (error instanceof NothingDone) return databaseAway();
  if (error instanceof OutcomeUnknown) {
    return databaseAway(
      'The database went away while this was being done. Send it again under the same Idempotency-Key, or look first whether it was done.',
    );
  }
  return error;
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

export interface TradePathSettings extends TradeRules {
  readonly maxQueuedTrades: number;
  readonly markOrder?: (() => unknown) | undefined;
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

const figuresOf = (batch: readonly WaitingOrder[], started: number): BatchFigures => ({
  orders: batch.length,
  waitedSeconds: (started - batch[0]!.since) / 1000,
  tookSeconds: (performance.now() - started) / 1000,
  marks: batch.map(({ order }) => order.mark),
});

/** A command as it waits. */
const orderOf = (
  { userId, marketId, order, idempotencyKey: key }: Command & { marketId: MarketId; order: Order },
  mark: unknown,
): TradeOrder => {
  const hash = key === undefined ? undefined : requestHash('placeTrade', { marketId, order });
  return { userId, marketId, order, key, hash, mark };
};

/** `pool` must pipeline and should hold a connection for each lane. */
export const createTradePath = (pool: Pool, settings: TradePathSettings): TradePath => {
  const figures = createFigures();

  const lanes = Array.from({ length: LANES }, () => createLane(pool));

  const run = async (
    batch: readonly WaitingOrder[],
    lane: Lane,
    onSent: () => void,
    last = false,
  ): Promise<void> => {
    const orders = batch.map(({ order }) => order);
    for (let tries = 1; ; tries += 1) {
      const started = performance.now();
      try {
        const decisions = await converse(lane, orders, settings, onSent);
        figures.count(decisions);
        settings.onBatch?.(figuresOf(batch, started));
        settleOrders(batch, decisions);
        if (settings.publish) publishTrades(settings.publish, decisions);
        return;
      } catch (error) {
        // Nothing was done: on a new connection it may be, once.
        const again = error instanceof NothingDone ? tries === 1 : isRetryable(error) && tries < ATTEMPTS;
        if (!again) return runSingly(batch, lane, error, last);
        figures.retried();
      }
    }
  };

  /**
   * One poisoned order must not sink the others: each goes again alone. An order that may already be committed goes again
   * only under its key, which finds the stored answer if it was.
   */
  const runSingly = async (
    batch: readonly WaitingOrder[],
    lane: Lane,
    error: unknown,
    last: boolean,
  ): Promise<void> => {
    const unknown = error instanceof OutcomeUnknown;
    for (const waiting of batch) {
      const again = unknown
        ? waiting.order.key !== undefined && !last
        : batch.length > 1 && !(error instanceof NothingDone);
      if (again) await run([waiting], lane, () => undefined, true);
      else waiting.reject(rejection(error));
    }
  };

  const queue = new TradeQueue<TradeOrder, Written<TradeAnswer>>({
    lanes: LANES,
    maxBatch: MAX_BATCH,
    maxQueued: settings.maxQueuedTrades,
    marketOf: (order) => order.marketId,
    run: (batch, lane, onSent) => run(batch, lanes[lane]!, onSent),
  });

  return {
    placeTrade: (command) => queue.submit(orderOf(command, settings.markOrder?.())),
    stats: () => ({ queued: queue.queued, ...figures.read() }),
    drain: () => queue.drain(),
  };
};
