import type { Trade } from '@mesh-markets/contract';
import { expect, it } from 'vitest';
import { tradeRows } from './tradeRows.ts';

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
