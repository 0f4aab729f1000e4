import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountChips, amountScale, spendStops } from './amountScale.ts';
import type { TicketDraft } from './ticket.ts';

const buy = (amount: string): TicketDraft => ({
  action: 'BUY',
  outcome: 0,
  amount,
  toleranceBasisPoints: 500,
});
const sell = (amount: string): TicketDraft => ({ ...buy(amount), action: 'SELL' });
const means = { balance: 345, sharesHeld: 78.400001, costBasis: 50 };

describe('the slider of a buy', () => {
  it('goes in tens at first and ends at the whole balance', () => {
    expect(spendStops(345)).toEqual([...Array.from({ length: 21 }, (_, ten) => ten * 10), 250, 300, 345]);
    expect(spendStops(3)).toEqual([0, 10]);
    expect(spendStops(20)).toEqual([0, 10, 20]);
  });
  it('reaches any balance in a few dozen stops, each above the one before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (balance) => {
        const stops = spendStops(balance);
        expect(stops.length).toBeLessThan(200);
        expect(stops.at(-1)).toBe(Math.max(10, balance));
        for (let place = 1; place < stops.length; place += 1) {
          expect(stops[place]).toBeGreaterThan(stops[place - 1]!);
        }
      }),
    );
  });
  it('stands at the stop nearest to what was typed', () => {
    const scale = amountScale(buy('52'), means);
    expect(scale.amountAt(scale.value)).toBe('50');
    const rich = amountScale(buy('5000'), { ...means, balance: 9_500 });
    expect(rich.amountAt(rich.value)).toBe('5000');
    expect(rich.amountAt(rich.most)).toBe('9500');
  });
  it('clears the field at its lower end', () => {
    const scale = amountScale(buy('50'), means);
    expect(scale.amountAt(0)).toBe('');
    expect(scale.amountAt(6)).toBe('60');
  });
});

describe('the slider of a sale', () => {
  it('goes over the holding and its upper end is all of it, exactly', () => {
    const scale = amountScale(sell('39.2'), means);
    expect(scale).toMatchObject({ most: 100, value: 50 });
    expect(scale.amountAt(100)).toBe('78.400001');
    expect(scale.amountAt(10)).toBe('7.84');
    expect(scale.amountAt(0)).toBe('');
  });
  it('rests at 0 without a holding', () => {
    expect(amountScale(sell(''), { ...means, sharesHeld: 0 }).value).toBe(0);
  });
});

it('offers Max and All only as far as they are known', () => {
  expect(amountChips(buy(''), means).at(-1)).toEqual({ label: 'Max', amount: '345' });
  const bounded = (credits: number) => ({ ...means, bound: { credits, of: 'MARKET' as const } });
  expect(amountChips(buy(''), bounded(50)).at(-1)).toEqual({ label: 'Max', amount: '50' });
  expect(amountChips(buy(''), bounded(900)).at(-1)).toEqual({ label: 'Max', amount: '345' });
  expect(amountChips(buy(''), bounded(0)).map(({ label }) => label)).not.toContain('Max');
  const scale = amountScale(buy(''), bounded(50));
  expect(scale.amountAt(scale.most)).toBe('50');
  expect(amountChips(buy(''), { ...means, balance: undefined }).map(({ label }) => label)).toEqual([
    '10',
    '50',
    '100',
  ]);
  expect(amountChips(sell(''), means).at(-1)).toEqual({ label: 'All', amount: '78.400001' });
});
