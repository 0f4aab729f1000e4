import { Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { latencyOf } from './latency.ts';

const histogram = () =>
  new Histogram({ name: 'took', help: 'Seconds.', buckets: [0.01, 0.1, 1], registers: [new Registry()] });

test('nothing has been measured', async () => {
  expect(latencyOf(await histogram().get())).toEqual({
    trades: 0,
    steps: [{ upTo: 0.01, trades: 0 }, { upTo: 0.1, trades: 0 }, { upTo: 1, trades: 0 }, { trades: 0 }],
  });
});

test('quantiles lie within their step', async () => {
  const took = histogram();
  for (let n = 0; n < 90; n += 1) took.observe(0.005);
  for (let n = 0; n < 10; n += 1) took.observe(0.05);
  const { trades, p50, p95, steps } = latencyOf(await took.get());
  expect(trades).toBe(100);
  expect(steps.map((step) => step.trades)).toEqual([90, 10, 0, 0]);
  expect(p50).toBeCloseTo(0.01 * (50 / 90));
  expect(p95).toBeCloseTo(0.01 + 0.09 * 0.5);
});

test('beyond the last step there is no telling how far', async () => {
  const took = histogram();
  took.observe(30);
  expect(latencyOf(await took.get())).toMatchObject({ trades: 1, p50: 1, p95: 1 });
});
