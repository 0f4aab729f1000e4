import type { CalibrationBin } from '@mesh-markets/contract';
import { expect, test } from 'vitest';
import { calibrationWords } from './calibrationWords.ts';

const bin = (meanForecast: number, happened: number, purchases = 50): CalibrationBin => ({
  from: Math.floor(meanForecast * 10) / 10,
  purchases,
  meanForecast,
  happened,
});

test.each([
  [[bin(0.5, 0.5, 3)], /^Only 3 settled purchases/],
  [[bin(0.2, 0.22), bin(0.8, 0.78)], /^Well calibrated: off by 2/],
  [[bin(0.3, 0.5), bin(0.6, 0.8)], /more often than its price said: off by 20/],
  [[bin(0.3, 0.1), bin(0.6, 0.4)], /less often/],
  [[bin(0.3, 0.5), bin(0.6, 0.4)], /^Mixed: off by 20/],
])('%#', (bins, expected) => {
  expect(calibrationWords(bins)).toMatch(expected);
});
