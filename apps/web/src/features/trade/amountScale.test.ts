import { describe, expect, it } from 'vitest';
import { amountChips, amountScale } from './amountScale.ts';
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
  it('goes in tens up to the balance, and no further than a thousand', () => {
    expect(amountScale(buy('50'), means)).toMatchObject({ most: 340, value: 50 });
    expect(amountScale(buy('5000'), { ...means, balance: 9_500 })).toMatchObject({
      most: 1_000,
      value: 1_000,
    });
    expect(amountScale(buy(''), { ...means, balance: 3 })).toMatchObject({ most: 10, value: 0 });
  });
  it('clears the field at its lower end', () => {
    expect(amountScale(buy('50'), means).amountAt(0)).toBe('');
    expect(amountScale(buy('50'), means).amountAt(60)).toBe('60');
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
  expect(amountChips(buy(''), { ...means, balance: undefined }).map(({ label }) => label)).toEqual([
    '10',
    '50',
    '100',
  ]);
  expect(amountChips(sell(''), means).at(-1)).toEqual({ label: 'All', amount: '78.400001' });
});
