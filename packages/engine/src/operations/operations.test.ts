import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

describe('transparency', () => {
  test('tells where every credit is, and they add up', async () => {
    const [ana, bob] = (await books.people(2)) as [never, never];
    const market = await books.market(ana);
    await books.buy(bob, market.id, 0, 100);
    const seen = await books.engine.getTransparency();
    expect(seen.issued).toBe(seen.wallets + seen.escrows + seen.house);
    expect(seen).toMatchObject({
      people: 2,
      trades: 1,
      volume: 100,
      markets: { open: 1, closed: 0, resolved: 0 },
    });
    expect(seen.lastAudit).toBeUndefined();
    expect(seen.resolvers).toEqual([]);
  });

  test('tells how somebody decided, and whether they were paid by it', async () => {
    const [cat, dan] = (await books.people(2)) as [never, never];
    const won = await books.market(cat);
    await books.buy(cat, won.id, 0, 50);
    await books.buy(dan, won.id, 1, 50);
    const voided = await books.market(cat);
    const waiting = await books.market(cat);
    for (const { id } of [won, voided, waiting])
      await books.engine.closeMarket({ userId: cat, marketId: id, reason: 'It is known.' });
    await books.engine.resolveMarket({ userId: cat, marketId: won.id, outcome: 'YES' });
    await books.engine.resolveMarket({ userId: cat, marketId: voided.id, outcome: 'N_A' });
    const { resolvers } = await books.engine.getTransparency();
    expect(resolvers).toHaveLength(1);
    expect(resolvers[0]).toMatchObject({
      user: { id: cat },
      resolved: 2,
      voided: 1,
      paidThemselves: 1,
      waiting: 1,
    });
  });

  test('shows the last audit, clean or not, and keeps all of them', async () => {
    await books.engine.runAudit();
    expect(await books.engine.lastAudit()).toMatchObject({ clean: true, broken: [] });
    await books.database.pool.query('alter table account disable trigger user');
    await books.database.pool.query(`update account set balance = balance + 1 where kind = 'house'`);
    expect((await books.engine.runAudit()).clean).toBe(false);
    const { lastAudit } = await books.engine.getTransparency();
    expect(lastAudit?.clean).toBe(false);
    expect(lastAudit?.broken.length).toBeGreaterThan(0);
    await expect(books.pool.query('delete from audit_run')).rejects.toThrow();
    await expect(books.database.pool.query('update audit_run set clean = true')).rejects.toThrow(/stays/);
  });
});
