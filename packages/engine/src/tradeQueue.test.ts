import { describe, expect, test } from 'vitest';
import { createTradeQueue, takeBatch, type Waiting } from './tradeQueue.ts';

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

describe('createTradeQueue', () => {
  test('what arrives while a batch is in flight is the next batch; too many are refused; draining ends empty', async () => {
    const sizes: number[] = [];
    let release: () => void = () => undefined;
    const queue = createTradeQueue<Order, number>({
      shards: 1,
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
    await new Promise(setImmediate);
    const rest = Array.from({ length: 15 }, (_, n) => queue.submit({ market: '1', n: n + 1 }));
    await expect(queue.submit({ market: '1', n: 99 })).rejects.toMatchObject({
      code: 'OVERLOADED',
      retryAfterSeconds: 1,
    });
    const drained = queue.drain();
    await expect(queue.submit({ market: '1', n: 99 })).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    for (let batch = 0; batch < 3; batch += 1) {
      release();
      await new Promise(setImmediate);
    }
    expect(await Promise.all([first, ...rest])).toEqual(Array.from({ length: 16 }, (_, n) => n));
    await drained;
    expect(sizes).toEqual([1, 10, 5]);
    expect(queue.queued()).toBe(0);
  });
});
