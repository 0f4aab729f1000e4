import { localQuote } from '@mesh-markets/client';
import { Order, type Outcome, sharesToMicro } from '@mesh-markets/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BuyPreview,
  evaluateTicket,
  fewestCredits,
  fewestShares,
  parseAmount,
  type SellPreview,
  type TicketDraft,
  TOLERANCES,
} from './ticket.ts';

const market = (b: number, ...shares: number[]) => ({
  b,
  outcomes: shares.map(
    (owned, index): Outcome => ({
      index,
      label: `${index}`,
      shares: owned,
      phantomShares: 0,
      probability: 0.5,
    }),
  ),
});
const buying = (amount: string): TicketDraft => ({
  action: 'BUY',
  outcome: 0,
  amount,
  toleranceBasisPoints: 500,
});
const selling = (amount: string): TicketDraft => ({ ...buying(amount), action: 'SELL' });
const means = { balance: 1_000, sharesHeld: 0, costBasis: 0 };

describe('parseAmount', () => {
  it.each([
    ['50', 50],
    [' 50 ', 50],
    ['1,000', 1000],
    ['1 000 000', 1_000_000],
    ['1\u00a0000', 1000],
    ['50.', 50],
    ['50.00', 50],
    ['1000000000', 1_000_000_000],
  ])('reads %j as credits', (text, amount) => {
    expect(parseAmount('BUY', text)).toBe(amount);
  });
  it.each([
    ['', 'EMPTY'],
    ['  ', 'EMPTY'],
    ['abc', 'NOT_A_NUMBER'],
    ['-5', 'NOT_A_NUMBER'],
    ['1e3', 'NOT_A_NUMBER'],
    ['0x10', 'NOT_A_NUMBER'],
    ['.', 'NOT_A_NUMBER'],
    ['1,5', 'NOT_A_NUMBER'],
    ['10,00', 'NOT_A_NUMBER'],
    ['1.5', 'NOT_WHOLE'],
    ['0', 'TOO_SMALL'],
    ['1000000001', 'TOO_LARGE'],
  ])('refuses %j as credits: %s', (text, kind) => {
    expect(parseAmount('BUY', text)).toMatchObject({ kind });
  });
  it('takes up to six decimals of shares', () => {
    expect(parseAmount('SELL', '12.345678')).toBe(12.345678);
    expect(parseAmount('SELL', '.5')).toBe(0.5);
    expect(parseAmount('SELL', '1.5000000')).toBe(1.5);
    expect(parseAmount('SELL', '1.2345678')).toEqual({ kind: 'TOO_MANY_DECIMALS' });
  });
});

describe('a buy', () => {
  // b ln(1 + (e^(50/100) - 1) / 0.5) = 100 ln 2.297442541... = 83.179656... shares, by hand.
  const { preview, problem } = evaluateTicket(market(100, 0, 0), buying('50'), means);
  const buy = preview as BuyPreview;

  it('shows the hand-made figures', () => {
    expect(problem).toBeUndefined();
    expect(buy.shares).toBeCloseTo(83.1797, 3);
    expect(buy.averagePrice).toBeCloseTo(50 / 83.1797, 5);
    expect(buy.probabilityBefore).toBe(0.5);
    // logit of the new price is 83.1797 / 100.
    expect(buy.probabilityAfter).toBeCloseTo(1 / (1 + Math.exp(-0.831797)), 5);
    expect(buy.payout).toBe(83);
    expect(buy.gain).toBeCloseTo(0.66, 10);
    expect(buy.balanceAfter).toBe(950);
  });
  it('sends the intent with the worst result it accepts', () => {
    expect(buy.order).toEqual({ outcome: 0, credits: 50, minShares: fewestShares(buy.shares, 50, 500) });
    expect(buy.worstPrice / buy.averagePrice).toBeLessThanOrEqual(1.05);
    expect(buy.worstPrice / buy.averagePrice).toBeGreaterThan(1.0499);
  });
  it('never accepts more than what a share can pay', () => {
    expect(fewestShares(101, 100, 500)).toBe(100);
    expect(fewestShares(100.000_001, 100, 2500)).toBe(100);
    // A share quoted above its payout, by rounding of a tiny trade, is accepted as quoted.
    expect(fewestShares(0.999_999, 1, 500)).toBe(0.999_999);
  });
  it('is previewed without a balance when signed out', () => {
    const signedOut = evaluateTicket(market(100, 0, 0), buying('50'), { ...means, balance: undefined });
    expect(signedOut.problem).toBeUndefined();
    expect(signedOut.preview?.balanceAfter).toBeUndefined();
  });
  it('is previewed and refused beyond the balance', () => {
    const beyond = evaluateTicket(market(100, 0, 0), buying('1001'), means);
    expect(beyond.problem).toEqual({ kind: 'NOT_ENOUGH_CREDITS', balance: 1_000 });
    expect(beyond.preview?.credits).toBe(1001);
    expect(evaluateTicket(market(100, 0, 0), buying('1000'), means).problem).toBeUndefined();
  });
  it('is previewed and refused beyond what the operator allows', () => {
    const bound = { credits: 200, of: 'TRADE' as const };
    const at = (credits: string) => evaluateTicket(market(100, 0, 0), buying(credits), { ...means, bound });
    expect(at('201').problem).toEqual({ kind: 'OUT_OF_BOUNDS', bound });
    expect(at('201').preview?.credits).toBe(201);
    expect(at('200').problem).toBeUndefined();
    expect(at('1001').problem).toEqual({ kind: 'NOT_ENOUGH_CREDITS', balance: 1_000 });
  });
  it('is refused, not thrown, beyond what the curve prices', () => {
    const beyond = evaluateTicket(market(50, 0, 0), buying('1000000000'), means);
    expect(beyond).toEqual({ problem: { kind: 'TOO_LARGE', most: 1_000 } });
  });
});

describe('a sale', () => {
  const holding = { balance: 950, sharesHeld: 83.1796, costBasis: 50 };
  const sale = (amount: string) => evaluateTicket(market(100, 83.1796, 0), selling(amount), holding);

  it('of everything just bought gives the cost back but for one credit of rounding', () => {
    const preview = sale('83.1796').preview as SellPreview;
    expect(preview.credits).toBe(49);
    expect(preview.profit).toBe(-1);
    expect(preview.sharesLeft).toBe(0);
    expect(preview.balanceAfter).toBe(999);
    expect(preview.probabilityAfter).toBeCloseTo(0.5, 10);
  });
  it('sends the fewest credits it accepts', () => {
    expect(sale('83.1796').preview?.order).toEqual({
      action: 'SELL',
      outcome: 0,
      shares: 83.1796,
      minCredits: 47,
    });
  });
  it('counts the cost of the part sold', () => {
    const preview = sale('41.5898').preview as SellPreview;
    expect(preview.sharesLeft).toBe(41.5898);
    expect(preview.profit).toBe(preview.credits - 25);
  });
  it('is refused beyond the holding and below a credit', () => {
    expect(sale('83.1797').problem).toEqual({ kind: 'NOT_ENOUGH_SHARES', held: 83.1796 });
    expect(sale('0.5').problem).toEqual({ kind: 'TOO_SMALL' });
  });
});

describe('slippage bounds', () => {
  const tolerance = fc.constantFrom(...TOLERANCES);

  it('of a buy are never looser than the tolerance and never tighter than the quote', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: 1_000_000 }),
        fc.tuple(fc.nat(100_000), fc.nat(100_000), fc.nat(100_000)),
        fc.integer({ min: 1, max: 100_000 }),
        tolerance,
        (b, shares, credits, toleranceBasisPoints) => {
          const state = market(b, ...shares);
          const { preview } = evaluateTicket(
            state,
            { ...buying(`${credits}`), toleranceBasisPoints },
            { ...means, balance: undefined },
          );
          if (preview === undefined) return;
          const order = Order.parse(preview.order) as { minShares: number };
          const bound = BigInt(sharesToMicro(order.minShares));
          const quoted = BigInt(sharesToMicro(preview.shares));
          expect(bound * BigInt(10_000 + toleranceBasisPoints)).toBeGreaterThanOrEqual(quoted * 10_000n);
          expect(bound).toBeLessThanOrEqual(quoted);
          expect(preview.shares).toBe(localQuote(state, { outcome: 0, credits }).shares);
        },
      ),
    );
  });
  it('of a sale are never looser than the tolerance and never tighter than the quote', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), tolerance, (credits, toleranceBasisPoints) => {
        const bound = fewestCredits(credits, toleranceBasisPoints);
        expect(bound * 10_000).toBeGreaterThanOrEqual(credits * (10_000 - toleranceBasisPoints));
        expect(bound).toBeLessThanOrEqual(credits);
        expect(bound).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
