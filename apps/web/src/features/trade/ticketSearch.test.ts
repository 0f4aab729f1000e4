import type { MarketId, Outcome } from '@mesh-markets/contract';
import { describe, expect, it } from 'vitest';
import { readTicketSearch, startOf, ticketAddress } from './ticketSearch.ts';

const id = '7' as MarketId;
const market = { outcomes: [{}, {}] as Outcome[] };

describe('what is on the ticket survives signing up', () => {
  it.each([
    ['BUY', 1, '250', '/market/7?buy=1&amount=250'],
    ['SELL', 0, '12.5', '/market/7?sell=0&amount=12.5'],
    ['BUY', 0, '', '/market/7?buy=0'],
    ['BUY', 0, '1 000', '/market/7?buy=0&amount=1000'],
    ['BUY', 0, '<b>', '/market/7?buy=0'],
  ] as const)('%s %d %j is %s', (action, outcome, amount, address) => {
    expect(ticketAddress({ id }, { action, outcome, amount })).toBe(address);
  });

  it.each([
    [
      { buy: 1, amount: 250 },
      { action: 'BUY', outcome: 1, amount: '250' },
    ],
    [
      { sell: 0, amount: '12.5' },
      { action: 'SELL', outcome: 0, amount: '12.5' },
    ],
    [{ buy: 0 }, { action: 'BUY', outcome: 0 }],
    [{ buy: 2 }, undefined],
    [{ buy: '<script>' }, undefined],
    [{ buy: -1 }, undefined],
    [{ amount: '50' }, undefined],
    [
      { buy: 0, amount: { toString: 1 } },
      { action: 'BUY', outcome: 0 },
    ],
  ])('%j starts with %j', (search, start) => {
    expect(startOf(market, readTicketSearch(search))).toEqual(start);
  });
});
