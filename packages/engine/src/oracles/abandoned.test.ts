import type { MarketId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newKey, openTestBooks, type TestBooks } from '../testing/index.ts';
import { openEngineAt, type TravellingEngine } from '../timeTravel.ts';

const DAY = 86_400_000;

let books: TestBooks;
let travel: TravellingEngine;
let ana: UserId;
let ben: UserId;
let moderator: UserId;
let admin: UserId;
/** When the markets of these tests end. */
let end: number;
beforeAll(async () => {
  books = await openTestBooks();
  [ana, ben, moderator, admin] = (await books.people(4)) as [UserId, UserId, UserId, UserId];
  await books.engine.setRole({ userId: moderator }, 'moderator');
  await books.engine.setRole({ userId: admin }, 'admin');
  end = Date.now() + DAY;
  travel = await openEngineAt(books.database.url, new Date());
});
afterAll(async () => {
  await travel.close();
  await books.close();
});

const code = async (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const market = async (): Promise<MarketId> =>
  (await books.market(ana, { closesAt: new Date(end).toISOString(), b: 100 })).id;
const daysAfterEnd = (days: number): Promise<void> => travel.moveTo(new Date(end + days * DAY + 60_000));
const resolve = (userId: UserId, marketId: MarketId, outcome: 'YES' | 'N_A' = 'YES') =>
  code(travel.engine.resolveMarket({ userId, marketId, outcome }));

describe('a market that nobody resolves', () => {
  test('is left to moderators after so many days and not before, which goes on record', async () => {
    const [early, late] = [await market(), await market()];
    await daysAfterEnd(13);
    expect(await resolve(moderator, early)).toBe('FORBIDDEN');
    expect((await travel.engine.getMarket(early, moderator)).market.viewer?.canResolve).toBe(false);
    await daysAfterEnd(14);
    // Whether or not the job that closes markets has been by.
    expect((await travel.engine.getMarket(early, moderator)).market.viewer?.canResolve).toBe(true);
    expect((await travel.engine.getMarket(early, ben)).market.viewer?.canResolve).toBe(false);
    expect(await resolve(ben, early)).toBe('FORBIDDEN');
    expect(await resolve(moderator, early)).toBe('done');
    await travel.engine.closeDueMarkets();
    expect(await resolve(moderator, late, 'N_A')).toBe('done');
    const { deeds } = await travel.engine.listDeeds(admin, { limit: 2 });
    expect(deeds).toMatchObject([
      { kind: 'MARKET_RESOLVED', by: { id: moderator }, post: { id: late } },
      { kind: 'MARKET_RESOLVED', by: { id: moderator }, post: { id: early } },
    ]);
    const { rows } = await books.pool.query(
      'select distinct resolved_as from resolution_log where market_id = any ($1::bigint[])',
      [[early, late]],
    );
    expect(rows).toEqual([{ resolved_as: 'MODERATOR' }]);
  });

  test('is not for a moderator or an admin who has something at stake in it', async () => {
    await travel.moveTo(new Date());
    const [held, lost, even] = [await market(), await market(), await market()];
    for (const who of [moderator, admin]) {
      await books.buy(who, held, 0, 20);
      const { trade } = await books.buy(who, lost, 0, 40);
      // Sold at a worse price than bought: a void would give the difference back.
      await books.sell(who, lost, 0, trade.shares);
    }
    await daysAfterEnd(20);
    for (const who of [moderator, admin]) {
      for (const id of [held, lost]) {
        expect(await resolve(who, id)).toBe('FORBIDDEN');
        const preview = travel.engine.previewResolution({ userId: who, marketId: id, outcome: 'NO' });
        expect(await code(preview)).toBe('FORBIDDEN');
        expect((await travel.engine.getMarket(id, who)).market.viewer).toMatchObject({
          canResolve: false,
          hasConflict: true,
        });
      }
    }
    expect(await resolve(admin, even)).toBe('done');
    expect(await resolve(ana, held)).toBe('done');
  });

  test('is for nobody else where moderators may never', async () => {
    const never = await openEngineAt(books.database.url, new Date(end + 900 * DAY), {
      abandonedAfterDays: 0,
    });
    try {
      const id = await market();
      const doing = never.engine.resolveMarket({ userId: moderator, marketId: id, outcome: 'YES' });
      expect(await code(doing)).toBe('FORBIDDEN');
      expect((await never.engine.getMarket(id, moderator)).market.viewer?.canResolve).toBe(false);
    } finally {
      await never.close();
    }
  });

  test('answers a moderator who lost the answer, whatever came after', async () => {
    const id = await market();
    await daysAfterEnd(15);
    const command = { userId: moderator, marketId: id, outcome: 'YES' as const, idempotencyKey: newKey() };
    const first = await travel.engine.resolveMarket(command);
    expect(await travel.engine.resolveMarket(command)).toEqual({ ...first, replayed: true });
  });
});

describe('what waits for somebody', () => {
  test('is listed for moderators by age, page by page, with who could do it', async () => {
    const other = await openTestBooks();
    const [asker, oracle, staff] = (await other.people(3)) as [UserId, UserId, UserId];
    await other.engine.setRole({ userId: staff }, 'moderator');
    // A closing time finer than a millisecond does not lose its place between two pages.
    const moments = ['.000100Z', '.000200Z', '.000200Z', '.500Z'];
    const second = new Date(Date.now() + DAY).toISOString().slice(0, 19);
    const ids: MarketId[] = [];
    for (const moment of moments) {
      const body = { closesAt: `${second}${moment}`, oracleId: oracle, b: 100 };
      ids.push((await other.market(asker, body)).id);
    }
    await other.buy(staff, ids[1]!, 0, 10);
    const late = await openEngineAt(other.database.url, new Date(Date.now() + 16 * DAY));
    try {
      await late.engine.acceptOracle({ userId: oracle, marketId: ids[0]! });
      await late.engine.closeDueMarkets();
      const seen = [];
      let cursor: string | undefined;
      do {
        const page = await late.engine.listWaiting(staff, { cursor, limit: 1 });
        seen.push(...page.markets);
        cursor = page.nextCursor;
      } while (cursor !== undefined && seen.length < 10);
      expect(seen.map(({ market }) => market.id)).toEqual(ids);
      expect(seen.map(({ abandoned }) => abandoned)).toEqual([true, true, true, true]);
      expect(seen.map(({ hasConflict }) => hasConflict)).toEqual([false, true, false, false]);
      expect(seen[0]).toMatchObject({ creator: { id: asker }, oracle: { id: oracle }, proposed: false });
      expect(seen[1]).toMatchObject({ askedOracle: { id: oracle }, traderCount: 1 });
      expect(await code(late.engine.listWaiting(asker, { limit: 1 }))).toBe('FORBIDDEN');
      await late.engine.resolveMarket({ userId: asker, marketId: ids[0]!, outcome: 'YES' });
      expect((await late.engine.listWaiting(staff, { limit: 9 })).markets).toHaveLength(3);
    } finally {
      await late.close();
      await other.close();
    }
  });
});
