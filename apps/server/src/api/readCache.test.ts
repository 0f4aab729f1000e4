import type { MarketId } from '@mesh-markets/contract';
import { describe, expect, test } from 'vitest';
import type { Page } from './page.ts';
import { createReadCache, KEPT_MS } from './readCache.ts';

const textOf = ({ body }: Page): string => body.toString();

const ONE = '1' as MarketId;
const TWO = '2' as MarketId;

/** A source that counts how often it is read and answers when told. */
const createSource = () => {
  let reads = 0;
  const waiting: (() => void)[] = [];
  return {
    reads: () => reads,
    compute: () => {
      reads += 1;
      const answer = { read: reads };
      return new Promise<unknown>((resolve) => waiting.push(() => resolve(answer)));
    },
    answer: async () => {
      for (const resolve of waiting.splice(0)) resolve();
      await new Promise(setImmediate);
    },
  };
};

describe('the read cache', () => {
  test('reads once for everyone, for a second', async () => {
    let time = 0;
    const cache = createReadCache(() => time);
    const source = createSource();
    const readers = [cache.read('/m/1', ONE, source.compute), cache.read('/m/1', ONE, source.compute)];
    await source.answer();
    expect(new Set((await Promise.all(readers)).map((page) => textOf(page)))).toEqual(
      new Set(['{"read":1}']),
    );
    time = KEPT_MS - 1;
    expect(textOf(await cache.read('/m/1', ONE, source.compute))).toBe('{"read":1}');
    time = KEPT_MS;
    const later = cache.read('/m/1', ONE, source.compute);
    await source.answer();
    expect(textOf(await later)).toBe('{"read":2}');
  });

  test('never shows what was read before a write to whoever asks after it', async () => {
    const cache = createReadCache(() => 0);
    const source = createSource();
    const before = cache.read('/m/1', ONE, source.compute);
    cache.written(ONE);
    const after = [cache.read('/m/1', ONE, source.compute), cache.read('/m/1', ONE, source.compute)];
    expect(source.reads()).toBe(1);
    await source.answer();
    expect(textOf(await before)).toBe('{"read":1}');
    expect(source.reads()).toBe(2);
    await source.answer();
    for (const page of await Promise.all(after)) expect(textOf(page)).toBe('{"read":2}');
  });

  test('a write elsewhere leaves a market alone and refreshes what shows all of them', async () => {
    const cache = createReadCache(() => 0);
    const [market, feed] = [createSource(), createSource()];
    const first = [cache.read('/m/1', ONE, market.compute), cache.read('/feed', undefined, feed.compute)];
    await market.answer();
    await feed.answer();
    await Promise.all(first);
    cache.written(TWO);
    await cache.read('/m/1', ONE, market.compute);
    void cache.read('/feed', undefined, feed.compute);
    expect([market.reads(), feed.reads()]).toEqual([1, 2]);
    cache.written(undefined);
    void cache.read('/m/1', ONE, market.compute);
    expect(market.reads()).toBe(2);
  });

  test('a failed reading is told to its readers and not kept', async () => {
    const cache = createReadCache(() => 0);
    await expect(cache.read('/m/1', ONE, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(textOf(await cache.read('/m/1', ONE, async () => 'back'))).toBe('"back"');
  });
});
