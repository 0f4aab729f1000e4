import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newKey, openTestBooks, type TestBooks } from './testing/index.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

const cleanAudit = async () => {
  const report = await books.engine.audit();
  expect(report.laws.filter((law) => law.broken > 0)).toEqual([]);
  return report;
};

describe('placeTrade', () => {
  test('buys at the closed-form price and moves pools, wallet, position and ledger together', async () => {
    const [ana, ben] = await books.people(2);
    const market = await books.market(ana!);
    expect(market.subsidy).toBe(694);
    expect(await books.balance(ana!)).toBe(10_000 - 694);

    const answer = await books.buy(ben!, market.id, 0, 100);
    expect(answer.trade).toMatchObject({
      id: `${market.id}-1`,
      seq: 1,
      action: 'BUY',
      side: 'YES',
      outcome: 0,
      cost: 100,
    });
    // b ln(1 + (e^(S/b) - 1) / p) with b = 1000, p = 1/2, S = 100.
    expect(answer.trade.shares).toBeCloseTo(1000 * Math.log(1 + 2 * Math.expm1(0.1)), 5);
    expect(answer.probability).toBeCloseTo(1 - 0.5 * Math.exp(-0.1), 9);
    expect(answer.balance).toBe(9_900);
    expect(answer.holding).toBe(answer.trade.shares);

    const detail = await books.engine.getMarket(market.id, ben!);
    expect(detail.market.probability).toBe(answer.probability);
    expect(detail.market).toMatchObject({ version: 1, tradeCount: 1, traderCount: 1, volume: 100 });
    expect(detail.market.viewer?.holdings).toEqual([
      {
        outcome: 0,
        label: 'YES',
        shares: answer.trade.shares,
        costBasis: 100,
        value: Math.floor(answer.trade.shares * answer.probability),
      },
    ]);
    expect(detail.trades).toEqual([answer.trade]);
    const ledger = await books.engine.getLedger(ben!, { limit: 20 });
    expect(ledger.entries.map(({ kind, amount, balanceAfter }) => ({ kind, amount, balanceAfter }))).toEqual([
      { kind: 'BUY', amount: -100, balanceAfter: 9_900 },
      { kind: 'SIGNUP_GRANT', amount: 10_000, balanceAfter: 10_000 },
    ]);
    await cleanAudit();
  });

  test('a sale of everything pays at most what the purchase cost', async () => {
    const [ana, ben] = await books.people(2);
    const market = await books.market(ana!);
    const bought = await books.buy(ben!, market.id, 1, 250);
    const sold = await books.sell(ben!, market.id, 1, bought.trade.shares);
    expect(sold.trade.cost).toBeLessThanOrEqual(-249);
    expect(sold.trade.cost).toBeGreaterThanOrEqual(-250);
    expect(sold.holding).toBe(0);
    await cleanAudit();
  });

  test.each([
    [
      'a market that is not there',
      { marketId: '999999999' as never, order: { outcome: 0, credits: 10 } },
      'NOT_FOUND',
    ],
    ['an outcome that is not there', { order: { outcome: 2, credits: 10 } }, 'VALIDATION_FAILED'],
    [
      'more credits than the wallet holds',
      { order: { outcome: 0, credits: 10_001 } },
      'INSUFFICIENT_CREDITS',
    ],
    [
      'more shares than are held',
      { order: { action: 'SELL', outcome: 0, shares: 1 } },
      'INSUFFICIENT_SHARES',
    ],
    ['a worse price than accepted', { order: { outcome: 0, credits: 10, minShares: 20.1 } }, 'SLIPPAGE'],
  ] as const)('refuses %s', async (_, wrong, code) => {
    const [ana, ben] = await books.people(2);
    const market = await books.market(ana!);
    await expect(
      books.engine.placeTrade({ userId: ben!, marketId: market.id, ...wrong } as never),
    ).rejects.toMatchObject({ code });
    expect(await books.balance(ben!)).toBe(10_000);
  });

  test('the same key gives the same answer once, whenever and however often it is asked', async () => {
    const [ana, ben] = await books.people(2);
    const market = await books.market(ana!);
    const command = {
      userId: ben!,
      marketId: market.id,
      order: { outcome: 0, credits: 50 },
      idempotencyKey: newKey(),
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => books.engine.placeTrade(command)));
    const again = await books.engine.placeTrade(command);
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(again.replayed).toBe(true);
    for (const { answer } of answers) expect(answer).toEqual(again.answer);
    expect(await books.balance(ben!)).toBe(9_950);
    await expect(
      books.engine.placeTrade({ ...command, order: { outcome: 0, credits: 51 } }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
    await cleanAudit();
  });

  test('a hundred buyers at once equal some order of single buyers', async () => {
    const [ana, ...buyers] = await books.people(101);
    const market = await books.market(ana!);
    const answers = await Promise.all(buyers.map((buyer, i) => books.buy(buyer, market.id, i % 2, 10 + i)));
    const seqs = answers.map((answer) => answer.trade.seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    await cleanAudit();
  });

  test('a hundred orders of one person with money for ten fill exactly ten', async () => {
    const ana = await books.person();
    const poor = await books.person('Poor');
    const market = await books.market(ana);
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () => books.buy(poor, market.id, 0, 1000)),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(10);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason.code).toBe('INSUFFICIENT_CREDITS');
    expect(await books.balance(poor)).toBe(0);
    await cleanAudit();
  });

  test('one poisoned order does not sink the others of its batch', async () => {
    const [ana, ...buyers] = await books.people(21);
    const market = await books.market(ana!);
    // Something unforeseen that the database refuses for one person only.
    await books.database.pool.query(
      `create function poison() returns trigger language plpgsql as $$ begin raise exception 'poisoned'; end $$;
       create trigger poison before insert on trade for each row when (new.user_id = ${buyers[7]}) execute function poison()`,
    );
    const results = await Promise.allSettled(buyers.map((buyer) => books.buy(buyer, market.id, 0, 10)));
    await books.database.pool.query('drop trigger poison on trade');
    expect(results.map((result) => result.status)).toEqual(
      buyers.map((_, i) => (i === 7 ? 'rejected' : 'fulfilled')),
    );
    expect(await books.balance(buyers[7]!)).toBe(10_000);
    await cleanAudit();
  });
});
