import type { Trade } from '@mesh-markets/contract';
import { expect, it } from 'vitest';
import { sameChunk, someRows, tradeChunks, tradeRows } from './tradeRows.ts';

const trades = (...numbers: number[]): Trade[] => numbers.map((seq) => ({ seq }) as Trade);
const numbers = (rows: readonly Trade[]): number[] => rows.map(({ seq }) => seq);

it.each([
  ['no trades', [], [], [], 0],
  ['only pages', [], [2, 1], [2, 1], 0],
  ['only news', [2, 1], [], [2, 1], 0],
  ['overlap', [5, 4, 3], [4, 3, 2, 1], [5, 4, 3, 2, 1], 0],
  ['just touching', [5, 4], [3, 2, 1], [5, 4, 3, 2, 1], 0],
  ['pages ahead of the news', [4, 3], [5, 4, 3, 2], [4, 3, 2], 0],
  ['a gap', [9, 8], [3, 2, 1], [9, 8], 4],
] as const)('%s', (_, newest, paged, expected, missing) => {
  const rows = tradeRows(trades(...newest), trades(...paged));
  expect(numbers(rows.trades)).toEqual(expected);
  expect(rows.missing).toBe(missing);
});

it('cuts trades by number, so that new ones leave the older chunks alone', () => {
  const before = tradeChunks(trades(101, 100, 99, 98, 50, 49));
  expect(before.map(({ number, trades: members }) => [number, numbers(members)])).toEqual([
    [2, [101, 100]],
    [1, [99, 98, 50]],
    [0, [49]],
  ]);
  const after = tradeChunks(trades(102, 101, 100, 99, 98, 50, 49));
  expect(after.map((chunk, place) => sameChunk(chunk, before[place]!))).toEqual([false, true, true]);
});

it('puts the news of an outcome above what was there when it was chosen', () => {
  const of = (...seqs: number[]): Trade[] => seqs.map((seq) => ({ seq, outcome: seq % 2 }) as Trade);
  const ofOutcome = ({ outcome }: Trade) => outcome === 1;
  const rows = someRows(of(12, 11, 10, 9), of(11, 9, 7), ofOutcome, 10);
  expect([numbers(rows.trades), rows.complete]).toEqual([[11, 9, 7], true]);
  const fresh = someRows(of(13, 12, 11), of(9, 7), ofOutcome, 10);
  expect([numbers(fresh.trades), fresh.complete]).toEqual([[13, 11, 9, 7], true]);
  const far = someRows(of(99, 98, 97), of(9, 7), ofOutcome, 10);
  expect([numbers(far.trades), far.complete]).toEqual([[9, 7], false]);
});
