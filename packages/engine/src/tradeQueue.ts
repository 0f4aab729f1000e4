import { Refusal } from './refusal.ts';

/** Ways a batch can end for one of its orders. */
export interface Waiting<Order, Answer> {
  readonly order: Order;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
  /** When it came, by performance.now(). */
  readonly since: number;
}

export interface TradeQueueOptions<Order, Answer> {
  /** Queues; each has one batch in flight. */
  readonly shards: number;
  readonly maxBatch: number;
  /** Orders that may wait in all queues together. */
  readonly maxQueued: number;
  readonly shardOf: (order: Order) => number;
  /** Settles every order of the batch; rejects only if it settled none. */
  readonly run: (batch: readonly Waiting<Order, Answer>[], shard: number) => Promise<void>;
}

/**
 * Natural batching: while a queue's transaction is in flight, orders wait; whatever has arrived when it ends is the next
 * batch. No timer, so an order that finds its queue idle starts at once. The queue is only about speed: correctness rests
 * on the locks and constraints of the database.
 */
export const createTradeQueue = <Order, Answer>(options: TradeQueueOptions<Order, Answer>) => {
  const queues: Waiting<Order, Answer>[][] = Array.from({ length: options.shards }, () => []);
  const busy = new Set<number>();
  let queued = 0;
  let draining = false;
  let idle: (() => void)[] = [];

  const runNext = async (shard: number): Promise<void> => {
    const queue = queues[shard]!;
    while (queue.length > 0) {
      const batch = queue.splice(0, options.maxBatch);
      queued -= batch.length;
      try {
        await options.run(batch, shard);
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    busy.delete(shard);
    if (busy.size === 0) {
      for (const wake of idle) wake();
      idle = [];
    }
  };

  const submit = (order: Order): Promise<Answer> => {
    if (draining) return Promise.reject(new Refusal('SHUTTING_DOWN', undefined, { retryAfterSeconds: 2 }));
    if (queued >= options.maxQueued)
      return Promise.reject(new Refusal('OVERLOADED', undefined, { retryAfterSeconds: 1 }));
    const shard = options.shardOf(order) % options.shards;
    return new Promise<Answer>((resolve, reject) => {
      queues[shard]!.push({ order, resolve, reject, since: performance.now() });
      queued += 1;
      if (busy.has(shard)) return;
      busy.add(shard);
      // What arrives in the same turn of the event loop goes together.
      setImmediate(() => void runNext(shard));
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
