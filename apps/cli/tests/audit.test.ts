import type { Market, UserId } from '@mesh-markets/contract';
import type { AuditReport } from '@mesh-markets/engine';
import { corrupt, openTestBooks, type TestBooks } from '@mesh-markets/engine/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from './terminal.ts';

let books: TestBooks;
let ben: UserId;
let market: Market;

beforeEach(async () => {
  books = await openTestBooks();
  const [ana, second, cem] = (await books.people(3)) as [UserId, UserId, UserId];
  ben = second;
  market = await books.market(ana);
  await books.buy(ben, market.id, 0, 100);
  await books.buy(cem, market.id, 1, 40);
  await books.buy(ben, market.id, 0, 60);
});
afterEach(() => books.close());

const audit = (...words: string[]) => run(['audit', ...words], { DATABASE_URL: books.database.url });

const owner = () => books.database.pool;

const brokenLaws = (out: string): string[] =>
  (JSON.parse(out) as AuditReport).laws.filter((law) => law.broken > 0).map(({ law }) => law);

describe('of books that are right', () => {
  test('answers 0 with every law, how often it was checked, and the totals', async () => {
    const { code, out, error } = await audit();
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(out).toMatch(/^law +checked +broken\n/);
    expect(out).toMatch(/^All accounts together sum to exactly 0 +1 +0$/m);
    expect(out).toMatch(/^Every fill, priced again .* +3 +0$/m);
    expect(out).toContain('Credits: issuer -₡30,000, house ₡0, wallets ₡29,106, escrows ₡894; together ₡0.');
    expect(out).toMatch(/The books are right: \d+ laws hold\.$/);
  });

  test('answers in JSON', async () => {
    const { code, out } = await audit('--json');
    expect(code).toBe(0);
    const report = JSON.parse(out) as AuditReport;
    expect(report.clean).toBe(true);
    expect(report.totals).toEqual({ issuer: -30_000, house: 0, wallets: 29_106, escrows: 894 });
  });
});

describe('names', () => {
  test('a balance that was changed', async () => {
    await corrupt.changeBalance(owner(), ben, 1);
    const { code, out } = await audit();
    expect(code).toBe(1);
    expect(out).toContain('BROKEN: All accounts together sum to exactly 0\n  the sum is 1');
    expect(out).toMatch(
      /BROKEN: Every balance equals the sum of its transfers\n {2}account \d+ holds 9841, its transfers 9840/,
    );
    expect(out).toMatch(/The books are NOT right: 2 of \d+ laws are broken\.$/);
  });

  test('a trade priced from a state that was no longer there, though all sums agree', async () => {
    await corrupt.repeatFill(owner(), market.id, 1);
    expect(brokenLaws((await audit('--json')).out)).toEqual([
      'Every fill, priced again from the state its number says it saw, gives the same figures',
    ]);
    const { code, out } = await audit();
    expect(code).toBe(1);
    expect(out).toMatch(
      new RegExp(`trade ${market.id}-4: \\d+ micro-shares for ₡100; priced again \\d+ for ₡100`),
    );
  });

  test('a trade by shares that cost a credit too little', async () => {
    const order = { action: 'BUY', outcome: 1, shares: 50 } as const;
    const { answer } = await books.engine.placeTrade({ userId: ben, marketId: market.id, order });
    const { seq, cost } = answer.trade;
    await corrupt.changeCost(owner(), market.id, seq, -1);
    const { code, out } = await audit();
    expect(code).toBe(1);
    expect(out).toContain(
      `trade ${market.id}-${seq}: 50000000 micro-shares for ₡${cost - 1}; priced again 50000000 for ₡${cost}`,
    );
  });

  test('a transfer that was deleted', async () => {
    await corrupt.deleteTransfer(owner(), market.id, 2);
    const { code, out } = await audit();
    expect(code).toBe(1);
    expect(out).toContain(
      `BROKEN: Every trade has exactly one transfer, between its trader and its market, of its amount\n  trade ${market.id}-2`,
    );
    expect(out).toContain('BROKEN: Every balance equals the sum of its transfers');
  });

  test('a gap in the sequence, though trade, transfer and market agree on the number', async () => {
    await corrupt.skipNumbers(owner(), market.id, 3, 9);
    expect(brokenLaws((await audit('--json')).out)).toEqual([
      'One order: the trades of a market are numbered 1, 2, 3 … without a gap, in order of time',
    ]);
    const { code, out } = await audit();
    expect(code).toBe(1);
    expect(out).toContain(`trade ${market.id}-9 follows 2`);
  });

  test('a guard that was switched off', async () => {
    await corrupt.switchGuardOff(owner(), 'transfer', 'append_only');
    const { code, out } = await audit();
    expect(code).toBe(1);
    expect(out).toContain('guard append_only on transfer');
  });
});
