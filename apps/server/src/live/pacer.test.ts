import { expect, test, vi } from 'vitest';
import { createPacer } from './pacer.ts';

/** Runs jobs on a clock that a timer moves, for a stretch of it; answers when each began. */
const runFor = async (milliseconds: number, sockets: number, topics = 1): Promise<number[]> => {
  vi.useFakeTimers();
  try {
    const pacer = createPacer({ now: () => Date.now() });
    const start = Date.now();
    const begun: number[] = [];
    const again = (): void =>
      pacer.push(async () => {
        begun.push(Date.now() - start);
        // There is always something new.
        setTimeout(again, 1);
        return sockets;
      });
    for (let n = 0; n < topics; n += 1) again();
    await vi.advanceTimersByTimeAsync(milliseconds);
    pacer.stop();
    return begun;
  } finally {
    vi.useRealTimers();
  }
};

test('lets the first frame out at once, however many it goes to', async () => {
  expect((await runFor(10, 10_000))[0]).toBe(0);
});

test('spends no more than its share, whether on one large topic or on many small ones', async () => {
  for (const [sockets, topics] of [
    [1_000, 1],
    [100, 20],
    [10, 200],
  ] as const) {
    const deliveries = (await runFor(10_000, sockets, topics)).length * sockets;
    // 9 us each, and 6 % of ten seconds.
    expect(deliveries * 0.009).toBeLessThan(600 * 1.05);
    expect(deliveries * 0.009).toBeGreaterThan(600 * 0.8);
  }
});

test('tells a thousand sockets often enough to be late by less than a quarter of a second', async () => {
  const begun = await runFor(5_000, 1_000);
  const pauses = begun.slice(1).map((at, i) => at - begun[i]!);
  expect(Math.max(...pauses)).toBeLessThan(200);
});

test('begins nothing more once it is stopped', async () => {
  const pacer = createPacer();
  pacer.stop();
  const job = vi.fn(async () => 1);
  pacer.push(job);
  await new Promise((next) => setImmediate(next));
  expect(job).not.toHaveBeenCalled();
});
