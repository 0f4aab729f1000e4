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
  /** Queues; each has one batch in flight, and one more behind it. A market always goes to the same one. */
  readonly shards: number;
  readonly maxBatch: number;
  /** Orders that may wait in all queues together. */
  readonly maxQueued: number;
  /** The market of an order: a number in digits. Orders of one market are served in the order they came. */
  readonly marketOf: (order: Order) => string;
  /**
   * Settles every order of the batch; rejects only if it settled none. `onSent` says that the next batch of the same queue may
   * start, though this one is not settled yet; it may be called more than once, or never.
   */
  readonly run: (
    batch: readonly Waiting<Order, Answer>[],
    shard: number,
    onSent: () => void,
  ) => Promise<void>;
}

/** How many must wait, for each order of the batch that is being committed, for the next to start before that has ended. */
const FOLLOWERS = 0.5;

/** What waits in one queue, by market; who was served last stands last. */
type Line<Order, Answer> = Map<string, Waiting<Order, Answer>[]>;

/** An equal share of the batch for each market first, then whoever has more: a hot market takes the room that others leave. */
export const takeBatch = <Order, Answer>(
  line: Line<Order, Answer>,
  max: number,
): Waiting<Order, Answer>[] => {
  const batch: Waiting<Order, Answer>[] = [];
  const take = (market: string, most: number): void => {
    const waiting = line.get(market);
    if (waiting === undefined || batch.length >= max) return;
    batch.push(...waiting.splice(0, Math.min(most, max - batch.length)));
    line.delete(market);
    if (waiting.length > 0) line.set(market, waiting);
  };
  const markets = [...line.keys()];
  const share = Math.max(1, Math.floor(max / markets.length));
  for (const market of markets) take(market, share);
  for (const market of markets) take(market, max);
  return batch;
};

/**
 * Natural batching: while a queue's transaction is in flight, orders wait; whatever has arrived when it ends is the next
 * batch. No timer, so an order that finds its queue idle starts at once. The queue is only about speed: correctness rests
 * on the locks and constraints of the database.
 */
export const createTradeQueue = <Order, Answer>(options: TradeQueueOptions<Order, Answer>) => {
  const lines: Line<Order, Answer>[] = Array.from({ length: options.shards }, () => new Map());
  const busy = new Set<number>();
  let queued = 0;
  let draining = false;
  let idle: (() => void)[] = [];

  const waitingIn = (line: Line<Order, Answer>): number => {
    let waiting = 0;
    for (const orders of line.values()) waiting += orders.length;
    return waiting;
  };

  const settle = async (
    batch: readonly Waiting<Order, Answer>[],
    shard: number,
    onSent: () => void,
  ): Promise<void> => {
    try {
      await options.run(batch, shard, onSent);
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    }
  };

  const runLine = async (shard: number): Promise<void> => {
    const line = lines[shard]!;
    let settled: Promise<unknown> = Promise.resolve();
    while (line.size > 0) {
      const batch = takeBatch(line, options.maxBatch);
      queued -= batch.length;
      // Whoever waits already goes on the heels of this batch, unless they are few: they would pay for a batch of their own,
      // and more of them are about to come.
      let onSent: () => void = () => undefined;
      const followed = new Promise<void>((resolve) => {
        onSent = () => {
          if (waitingIn(line) >= batch.length * FOLLOWERS) resolve();
        };
      });
      const running = settle(batch, shard, () => onSent());
      settled = Promise.all([settled, running]);
      await Promise.race([running, followed]);
      if (line.size === 0) await settled;
    }
    busy.delete(shard);
    if (busy.size === 0) {
      for (const wake of idle) wake();
      idle = [];
    }
  };

  const submit = (order: Order): Promise<Answer> => {
    if (draining) return Promise.reject(new Refusal('SHUTTING_DOWN', undefined, { retryAfterSeconds: 2 }));
    if (queued >= options.maxQueued) {
      return Promise.reject(new Refusal('OVERLOADED', undefined, { retryAfterSeconds: 1 }));
    }
    const market = options.marketOf(order);
    const shard = Number(market) % options.shards;
    const line = lines[shard]!;
    return new Promise<Answer>((resolve, reject) => {
      const waiting = { order, resolve, reject, since: performance.now() };
      const others = line.get(market);
      if (others) others.push(waiting);
      else line.set(market, [waiting]);
      queued += 1;
      if (busy.has(shard)) return;
      busy.add(shard);
      // What arrives in the same turn of the event loop goes together.
      setImmediate(() => void runLine(shard));
    });
  };

  return {
    submit,
    queued: () => queued,
    /** Refuses new orders and waits for those already taken. */
    drain: async (): Promise<void> => {
      draining = true;
      if (busy.size > 0) await new Promise<void>((resolve) => idle.push(resolve));
    },
  };
};
