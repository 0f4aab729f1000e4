import { LIVE_REPLAY, LIVE_TRADES, type MarketId, type PostId, type UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/index.ts';

let books: TestBooks;
let trader: UserId;
beforeAll(async () => {
  books = await openTestBooks({ signupCredits: 1_000_000 });
  trader = await books.person();
});
afterAll(() => books.close());

const withTrades = async (count: number): Promise<MarketId> => {
  const { id } = await books.market(trader);
  for (let n = 0; n < count; n += 1) await books.buy(trader, id, n % 2, 5);
  return id;
};
const versionOf = async (id: MarketId): Promise<number> => (await books.engine.getMarket(id)).market.version;

describe('the version of a market', () => {
  test('is the number of its last trade, and grows by one with every change of state after', async () => {
    const id = await withTrades(3);
    expect(await versionOf(id)).toBe(3);
    await books.engine.closeMarket({ userId: trader, marketId: id, reason: 'It is known.' });
    expect(await versionOf(id)).toBe(4);
    await books.engine.resolveMarket({ userId: trader, marketId: id, outcome: 'YES' });
    expect(await versionOf(id)).toBe(5);
  });

  test('has no gap however many trade at once', async () => {
    const { id } = await books.market(trader, { b: 5_000 });
    const people = await books.people(20);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => books.buy(people[n % 20]!, id, n % 2, 1)),
    );
    const versions = answers.map(({ market }) => market.version).toSorted((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
    for (const { trade, market } of answers) expect(market.version).toBe(trade.seq);
  });
});

describe('a market read for the stream', () => {
  test('carries its newest trades, or all since a version', async () => {
    const id = await withTrades(LIVE_TRADES + 10);
    const numbers = async (since?: number): Promise<number[]> =>
      (await books.engine.readLiveMarket(id, since)).trades.map(({ seq }) => seq);
    const newest = Array.from({ length: LIVE_TRADES }, (_, n) => LIVE_TRADES + 10 - n);
    expect(await numbers()).toEqual(newest);
    expect(await numbers(LIVE_TRADES + 8)).toEqual(newest);
    expect(await numbers(2)).toEqual(Array.from({ length: LIVE_TRADES + 8 }, (_, n) => LIVE_TRADES + 10 - n));
  });

  test('carries at most so many, and nobody’s own figures', async () => {
    const id = await withTrades(LIVE_REPLAY + 5);
    const { market, trades } = await books.engine.readLiveMarket(id, 0);
    expect(trades).toHaveLength(LIVE_REPLAY);
    expect(market.viewer).toBeUndefined();
    const detail = await books.engine.getMarket(id);
    expect(trades.slice(0, 50)).toEqual(detail.trades);
  });

  test('that does not exist is refused', async () => {
    await expect(books.engine.readLiveMarket('99999' as MarketId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('a look for changes', () => {
  const look = (shown: Partial<Parameters<typeof books.engine.lookForChanges>[0]>) =>
    books.engine.lookForChanges({ markets: [], users: [], posts: false, ...shown });

  test('tells what went on, and nothing of what did not', async () => {
    const [busy, quiet] = [await withTrades(1), await withTrades(1)];
    const markets = [busy, quiet].map((id) => ({ id, version: 1, talk: 0, resolvers: 0 }));
    expect((await look({ markets })).markets).toEqual([]);
    await books.buy(trader, busy, 0, 5);
    expect((await look({ markets })).markets).toEqual([{ id: busy, version: 2, talk: 0, resolvers: 0 }]);
  });

  test('sees a wallet that was written to, even when the balance is what it was', async () => {
    const id = await withTrades(0);
    const [before] = (await look({ users: [{ id: trader, wallet: -1, notices: -1 }] })).users;
    const known = [{ id: trader, wallet: before!.wallet, notices: before!.notices }];
    expect((await look({ users: known })).users).toEqual([]);
    await books.buy(trader, id, 0, 5);
    const [after] = (await look({ users: known })).users;
    expect(after?.wallet).not.toBe(before!.wallet);
    expect(after?.balance).toBe(await books.balance(trader));
  });

  test('sees a comment', async () => {
    const id = await withTrades(0);
    const markets = [{ id, version: 0, talk: 0, resolvers: 0 }];
    expect((await look({ markets })).markets).toEqual([]);
    await books.engine.postComment({ userId: trader, postId: id as string as PostId, body: 'Hm.' });
    expect((await look({ markets })).markets).toMatchObject([{ id, version: 0 }]);
  });

  test('names the newest posts when they are of interest', async () => {
    const { answer } = await books.engine.createPost({ userId: trader, body: 'Hello.' });
    expect((await look({})).posts).toEqual([]);
    expect((await look({ posts: true })).posts[0]).toBe(answer.id);
    expect(await books.engine.readPosts([answer.id])).toMatchObject([{ id: answer.id, body: 'Hello.' }]);
  });
});
