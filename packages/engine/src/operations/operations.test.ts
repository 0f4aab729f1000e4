import type { MarketId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';
import { corrupt } from '../testing/corrupt.ts';

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

  test('tells what was said against their results, what became of it, and what is overdue', async () => {
    const disputed = await openTestBooks({ disputeHours: 24 });
    try {
      const { engine, database } = disputed;
      const [eve, fay, boss] = (await disputed.people(3)) as [UserId, UserId, UserId];
      await engine.setRole({ userId: boss }, 'admin');
      const ids: MarketId[] = [];
      for (let n = 0; n < 5; n += 1) {
        const { id } = await disputed.market(eve);
        await disputed.buy(fay, id, 0, 20);
        await engine.closeMarket({ userId: eve, marketId: id, reason: 'It is known.' });
        ids.push(id);
      }
      const [upheld, voided, undisputed, late] = ids as [MarketId, MarketId, MarketId, MarketId];
      for (const marketId of [upheld, voided, undisputed])
        await engine.resolveMarket({ userId: eve, marketId, outcome: 'NO' });
      for (const marketId of [upheld, voided])
        await engine.disputeProposal({ userId: fay, marketId, version: 1, reason: 'I saw it.' });
      const decide = { userId: boss, version: 1, reason: 'I looked.' };
      await engine.decideDispute({ ...decide, marketId: upheld, decision: 'UPHOLD' });
      await engine.decideDispute({ ...decide, marketId: voided, decision: 'VOID' });
      await engine.correctResolution({
        userId: boss,
        marketId: upheld,
        outcome: 'YES',
        reason: 'I looked again.',
      });
      await corrupt.run(
        database.pool,
        `update prediction_market set closed_at = closed_at - interval '15 days', closes_at = closes_at - interval '30 days' where id = ${late}`,
      );
      const { resolvers } = await engine.getTransparency();
      const recordOf = (userId: UserId) => resolvers.find(({ user }) => user.id === userId);
      expect(recordOf(eve)).toMatchObject({
        resolved: 0,
        voided: 0,
        corrected: 0,
        disputed: 2,
        overturned: 1,
        waiting: 3,
        overdue: 1,
      });
      // Whoever decides over a dispute has decided the market.
      expect(recordOf(boss)).toMatchObject({ resolved: 2, voided: 1, corrected: 1, disputed: 0, waiting: 0 });
      expect(recordOf(fay)).toBeUndefined();
    } finally {
      await disputed.close();
    }
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
