import { expect, test } from 'vitest';
import { runFuzz } from './run.ts';

// The short form; `npm run fuzz` is the long one.
test('requests made from the OpenAPI document break nothing', { timeout: 120_000 }, async () => {
  const report = await runFuzz({ seed: 1, requests: 4_000 });
  expect(report.faults).toEqual([]);
  expect(report.booksClean).toBe(true);
  // Some things are seldom right by chance; most have to be done at least once, or nothing was tried.
  expect(report.neverDone.length).toBeLessThan(report.operations / 2);
});
