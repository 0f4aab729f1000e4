import type { Market, Outcome } from '@mesh-markets/contract';
import { lmsr } from '@mesh-markets/market-maker';
import { describe, expect, it } from 'vitest';
import { depthCurve, depthStep } from './depth.ts';
import { depthSentence } from './depthWords.ts';

type DepthMarket = Pick<Market, 'b' | 'outcomes' | 'type'>;

const marketOf = (type: Market['type'], shares: readonly number[]): DepthMarket => {
  const odds = lmsr.prices({ liquidity: 1_000, sharesMicro: shares.map((count) => count * 1e6) });
  const outcomes = shares.map(
    (count, index): Outcome => ({
      index,
      label: type === 'BINARY' ? ['YES', 'NO'][index]! : `No ${index + 1}`,
      shares: count,
      phantomShares: 0,
      probability: odds[index]!,
    }),
  );
  return { b: 1_000, type, outcomes };
};

describe('depthStep', () => {
  const even = marketOf('BINARY', [0, 0]);
  it('lifts by buying the outcome', () => {
    expect(depthStep(even, 0, 0.75)).toMatchObject({ action: 'BUY', outcome: 0, credits: 694 });
  });
  it('lowers by buying the other of two', () => {
    expect(depthStep(even, 0, 0.25)).toMatchObject({ action: 'BUY', outcome: 1, credits: 694 });
  });
  it('lowers one of many by selling, as far as there are shares', () => {
    const many = marketOf('MULTIPLE', [500, 0, 0]);
    expect(depthStep(many, 0, 0.4)).toMatchObject({ action: 'SELL', outcome: 0 });
    expect(depthStep(many, 0, 0.2)).toBeUndefined();
    expect(depthStep(many, 1, 0.1)).toBeUndefined();
  });
});

describe('depthCurve', () => {
  it('leaves out where the outcome stands, and costs more the farther it goes', () => {
    const curve = depthCurve(marketOf('BINARY', [0, 0]), 0);
    expect(curve).toHaveLength(98);
    const up = curve.filter(({ target }) => target > 0.5).map(({ credits }) => credits);
    expect(up).toEqual(up.toSorted((one, other) => one - other));
    const down = curve.filter(({ target }) => target < 0.5).map(({ credits }) => credits);
    expect(down).toEqual(down.toSorted((one, other) => other - one));
  });
});

describe('depthSentence', () => {
  const even = marketOf('BINARY', [0, 0]);
  const many = marketOf('MULTIPLE', [500, 0, 0]);
  it.each([
    [even, 0, 0.75, 'Moving YES to 75 % costs ₡ 694 and buys 1,098.6 YES.'],
    [even, 0, 0.25, 'Moving YES to 25 % costs ₡ 694 and buys 1,098.6 NO.'],
    [even, 0, 0.5, 'YES stands at 50 % now.'],
    [many, 0, 0.4, 'Moving “No 1” to 40 % takes a sale of 212.3 “No 1”, which brings ₡ 90.'],
    [many, 1, 0.1, 'Nobody holds enough “No 2” to sell it down to 10 %.'],
  ])('%#', (market, outcome, target, words) => {
    expect(depthSentence(market, outcome, target).replaceAll('\u202f', ' ')).toBe(words);
  });
});
