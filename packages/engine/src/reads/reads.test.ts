import type { Market, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inDays, openTestBooks, type TestBooks } from '../testing/index.ts';

let books: TestBooks;
let ana: UserId;
let ben: UserId;

beforeAll(async () => {
  books = await openTestBooks({ signupCredits: 100_000 });
  ana = await books.person('Ana María Ñandú');
  ben = await books.person('Ben');
});
afterAll(() => books.close());

describe('accounts', () => {
  test('a handle is made from the name, and made unique', async () => {
    const handles = [];
    for (const name of ['Zoë Ångström', 'Zoë Ångström', '李', 'x']) {
      handles.push((await books.engine.createAccount({ name })).handle);
    }
    expect(handles).toEqual(['zoe_angstrom', 'zoe_angstrom_2', 'member', 'member_2']);
  });

  test('twenty sign-ups of one person at once open one account with one grant', async () => {
    await books.database.pool.query(
      `insert into auth_user (id, name, email) values ('person-1', 'Cleo', 'cleo@example.org')`,
    );
    const accounts = await Promise.all(
      Array.from({ length: 20 }, () => books.engine.createAccount({ authUserId: 'person-1', name: 'Cleo' })),
    );
    expect(new Set(accounts.map((account) => account.userId)).size).toBe(1);
    expect(await books.balance(accounts[0]!.userId)).toBe(100_000);
  });

  test('people are found by the beginning of handle or name, with wildcards taken literally', async () => {
    const handlesFor = async (query: string) =>
      (await books.engine.findUsers(query)).users.map((user) => user.handle);
    expect(await handlesFor('ana')).toEqual(['ana_maria_nandu']);
    expect(await handlesFor('Ana María Ñ')).toEqual(['ana_maria_nandu']);
    expect(await handlesFor('%')).toEqual([]);
    expect(await handlesFor('_')).toEqual([]);
  });

  test('a taken handle is refused', async () => {
    await expect(books.engine.updateMe(ben, { handle: 'ana_maria_nandu' })).rejects.toMatchObject({
      code: 'HANDLE_TAKEN',
    });
    expect((await books.engine.updateMe(ben, { name: 'Benny' })).name).toBe('Benny');
  });
});

describe('the feed', () => {
  test('pages never skip or repeat a post, whatever is posted meanwhile', async () => {
    const written: string[] = [];
    for (let i = 0; i < 25; i += 1) {
      const { answer } = await books.engine.createPost({ userId: ana, body: `Post ${i}` });
      written.push(answer.id);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await books.engine.getFeed({ limit: 7, sort: 'newest', type: 'TEXT', cursor }, ben);
      seen.push(...page.posts.map((post) => post.id));
      cursor = page.nextCursor;
      await books.engine.createPost({ userId: ben, body: 'In between' });
    } while (cursor !== undefined);
    expect(seen).toEqual(written.reverse());
  });

  test('soonest closing first, open markets only', async () => {
    const closing: Market[] = [];
    for (const days of [3, 1, 2]) closing.push(await books.market(ana, { b: 50, closesAt: inDays(days) }));
    const [third, first, second] = closing as [Market, Market, Market];
    const closed = await books.market(ana, { b: 50, closesAt: inDays(0.5) });
    await books.engine.closeMarket({ userId: ana, marketId: closed.id, reason: 'It is known.' });
    const order: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await books.engine.getFeed({ limit: 1, sort: 'closing', cursor });
      order.push(...page.posts.map((post) => post.market!.id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(order.filter((id) => closing.some((market) => market.id === id))).toEqual([
      first.id,
      second.id,
      third.id,
    ]);
    expect(order).not.toContain(closed.id);
    const waiting = await books.engine.getFeed({ limit: 5, sort: 'newest', state: 'CLOSED' });
    expect(waiting.posts.map((post) => post.market!.id)).toContain(closed.id);
  });

  test.each(['nonsense', 'MXwx', Buffer.from("1' or 1=1").toString('base64url')])(
    'refuses the cursor %s',
    async (cursor) => {
      await expect(books.engine.getFeed({ limit: 5, sort: 'newest', cursor })).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      });
    },
  );
});

describe('a market with a history', () => {
  test('is thinned evenly from its opening to its last trade, and pages through all trades', async () => {
    const market = await books.market(ana, { initialProbability: 0.3 });
    for (let i = 0; i < 60; i += 1) await books.buy(ben, market.id, i % 3 === 0 ? 1 : 0, 20);
    const whole = await books.engine.getHistory(market.id, { range: 'all', points: 1000 });
    expect(whole.points.map((point) => point.seq)).toEqual(Array.from({ length: 61 }, (_, i) => i));
    expect(whole.points[0]!.probabilities[0]).toBeCloseTo(0.3, 6);
    const thin = await books.engine.getHistory(market.id, { range: 'all', points: 10 });
    expect(thin.points.length).toBeLessThanOrEqual(11);
    expect(thin.points.at(-1)).toEqual(whole.points.at(-1));
    const detail = await books.engine.getMarket(market.id);
    expect(detail.market.probability).toBeCloseTo(whole.points.at(-1)!.probabilities[0]!, 12);
    expect(detail.market.change24h).toBeCloseTo(detail.market.probability - 0.3, 6);
    expect(detail.trades).toHaveLength(50);

    const seqs: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await books.engine.listTrades(market.id, { limit: 17, cursor });
      seqs.push(...page.trades.map((trade) => trade.seq));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seqs).toEqual(Array.from({ length: 60 }, (_, i) => 60 - i));
  });

  test('holders page from the largest down', async () => {
    const people = await books.people(7);
    const market = await books.market(ana);
    for (const [i, person] of people.entries()) await books.buy(person, market.id, i % 2, 10 * (i + 1));
    const shares: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await books.engine.listHolders(market.id, { limit: 2, cursor });
      shares.push(...page.holders.map((holder) => holder.shares));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(shares).toHaveLength(7);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });

  test('trades and holders can be those of one outcome', async () => {
    const people = await books.people(5);
    const market = await books.market(ana, { outcomes: ['A', 'B', 'C'] });
    for (const [i, person] of people.entries()) await books.buy(person, market.id, i % 2, 10);
    const seqsOf = async (outcome: number): Promise<number[]> => {
      const first = await books.engine.listTrades(market.id, { limit: 2, outcome });
      const rest = first.nextCursor
        ? await books.engine.listTrades(market.id, { limit: 2, outcome, cursor: first.nextCursor })
        : { trades: [] };
      return [...first.trades, ...rest.trades].map(({ seq }) => seq);
    };
    expect([await seqsOf(0), await seqsOf(1), await seqsOf(2)]).toEqual([[5, 3, 1], [4, 2], []]);
    const { holders } = await books.engine.listHolders(market.id, { limit: 10, outcome: 1 });
    expect(holders.map(({ user, outcome }) => [user.id, outcome])).toEqual([
      [people[1], 1],
      [people[3], 1],
    ]);
    const { handle } = await books.engine.getMe(people[1]!);
    await books.buy(people[1]!, market.id, 0, 10);
    const seqsBy = async (more: { outcome?: number; cursor?: string }) =>
      (await books.engine.listTrades(market.id, { limit: 1, by: handle, ...more })).trades.map(
        ({ seq }) => seq,
      );
    const { nextCursor } = await books.engine.listTrades(market.id, { limit: 1, by: handle });
    expect([await seqsBy({}), await seqsBy({ cursor: nextCursor! }), await seqsBy({ outcome: 1 })]).toEqual([
      [6],
      [2],
      [2],
    ]);
    await expect(seqsBy({ cursor: 'x' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(books.engine.listTrades(market.id, { limit: 1, by: 'nobody_here' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const nobody = await books.engine.listHolders(market.id, { limit: 10, outcome: 2 });
    expect(nobody).toEqual({ holders: [] });
  });
});

describe('what a person has', () => {
  test('ledger, portfolio, profile and leaderboard tell the same story', async () => {
    const [cem, dora] = (await books.people(2)) as [UserId, UserId];
    const market = await books.market(ana);
    const bought = await books.buy(cem, market.id, 0, 400);
    await books.buy(dora, market.id, 1, 100);
    const sold = await books.sell(
      cem,
      market.id,
      0,
      bought.trade.shares / 4 - ((bought.trade.shares / 4) % 0.000001),
    );
    await books.engine.closeMarket({ userId: ana, marketId: market.id, reason: 'It is known.' });
    const waiting = await books.engine.getPortfolio(cem);
    expect(waiting.positions).toMatchObject([
      { label: 'YES', paid: 400, received: -sold.trade.cost, payout: 0, market: { state: 'CLOSED' } },
    ]);
    expect(waiting.invested).toBe(301);
    expect(waiting.realised).toBe(-sold.trade.cost - 99);
    await books.engine.resolveMarket({ userId: ana, marketId: market.id, outcome: 'YES' });

    const profit = (await books.balance(cem)) - 100_000;
    const portfolio = await books.engine.getPortfolio(cem);
    expect(portfolio.profit).toBe(profit);
    expect(portfolio.positions[0]).toMatchObject({ value: 0, profit, payout: Math.floor(sold.holding) });
    while ((await books.engine.projectOutbox()).more);
    expect(await books.engine.getPortfolio(cem)).toEqual(portfolio);
    const profile = await books.engine.getProfile((await books.engine.getMe(cem)).handle);
    expect(profile.stats).toMatchObject({
      profit,
      realised: profit,
      trades: 2,
      marketsTraded: 1,
      volume: 400 - sold.trade.cost,
    });
    expect(profile.calibration).toMatchObject([{ purchases: 1, happened: 1 }]);
    const ledger = await books.engine.getLedger(cem, { limit: 2 });
    const older = await books.engine.getLedger(cem, { limit: 5, cursor: ledger.nextCursor });
    expect(
      [...ledger.entries, ...older.entries].map(({ kind, balanceAfter }) => [kind, balanceAfter]),
    ).toEqual([
      ['PAYOUT', 100_000 + profit],
      ['SELL', 100_000 - 400 - sold.trade.cost],
      ['BUY', 99_600],
      ['SIGNUP_GRANT', 100_000],
    ]);
    // The place in another wallet, which had less then.
    const elsewhere = Buffer.from(`${'9'.repeat(15)}|16`).toString('base64url');
    await expect(books.engine.getLedger(cem, { limit: 5, cursor: elsewhere })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    const board = await books.engine.getLeaderboard({
      board: 'profit',
      period: 'week',
      limit: 100,
      ownMarkets: false,
      bots: false,
    });
    expect(board.rows.find((row) => row.user.id === cem)).toMatchObject({ profit, trades: 2 });
  });
});
