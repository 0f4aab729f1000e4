import { describe, expect, test } from 'vitest';
import { TradeQueue, takeBatch, type Waiting } from './tradeQueue.ts';

interface Order {
  readonly market: string;
  readonly n: number;
}

const waiting = (market: string, n: number): Waiting<Order, number> => ({
  order: { market, n },
  resolve: () => undefined,
  reject: () => undefined,
  since: 0,
});

const line = (counts: Record<string, number>) =>
  new Map(
    Object.entries(counts).map(([market, count]) => [
      market,
      Array.from({ length: count }, (_, n) => waiting(market, n)),
    ]),
  );

const counted = (batch: readonly Waiting<Order, number>[]) => {
  const counts: Record<string, number> = {};
  for (const { order } of batch) counts[order.market] = (counts[order.market] ?? 0) + 1;
  return counts;
};

describe('takeBatch', () => {
  test('gives a quiet market its place beside a hot one', () => {
    const orders = line({ a: 1_000, b: 3, c: 1 });
    expect(counted(takeBatch(orders, 100))).toEqual({ a: 96, b: 3, c: 1 });
    expect(counted(takeBatch(orders, 100))).toEqual({ a: 100 });
  });

  test('serves more markets than a batch has places in turn', () => {
    const orders = line(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`m${i}`, 2])));
    const first = takeBatch(orders, 20).map(({ order }) => order.market);
    const second = takeBatch(orders, 20).map(({ order }) => order.market);
    expect(new Set([...first, ...second]).size).toBe(30);
  });

  test('keeps the order of each market', () => {
    const orders = line({ a: 50, b: 50 });
    const taken = [...takeBatch(orders, 30), ...takeBatch(orders, 30), ...takeBatch(orders, 60)];
    for (const market of ['a', 'b']) {
      const numbers = taken.filter(({ order }) => order.market === market).map(({ order }) => order.n);
      expect(numbers).toEqual(Array.from({ length: 50 }, (_, n) => n));
    }
  });
});

/** Until what was scheduled for the next turn of the event loop has been done. */
const turn = async (): Promise<void> => {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
};

describe('TradeQueue', () => {
  test('what arrives while a batch is in flight is the next batch; too many are refused; draining ends empty', async () => {
    const sizes: number[] = [];
    let release: () => void = () => undefined;
    const queue = new TradeQueue<Order, number>({
      lanes: 1,
      maxBatch: 10,
      maxQueued: 15,
      marketOf: ({ market }) => market,
      run: async (batch) => {
        sizes.push(batch.length);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        for (const { order, resolve } of batch) resolve(order.n);
      },
    });
    const first = queue.submit({ market: '1', n: 0 });
    await turn();
    const rest = Array.from({ length: 15 }, (_, n) => queue.submit({ market: '1', n: n + 1 }));
    await expect(queue.submit({ market: '1', n: 99 })).rejects.toMatchObject({
      code: 'OVERLOADED',
      retryAfterSeconds: 1,
    });
    const drained = queue.drain();
    await expect(queue.submit({ market: '1', n: 99 })).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    for (let batch = 0; batch < 3; batch += 1) {
      release();
      await turn();
    }
    expect(await Promise.all([first, ...rest])).toEqual(Array.from({ length: 16 }, (_, n) => n));
    await drained;
    expect(sizes).toEqual([1, 10, 5]);
    expect(queue.queued).toBe(0);
  });

  /** A queue whose batches end when they are told to. */
  const openQueue = (lanes: number) => {
    const batches: {
      readonly lane: number;
      readonly markets: Record<string, number>;
      readonly send: () => void;
      readonly end: () => void;
    }[] = [];
    const queue = new TradeQueue<Order, number>({
      lanes,
      maxBatch: 10,
      maxQueued: 1_000,
      marketOf: ({ market }) => market,
      run: async (batch, lane, onSent) => {
        const { promise, resolve } = Promise.withResolvers<void>();
        batches.push({ lane, markets: counted(batch), send: onSent, end: resolve });
        await promise;
        for (const order of batch) order.resolve(order.order.n);
      },
    });
    const submit = async (market: string, count: number) => {
      for (let n = 0; n < count; n += 1) void queue.submit({ market, n });
      await turn();
    };
    const end = async (batch: number) => {
      batches[batch]!.end();
      await turn();
    };
    return { queue, batches, submit, end };
  };
  const shapes = (batches: readonly { lane: number; markets: Record<string, number> }[]) =>
    batches.map(({ lane, markets }) => [lane, markets]);

  test('a batch goes on the heels of another once that is sent, if it is as large', async () => {
    const { queue, batches, submit, end } = openQueue(1);
    await submit('1', 3);
    await submit('1', 2);
    batches[0]!.send();
    expect(batches).toHaveLength(1);
    await submit('1', 1);
    expect(shapes(batches)).toEqual([
      [0, { 1: 3 }],
      [0, { 1: 3 }],
    ]);
    await submit('1', 5);
    expect(batches).toHaveLength(2);
    await end(0);
    // The second is still being read and decided.
    expect(batches).toHaveLength(2);
    await end(1);
    expect(batches).toHaveLength(3);
    const drained = queue.drain();
    await end(2);
    await drained;
  });

  test('a second lane takes what does not fit in a batch, and never a market of the first', async () => {
    const { queue, batches, submit, end } = openQueue(2);
    await submit('hot', 4);
    await submit('hot', 30);
    for (let market = 0; market < 10; market += 1) await submit(`m${market}`, 1);
    expect(shapes(batches)).toEqual([[0, { hot: 4 }]]);
    await submit('m0', 1);
    expect(batches[1]!.lane).toBe(1);
    expect(Object.values(batches[1]!.markets).reduce((sum, n) => sum + n, 0)).toBe(10);
    expect(batches[1]!.markets).not.toHaveProperty('hot');
    await end(0);
    // What the other lane has of m0 is not settled, so the rest of it waits.
    expect(shapes(batches).slice(2)).toEqual([[0, { hot: 10 }]]);
    await end(1);
    await end(2);
    const drained = queue.drain();
    for (let batch = 3; batch < 6; batch += 1) await end(batch);
    await drained;
    expect(batches.every(({ markets }) => Object.keys(markets).length > 0)).toBe(true);
    expect(queue.queued).toBe(0);
  });

  test('an idle queue is drained at once', async () => {
    await openQueue(2).queue.drain();
  });
});
