import type { MarketId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../api.ts';
import { openEngine } from '../openEngine.ts';
import { openTestBooks, type TestBooks } from '../testing/index.ts';
import { openEngineAt } from '../timeTravel.ts';
import { shareReads } from './shareReads.ts';

const HOUR = 3_600_000;
const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * HOUR);

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

/** All that is kept for a market, as one reader is told it. */
const tell = async (engine: Engine, ids: readonly MarketId[], viewer: UserId) => ({
  details: await Promise.all(ids.map((id) => engine.getMarket(id, viewer))),
  feed: await engine.getFeed({ limit: 20, sort: 'newest' }, viewer),
});

test('who has read a market for days is told the same as who reads it for the first time', async () => {
  const start = 60;
  const old = await openEngineAt(books.database.url, hoursAgo(start));
  try {
    const { userId } = await old.engine.createAccount({ name: 'Ana' });
    const ids: MarketId[] = [];
    for (let n = 0; n < 3; n += 1) {
      const closesAt = hoursAgo(-24).toISOString();
      ids.push((await old.engine.createMarket({ userId, question: `Question ${n}?`, closesAt })).answer.id);
    }
    // The first is traded all the time, the second once, the third after a long silence.
    const schedule = (hour: number): MarketId[] => [
      ...(hour % 2 === 0 ? [ids[0]!, ids[0]!] : []),
      ...(hour === 58 ? [ids[1]!] : []),
      ...(hour < 12 ? [ids[2]!] : []),
    ];
    for (let hour = start - 1; hour >= 0; hour -= 1) {
      await old.moveTo(hoursAgo(hour));
      for (const marketId of schedule(hour))
        await old.engine.placeTrade({
          userId,
          marketId,
          order: { outcome: hour % 3 === 0 ? 1 : 0, credits: 9 },
        });
      const fresh = await openEngineAt(books.database.url, hoursAgo(hour));
      expect(await tell(old.engine, ids, userId)).toEqual(await tell(fresh.engine, ids, userId));
      await fresh.close();
    }
    const { details } = await tell(old.engine, ids, userId);
    expect(details.map(({ trades }) => trades.length)).toEqual([50, 1, 12]);
    expect(details[1]!.market.change24h).toBe(0);
    expect(details[2]!.market.change24h).not.toBe(0);
  } finally {
    await old.close();
  }
}, 120_000);

test('while a market is traded, every reader gets the last trades up to the one it was read at', async () => {
  const people = await books.people(8);
  const { id } = await books.market(people[0]!);
  const other = await openEngine(books.database.url);
  let trading = true;
  const read = async (engine: Engine): Promise<void> => {
    while (trading) {
      const { market, trades } = await engine.getMarket(id);
      const seqs = Array.from({ length: Math.min(50, market.tradeCount) }, (_, i) => market.tradeCount - i);
      expect(trades.map(({ seq }) => seq)).toEqual(seqs);
    }
  };
  const readers = [books.engine, books.engine, books.engine, other.engine].map(read);
  const trades = people.map(async (person, p) => {
    for (let n = 0; n < 40; n += 1) {
      const { trade } = await books.buy(person, id, (p + n) % 2, 5);
      // Whoever heard of a trade reads it.
      expect((await books.engine.getMarket(id)).market.tradeCount).toBeGreaterThanOrEqual(trade.seq);
    }
  });
  await Promise.all(trades);
  trading = false;
  await Promise.all(readers);
  await other.close();
});

test('readings are shared by those who ask while one is under way, and never with one that had begun', async () => {
  const begun: (readonly string[])[] = [];
  const ends: (() => void)[] = [];
  const load = shareReads<number>((ids) => {
    begun.push(ids);
    const round = begun.length;
    return new Promise((resolve) => ends.push(() => resolve(new Map(ids.map((id) => [id, round])))));
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const asked: Promise<ReadonlyMap<string, number>>[] = [];
  for (const ids of [['a', 'b'], ['b']]) asked.push(load(ids));
  await turn();
  asked.push(load(['a']));
  await turn();
  asked.push(load(['a']), load(['c']));
  await turn();
  // Two at once; who came later waits for the third.
  expect(begun).toEqual([['a', 'b'], ['a']]);
  ends[0]!();
  await asked[0];
  await turn();
  expect(begun[2]).toEqual(['a', 'c']);
  ends[1]!();
  ends[2]!();
  const rounds = (await Promise.all(asked)).map((rows) => rows.get('a'));
  expect(rounds).toEqual([1, 1, 2, 3, 3]);
});

test('a reading that fails is an error of those who waited for it alone', async () => {
  let fail = true;
  const load = shareReads<number>(async (ids) => {
    if (fail) throw new Error('away');
    return new Map(ids.map((id) => [id, 1]));
  });
  await expect(load(['a'])).rejects.toThrow('away');
  fail = false;
  expect((await load(['a'])).get('a')).toBe(1);
});
