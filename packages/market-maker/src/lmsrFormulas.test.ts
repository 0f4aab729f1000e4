import { describe, expect, it } from 'vitest';
import {
  buyCost,
  costFunction,
  logOdds,
  maxLoss,
  moveTo,
  phantomShares,
  price,
  prices,
  pricesAfter,
  saleProceeds,
  sharesForSpend,
} from './lmsrFormulas.ts';

// Every expected number follows from the formulas with pencil and paper and a table of logarithms.
const { LN2 } = Math;
const LN3 = 1.098_612_288_668_109_8;
const LN64 = 4.158_883_083_359_671_5;
const LN_E_MINUS_1 = 0.541_324_854_612_918_1;

function close(got: number, expected: number, relative = 4e-15): void {
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
}

describe('trades that a table of logarithms answers', () => {
  it('from even odds, b ln 2 credits buy b ln 3 shares and lift the price to 3/4', () => {
    close(sharesForSpend(100, [0, 0], 1, 100 * LN2), 100 * LN3);
    close(buyCost(100, [0, 0], 1, 100 * LN3), 100 * LN2);
    close(pricesAfter(100, [0, 0], 1, 100 * LN3)[1]!, 0.75);
    const { delta, cost } = moveTo(100, [0, 0], 1, 0.75);
    close(delta, 100 * LN3);
    close(cost, 100 * LN2);
  });

  it('and selling them brings the credits back', () => {
    close(saleProceeds(100, [0, 100 * LN3], 1, 100 * LN3), 100 * LN2);
    const { delta, cost } = moveTo(100, [0, 100 * LN3], 1, 0.5);
    close(delta, -100 * LN3);
    close(cost, -100 * LN2);
  });

  it('with five even outcomes, e^(d/b) = 6 doubles the sum and makes the price 6/10', () => {
    const even = [7, 7, 7, 7, 7];
    const delta = 10 * Math.log(6);
    close(buyCost(10, even, 2, delta), 10 * LN2);
    const after = pricesAfter(10, even, 2, delta);
    [0.1, 0.1, 0.6, 0.1, 0.1].forEach((expected, j) => {
      close(after[j]!, expected);
    });
  });

  it('buying 2k from k behind, or 3k from 2k behind with one outcome between, costs k whatever b is', () => {
    for (const b of [1, 7.3, 100]) {
      close(buyCost(b, [0, 30], 0, 60), 30, 1e-13);
      close(buyCost(b, [0, 30, 60], 0, 90), 30, 1e-13);
    }
  });

  it('spending 10 with b = 100 at even odds buys 100 ln(1 + 2 (e^0.1 - 1)) shares', () => {
    close(sharesForSpend(100, [0, 0], 0, 10), 19.090_282_892_638_19);
    close(buyCost(100, [0, 0], 0, 50), 28.092_980_362_016_14);
  });
});

describe('where textbook forms fail', () => {
  it('prices a millionth of a share far from the origin: half of it, plus d^2 / 8b', () => {
    close(buyCost(100, [4000, 4000], 0, 1e-6), 5.000_000_012_5e-7);
  });

  it('buys a longshot at odds of e^-700: ln((e - 1) / p) shares for b', () => {
    close(sharesForSpend(1, [0, 700], 0, 1), 700 + LN_E_MINUS_1);
    close(buyCost(1, [0, 700], 0, 1), 1.694_170_303_962_63e-304, 1e-12);
  });

  it('spends a thousand times b: as many shares, and b ln 2 more from even odds', () => {
    close(sharesForSpend(1, [0, 0], 0, 1000), 1000 + LN2);
    close(buyCost(1, [0, 0], 0, 1000 + LN2), 1000);
  });

  it('sells a favourite at par, and any amount from even odds for at most b ln 2', () => {
    close(saleProceeds(1, [700, 0], 0, 10), 10);
    close(saleProceeds(1, [5000, 5000], 0, 5000), LN2);
  });

  it('answers prices inside (0, 1) where the truth rounds to an end', () => {
    const [low, high] = prices(1, [0, 800]);
    expect(low).toBe(Number.MIN_VALUE);
    expect(high).toBe(1 - 2 ** -53);
    expect(price(1, [0, 800], 0)).toBe(low);
  });
});

describe('state', () => {
  it('with two outcomes takes the log-odds as a plain quotient', () => {
    expect(logOdds(100, [250, 0], 0)).toBe(2.5);
    expect(logOdds(100, [250, 0], 1)).toBe(-2.5);
  });

  it('with N even outcomes has log-odds -ln(N - 1)', () => {
    close(logOdds(3, [9, 9, 9], 1), -LN2);
  });

  it('puts C above the largest quantity by -b ln of its price', () => {
    close(costFunction(100, [0, 0]), 100 * LN2);
    close(costFunction(100, [400, 400, 400]), 400 + 100 * LN3);
    close(costFunction(1, [0, -50]), Math.exp(-50));
  });

  it('loses at most b ln N from even odds, and -b ln p from others', () => {
    close(maxLoss(1000, [0.5, 0.5]), 1000 * LN2);
    close(maxLoss(50, new Array<number>(64).fill(1)), 50 * LN64);
    close(maxLoss(100, [0.75, 0.25]), 200 * LN2);
    expect(phantomShares(100, [2, 2, 2])).toEqual([0, 0, 0]);
    const [phantom, least] = phantomShares(100, [0.75, 0.25]);
    close(phantom!, 100 * LN3);
    expect(least).toBe(0);
  });

  it('does not move when the target is the price it has', () => {
    expect(moveTo(100, [30, 30], 0, 0.5)).toEqual({ delta: 0, cost: 0 });
  });
});
