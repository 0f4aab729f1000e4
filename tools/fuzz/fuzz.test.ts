import { expect, test } from 'vitest';
import { runFuzz } from './run.ts';

// The short form; `npm run fuzz` is the long one.
test('requests made from the OpenAPI document break nothing', { timeout: 240_000 }, async () => {
  const report = await runFuzz({ seed: 1, requests: 4_000 });
  expect(report.faults).toEqual([]);
  expect(report.booksClean).toBe(true);
  // Some things are seldom right by chance; most have to be done, what moves money above all, or nothing was tried.
  expect(report.neverDone.length).toBeLessThan(report.operations / 4);
  expect(report.figures.get('placeTrade')?.done).toBeGreaterThan(20);
  for (const verb of ['createMarket', 'closeMarket', 'resolveMarket', 'correctResolution']) {
    expect([verb, report.neverDone.includes(verb)]).toEqual([verb, false]);
  }
});
