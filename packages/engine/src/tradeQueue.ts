import { Refusal } from './refusal.ts';

/** An order and what to tell its sender. */
export interface Waiting<Order, Answer> {
  readonly order: Order;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
  /** When it came, by performance.now(). */
  readonly since: number;
}

export interface TradeQueueOptions<Order, Answer> {
  /** How many batches may be at work side by side. No market is in two lanes at once. */
  readonly lanes: number;
  readonly maxBatch: number;
  /** Orders that may wait. */
  readonly maxQueued: number;
  /** The market of an order. Orders of one market are served in the order they came. */
  readonly marketOf: (order: Order) => string;
  /**
   * Settles every order of the batch; rejects only if it settled none. `onSent` says that the next batch of the same lane may
   * start, though this one is not settled yet; it may be called more than once, or never.
   */
  readonly run: (batch: readonly Waiting<Order, Answer>[], lane: number, onSent: () => void) => Promise<void>;
}

/** What waits, by market; who was served last stands last. */
type Line<Order, Answer> = Map<string, Waiting<Order, Answer>[]>;

/** An equal share of the batch for each market first, then whoever has more: a hot market takes the room that others leave. */
export const takeBatch = <Order, Answer>(
  line: Line<Order, Answer>,
  max: number,
  isElsewhere: (market: string) => boolean = () => false,
): Waiting<Order, Answer>[] => {
  const batch: Waiting<Order, Answer>[] = [];
  const take = (market: string, most: number): void => {
    const waiting = line.get(market);
    if (waiting === undefined || batch.length >= max) return;
    batch.push(...waiting.splice(0, Math.min(most, max - batch.length)));
    line.delete(market);
    if (waiting.length > 0) line.set(market, waiting);
  };
  const markets = [...line.keys()].filter((market) => !isElsewhere(market));
  const share = Math.max(1, Math.floor(max / markets.length));
  for (const market of markets) take(market, share);
  for (const market of markets) take(market, max);
  return batch;
};

interface Lane {
  /** How many orders of each market are in its batches. */
  readonly markets: Map<string, number>;
  /** Batches that are not settled. */
  running: number;
  /** The last batch is still being read and decided; none may follow it yet. */
  sending: boolean;
  /** How many orders the last batch had. */
  size: number;
}

/**
 * Natural batching: while a transaction is in flight, orders wait; whatever has arrived when it ends is the next batch. No timer, so an
 * order that finds everything idle starts at once. A batch costs Postgres as much as ten orders before it has done the first, so batches
 * are kept large: the second lane is used only for what does not fit in one batch, and a batch follows on the heels of another, while
 * that is being committed, only when it is as large. The queue is only about speed: correctness rests on the locks and constraints of
 * the database.
 */
export const createTradeQueue = <Order, Answer>(options: TradeQueueOptions<Order, Answer>) => {
  const { maxBatch, marketOf } = options;
  const line: Line<Order, Answer> = new Map();
  const lanes: Lane[] = Array.from({ length: options.lanes }, () => ({
    markets: new Map(),
    running: 0,
    sending: false,
    size: 0,
  }));
  let queued = 0;
  let draining = false;
  let scheduled = false;
  let idle: (() => void)[] = [];

  const isElsewhere = (mine: Lane, market: string): boolean =>
    lanes.some((lane) => lane !== mine && lane.markets.has(market));

  /** Whether as many orders wait that this lane may take. */
  const haveGathered = (mine: Lane, enough: number): boolean => {
    if (queued < enough) return false;
    let waiting = 0;
    for (const [market, orders] of line) {
      if (!isElsewhere(mine, market)) waiting += orders.length;
      if (waiting >= enough) return true;
    }
    return false;
  };

  const mayStart = (lane: Lane): boolean => {
    if (lane.sending) return false;
    const others = lane === lanes[0] ? 1 : maxBatch + 1;
    return haveGathered(lane, lane.running === 0 ? others : Math.max(others, lane.size));
  };

  const startBatch = (lane: Lane): void => {
    const batch = takeBatch(line, maxBatch, (market) => isElsewhere(lane, market));
    queued -= batch.length;
    lane.running += 1;
    lane.sending = true;
    lane.size = batch.length;
    for (const { order } of batch)
      lane.markets.set(marketOf(order), (lane.markets.get(marketOf(order)) ?? 0) + 1);
    let isSending = true;
    const sent = (): void => {
      if (!isSending) return;
      isSending = false;
      lane.sending = false;
    };
    const settled = (): void => {
      sent();
      lane.running -= 1;
      for (const { order } of batch) {
        const left = lane.markets.get(marketOf(order))! - 1;
        if (left === 0) lane.markets.delete(marketOf(order));
        else lane.markets.set(marketOf(order), left);
      }
      schedule();
    };
    options
      .run(batch, lanes.indexOf(lane), () => {
        sent();
        startBatches();
      })
      .catch((error: unknown) => {
        for (const waiting of batch) waiting.reject(error);
      })
      .then(settled);
  };

  const startBatches = (): void => {
    for (const lane of lanes) if (mayStart(lane)) startBatch(lane);
    if (queued > 0 || lanes.some(({ running }) => running > 0)) return;
    for (const wake of idle) wake();
    idle = [];
  };

  /** What arrives in the same turn of the event loop goes together. */
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      startBatches();
    });
  };

  const submit = (order: Order): Promise<Answer> => {
    if (draining) return Promise.reject(new Refusal('SHUTTING_DOWN', undefined, { retryAfterSeconds: 2 }));
    if (queued >= options.maxQueued) {
      return Promise.reject(new Refusal('OVERLOADED', undefined, { retryAfterSeconds: 1 }));
    }
    return new Promise<Answer>((resolve, reject) => {
      const market = marketOf(order);
      const waiting = { order, resolve, reject, since: performance.now() };
      const others = line.get(market);
      if (others) others.push(waiting);
      else line.set(market, [waiting]);
      queued += 1;
      schedule();
    });
  };

  return {
    submit,
    queued: () => queued,
    /** Refuses new orders and waits for those already taken. */
    drain: async (): Promise<void> => {
      draining = true;
      const ended = new Promise<void>((resolve) => idle.push(resolve));
      schedule();
      await ended;
    },
  };
};
