import type { Notification, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';
import { openEngineAt } from '../timeTravel.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const project = async (): Promise<void> => {
  while ((await books.engine.projectOutbox()).more);
};

/** What somebody has been told, newest first. */
const told = async (userId: UserId, show: 'all' | 'unread' = 'all'): Promise<Notification[]> => {
  await project();
  return (await books.engine.listNotifications(userId, { limit: 50, show })).notifications;
};
const kindsTold = async (userId: UserId): Promise<Notification['kind'][]> =>
  (await told(userId)).map(({ kind }) => kind);

describe('trades', () => {
  test('of one market are one entry while it is unread', async () => {
    const [ana, bob] = await books.people(2);
    const market = await books.market(ana!);
    await books.buy(bob!, market.id, 0, 50);
    expect(await told(bob!)).toMatchObject([
      {
        kind: 'TRADE_EXECUTED',
        times: 1,
        market: { id: market.id, question: market.question },
        figures: { action: 'BUY', label: 'YES', credits: 50 },
      },
    ]);
    await books.buy(bob!, market.id, 1, 20);
    await books.sell(bob!, market.id, 1, 5);
    const [entry, ...others] = await told(bob!);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ times: 3, figures: { action: 'SELL', label: 'NO', shares: 5 } });
    expect(await books.engine.countUnread(bob!)).toEqual({ unread: 1 });

    await books.engine.markRead(bob!, entry!.id);
    await books.buy(bob!, market.id, 0, 10);
    expect((await told(bob!)).map(({ times }) => times)).toEqual([1, 3]);
    expect(await books.engine.countUnread(bob!)).toEqual({ unread: 1 });
  });

  test('that are large reach the creator and holders, from their own threshold on, and never the trader', async () => {
    const [ana, bob, eve, whale] = await books.people(4);
    const market = await books.market(ana!);
    await books.buy(bob!, market.id, 0, 50);
    await books.buy(eve!, market.id, 0, 50);
    await books.engine.updateNotificationSettings(eve!, { largeTrade: 2_000 });
    await books.engine.updateNotificationSettings(ana!, { largeTrade: 60 });
    await books.buy(whale!, market.id, 1, 600);
    await books.buy(whale!, market.id, 1, 70);
    const large = async (userId: UserId) => (await told(userId)).filter(({ kind }) => kind === 'LARGE_TRADE');
    expect(await large(ana!)).toMatchObject([{ times: 2, actor: { id: whale }, figures: { label: 'NO' } }]);
    expect(await large(bob!)).toMatchObject([{ times: 1, figures: { credits: 600 } }]);
    expect(await large(eve!)).toEqual([]);
    expect(await large(whale!)).toEqual([]);
  });
});

describe('a market that ends', () => {
  test('is told to its holders and asks its creator and oracle to resolve it', async () => {
    const [ana, bob, oracle, seller] = await books.people(4);
    const market = await books.market(ana!, { oracleId: oracle! });
    await books.engine.acceptOracle({ userId: oracle!, marketId: market.id });
    const bought = await books.buy(seller!, market.id, 0, 20);
    await books.sell(seller!, market.id, 0, bought.trade.shares);
    await books.buy(bob!, market.id, 0, 50);
    await books.engine.closeMarket({ userId: ana!, marketId: market.id, reason: 'It is known.' });
    expect(await kindsTold(bob!)).toEqual(['MARKET_CLOSED', 'TRADE_EXECUTED']);
    expect(await kindsTold(ana!)).toEqual(['NEEDS_RESOLVING', 'ORACLE_ANSWERED']);
    expect(await kindsTold(oracle!)).toEqual(['NEEDS_RESOLVING']);
    expect(await kindsTold(seller!)).toEqual(['TRADE_EXECUTED']);

    expect(await told(oracle!, 'unread')).toHaveLength(1);
    await books.engine.resolveMarket({ userId: ana!, marketId: market.id, outcome: 'YES' });
    expect(await told(oracle!, 'unread')).toEqual([]);
    expect(await told(ana!, 'unread')).toMatchObject([{ kind: 'ORACLE_ANSWERED' }]);
  });

  test('tells everyone what the very transfer paid them', async () => {
    const [ana, winner, loser] = await books.people(3);
    const market = await books.market(ana!);
    const won = await books.buy(winner!, market.id, 0, 100);
    await books.buy(loser!, market.id, 1, 40);
    await books.engine.closeMarket({ userId: ana!, marketId: market.id, reason: 'It is known.' });
    await books.engine.resolveMarket({ userId: ana!, marketId: market.id, outcome: 'YES' });
    const payout = Math.floor(won.trade.shares);
    expect((await told(winner!))[0]).toMatchObject({
      kind: 'MARKET_RESOLVED',
      figures: { verdict: 'YES', payout, profit: payout - 100 },
      actor: { id: ana },
    });
    expect((await told(loser!))[0]).toMatchObject({
      kind: 'MARKET_RESOLVED',
      figures: { verdict: 'YES', payout: 0, profit: -40 },
    });
    expect(await books.balance(winner!)).toBe(10_000 - 100 + payout);
    // Resolved before anybody had to be asked.
    expect(await kindsTold(ana!)).toEqual([]);
  });

  test('as void tells what was refunded', async () => {
    const [ana, bob] = await books.people(2);
    const market = await books.market(ana!);
    await books.buy(bob!, market.id, 0, 70);
    await books.engine.closeMarket({ userId: ana!, marketId: market.id, reason: 'It is known.' });
    await books.engine.resolveMarket({ userId: ana!, marketId: market.id, outcome: 'N_A' });
    expect((await told(bob!))[0]).toMatchObject({ figures: { verdict: 'void', payout: 70, profit: 0 } });
  });
});

describe('reminders', () => {
  // Markets of other tests would be reminded of as well.
  let others: TestBooks;
  beforeAll(async () => {
    others = books;
    books = await openTestBooks();
  });
  afterAll(async () => {
    await books.close();
    books = others;
  });

  test('come a day before the end to holders and after it to whoever resolves, each once', async () => {
    const [ana, bob] = await books.people(2);
    const closesAt = new Date(Date.now() + 7 * DAY);
    const market = await books.market(ana!, { closesAt: closesAt.toISOString() });
    await books.buy(bob!, market.id, 0, 50);
    await project();
    const travel = await openEngineAt(books.database.url, new Date(closesAt.getTime() - DAY - HOUR));
    try {
      expect(await travel.engine.remindOfMarkets()).toEqual({ markets: 0 });
      await travel.moveTo(new Date(closesAt.getTime() - DAY + HOUR));
      expect(await travel.engine.remindOfMarkets()).toEqual({ markets: 1 });
      expect(await travel.engine.remindOfMarkets()).toEqual({ markets: 0 });
      expect((await told(bob!))[0]).toMatchObject({
        kind: 'CLOSES_SOON',
        figures: { closesAt: market.closesAt },
      });
      await travel.moveTo(new Date(closesAt.getTime() + HOUR));
      await travel.engine.closeDueMarkets();
      await project();
      expect(await travel.engine.remindOfMarkets()).toEqual({ markets: 0 });
      // The first two came due while nobody looked.
      await travel.moveTo(new Date(closesAt.getTime() + 4 * DAY));
      expect(await travel.engine.remindOfMarkets()).toEqual({ markets: 1 });
      expect(await travel.engine.remindOfMarkets()).toEqual({ markets: 0 });
      const asked = (await told(ana!)).filter(({ kind }) => kind === 'NEEDS_RESOLVING');
      expect(asked.map(({ figures }) => figures.reminder)).toEqual([2, undefined]);
      // Two weeks after the end they are told from when it is no longer theirs alone.
      const [until, ...unsaid] = asked.map(({ figures }) => figures.moderatorsFrom);
      expect([Date.parse(until!) - closesAt.getTime(), unsaid]).toEqual([14 * DAY, [undefined]]);
    } finally {
      await travel.close();
    }
  });

  test('leave alone a market that lives a day until half its life is over', async () => {
    const [ana, bob] = await books.people(2);
    const closesAt = new Date(Date.now() + 20 * HOUR);
    const market = await books.market(ana!, { closesAt: closesAt.toISOString() });
    await books.buy(bob!, market.id, 0, 50);
    await books.engine.remindOfMarkets();
    expect(await kindsTold(bob!)).toEqual(['TRADE_EXECUTED']);
  });
});

describe('what people say and do', () => {
  test('a comment tells the author, an answer who is answered, a mention who is named; each person one way', async () => {
    const [ana, bob, eve] = await books.people(3);
    const market = await books.market(ana!);
    const handle = (await books.engine.getMe(eve!)).handle;
    const first = (
      await books.engine.postComment({ userId: bob!, postId: market.postId, body: 'I doubt it.' })
    ).answer;
    await books.engine.postComment({
      userId: ana!,
      postId: market.postId,
      parentId: first.id,
      body: `Why? @${handle} knows.`,
    });
    expect(await told(ana!)).toMatchObject([
      { kind: 'COMMENT', actor: { id: bob }, figures: { excerpt: 'I doubt it.' } },
    ]);
    expect(await told(bob!)).toMatchObject([{ kind: 'REPLY', actor: { id: ana } }]);
    expect(await told(eve!)).toMatchObject([
      { kind: 'MENTION', actor: { id: ana }, post: { id: market.postId } },
    ]);
  });

  test('what a comment said is told no more once it is taken down', async () => {
    const [ana, bob, boss] = await books.people(3);
    await books.engine.grantAdmin({ userId: boss! });
    const post = (await books.engine.createPost({ userId: ana!, body: 'A text.' })).answer;
    const said = { userId: bob!, postId: post.id, body: 'Buy my tulips!' };
    const { id } = (await books.engine.postComment(said)).answer;
    expect(await told(ana!)).toMatchObject([{ kind: 'COMMENT', figures: { excerpt: 'Buy my tulips!' } }]);
    await books.engine.deleteComment({ id, userId: boss! });
    expect(await told(ana!)).toMatchObject([{ kind: 'COMMENT', actor: { id: bob } }]);
    expect((await told(ana!))[0]?.figures.excerpt).toBeUndefined();
  });

  test('a follower is told of once, and followers of each question', async () => {
    const [ana, bob] = await books.people(2);
    const { handle } = await books.engine.getMe(ana!);
    await books.engine.followUser(bob!, handle);
    await books.engine.unfollowUser(bob!, handle);
    await books.engine.followUser(bob!, handle);
    expect(await told(ana!)).toMatchObject([{ kind: 'FOLLOWER', actor: { id: bob } }]);
    const market = await books.market(ana!);
    expect(await told(bob!)).toMatchObject([
      { kind: 'QUESTION', actor: { id: ana }, market: { id: market.id } },
    ]);
  });
});

describe('choices', () => {
  test('switch a kind off, for the one who chose', async () => {
    const [ana, bob, eve] = await books.people(3);
    const market = await books.market(ana!);
    await books.engine.updateNotificationSettings(bob!, {
      kinds: [{ kind: 'TRADE_EXECUTED', inApp: false }],
    });
    await books.buy(bob!, market.id, 0, 50);
    await books.buy(eve!, market.id, 0, 50);
    expect(await kindsTold(bob!)).toEqual([]);
    expect(await kindsTold(eve!)).toEqual(['TRADE_EXECUTED']);
    const { kinds } = await books.engine.getNotificationSettings(bob!);
    expect(kinds.find(({ kind }) => kind === 'TRADE_EXECUTED')).toEqual({
      kind: 'TRADE_EXECUTED',
      inApp: false,
      email: false,
      push: false,
    });
  });

  test('say a usual value for everything nobody chose', async () => {
    const ana = await books.person();
    const settings = await books.engine.getNotificationSettings(ana);
    expect(settings).toMatchObject({ largeTrade: 500, digest: 'IMMEDIATELY', devices: [], problems: [] });
    expect(settings.kinds.filter(({ inApp }) => inApp)).toHaveLength(settings.kinds.length);
    expect(settings.email).toBeUndefined();
  });
});

describe('reading', () => {
  test('comes in pages that neither skip nor repeat, and only of one’s own', async () => {
    const [ana, bob] = await books.people(2);
    for (let i = 0; i < 5; i += 1) await books.buy(bob!, (await books.market(ana!)).id, 0, 10);
    await project();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await books.engine.listNotifications(bob!, { limit: 2, show: 'all', cursor });
      seen.push(...page.notifications.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
    expect(await told(ana!)).toEqual([]);
    await expect(books.engine.markRead(ana!, seen[0]!)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await books.engine.markAllRead(bob!, seen[2]);
    expect(await books.engine.countUnread(bob!)).toEqual({ unread: 2 });
    expect((await told(bob!, 'unread')).map(({ id }) => id)).toEqual(seen.slice(0, 2));
  });
});

test('news of it is published after the commit, to those who are told', async () => {
  const [ana, bob] = await books.people(2);
  const market = await books.market(ana!);
  await project();
  const heard: UserId[] = [];
  const stop = books.engine.subscribe((news) => {
    if (news.kind === 'USERS') heard.push(...news.userIds);
  });
  await books.buy(bob!, market.id, 0, 50);
  await project();
  stop();
  expect(heard).toContain(bob);
  expect(heard).not.toContain(ana);
});
