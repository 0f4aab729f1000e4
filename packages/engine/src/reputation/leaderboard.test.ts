import { type AnswerOf, MIN_SCORED_MARKETS, type QueryInput, type UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';

let books: TestBooks;
let ana: UserId;
let bob: UserId;
let eve: UserId;
let bot: UserId;

const projectAll = async (): Promise<void> => {
  while ((await books.engine.projectOutbox()).more);
};

type Query = Omit<QueryInput<'getLeaderboard'>, 'ownMarkets' | 'bots'> & {
  ownMarkets?: boolean;
  bots?: boolean;
  limit?: number;
};

const board = (query: Query = {}, viewer?: UserId): Promise<AnswerOf<'getLeaderboard'>> =>
  books.engine.getLeaderboard(
    { board: 'profit', period: 'all', limit: 50, ownMarkets: false, bots: false, ...query } as Parameters<
      TestBooks['engine']['getLeaderboard']
    >[0],
    viewer,
  );

/** Ana decides; everybody but Eve buys what happens. */
const playOut = async (): Promise<void> => {
  const market = await books.market(ana, { b: 200 });
  for (const [person, outcome, credits] of [
    [ana, 0, 60],
    [bob, 0, 50],
    [bot, 0, 40],
    [eve, 1, 30],
  ] as const)
    await books.buy(person, market.id, outcome, credits);
  await books.engine.closeMarket({ userId: ana, marketId: market.id, reason: 'It is known.' });
  await books.engine.resolveMarket({ userId: ana, marketId: market.id, outcome: 'YES' });
};

beforeAll(async () => {
  books = await openTestBooks();
  const [first, second, third, fourth] = await books.people(4);
  [ana, bob, eve, bot] = [first!, second!, third!, fourth!];
  await books.engine.updateMe(bot, { bot: true });
  for (let market = 0; market < MIN_SCORED_MARKETS; market += 1) await playOut();
  await projectAll();
});
afterAll(() => books.close());

const idsOf = ({ rows }: AnswerOf<'getLeaderboard'>): UserId[] => rows.map(({ user }) => user.id);

describe('the leaderboards', () => {
  test('leave out bots, and what people do in markets they decide', async () => {
    for (const name of ['profit', 'calibration'] as const) {
      expect(idsOf(await board({ board: name }))).toEqual([bob, eve]);
      expect(idsOf(await board({ board: name, bots: true }))).toEqual(
        expect.arrayContaining([bob, eve, bot]),
      );
      expect(idsOf(await board({ board: name, ownMarkets: true }))).toEqual(
        expect.arrayContaining([ana, bob, eve]),
      );
      expect((await board({ board: name, bots: true, ownMarkets: true })).rows).toHaveLength(4);
    }
  });

  test('show what the wallets show', async () => {
    const { rows } = await board({ bots: true });
    for (const row of rows) {
      if (!('profit' in row)) throw new Error('this is not the profit board');
      expect(row.profit).toBe((await books.balance(row.user.id)) - 10_000);
    }
    const week = await board({ period: 'week', bots: true });
    expect(week.rows).toEqual(rows);
    expect(new Date('since' in week ? week.since! : 0).getUTCDay()).toBe(1);
  });

  test('score each market once, by the odds a purchase left behind', async () => {
    const { rows } = await books.pool.query<{ score: number }>(
      `select avg((probabilities[1] - 1) ^ 2) as score from trade where user_id = $1`,
      [bob],
    );
    const found = (await board({ board: 'calibration' })).rows.find(({ user }) => user.id === bob);
    expect(found).toMatchObject({ markets: MIN_SCORED_MARKETS, purchases: MIN_SCORED_MARKETS });
    expect((found as { brier: number }).brier).toBeCloseTo(rows[0]!.score, 5);
    const { forecast, calibration, stats } = await books.engine.getProfile(
      (await books.engine.getMe(bob)).handle,
    );
    expect(forecast?.brier).toBeCloseTo(rows[0]!.score, 5);
    expect(calibration).toMatchObject([{ purchases: MIN_SCORED_MARKETS, happened: 1 }]);
    expect(stats).toMatchObject({ resolved: MIN_SCORED_MARKETS, won: MIN_SCORED_MARKETS });
  });

  test('count the traders that creators bring in, without themselves', async () => {
    const volume = MIN_SCORED_MARKETS * 120;
    expect((await board({ board: 'creators' })).rows).toMatchObject([
      { user: { id: ana }, traders: MIN_SCORED_MARKETS * 3, volume, markets: MIN_SCORED_MARKETS },
    ]);
    expect((await board({ board: 'creators', ownMarkets: true })).rows).toMatchObject([
      { traders: MIN_SCORED_MARKETS * 4, volume: volume + MIN_SCORED_MARKETS * 60 },
    ]);
  });

  test('give one rank to those who share a score, page without gaps, and tell the reader their place', async () => {
    const people = await books.people(7);
    const market = await books.market(ana, { b: 10_000 });
    for (const person of people) await books.buy(person, market.id, 0, 20);
    await projectAll();
    const whole = await board({ bots: true });
    expect(whole.rows.filter((row) => 'profit' in row && row.profit === 0)).toHaveLength(7);
    const tied = whole.rows.filter((row) => people.includes(row.user.id));
    expect(new Set(tied.map(({ rank }) => rank)).size).toBe(1);
    expect(whole.rows.at(-1)!.rank).toBe(whole.rows.length);
    const paged: AnswerOf<'getLeaderboard'>['rows'][number][] = [];
    let cursor: string | undefined;
    do {
      const page = await board({ bots: true, limit: 3, ...(cursor !== undefined && { cursor }) }, eve);
      expect(page.you).toMatchObject({ user: { id: eve }, rank: whole.rows.length });
      paged.push(...page.rows);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(paged).toEqual(whole.rows);
    await expect(board({ cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  test('are told who is a bot by that person and by admins only', async () => {
    const { handle } = await books.engine.getMe(bob);
    await expect(books.engine.flagBot({ userId: eve, handle, bot: true })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await books.engine.grantAdmin({ userId: ana });
    await expect(books.engine.flagBot({ userId: ana, handle: 'nobody', bot: true })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await books.engine.flagBot({ userId: ana, handle, bot: true })).toEqual({ handle, bot: true });
    expect((await books.engine.getProfile(handle)).bot).toBe(true);
    expect(idsOf(await board())).not.toContain(bob);
    expect((await books.engine.updateMe(bob, { bot: false })).bot).toBe(false);
    expect(idsOf(await board())).toContain(bob);
  });

  test('leave split and void markets out of the score', async () => {
    const [one] = await books.people(1);
    for (const ending of [{ outcome: 'N_A' as const }, { weights: [5_000, 5_000] }]) {
      const market = await books.market(ana, { b: 200 });
      await books.buy(one!, market.id, 0, 50);
      await books.engine.closeMarket({ userId: ana, marketId: market.id, reason: 'It is known.' });
      await books.engine.resolveMarket({ userId: ana, marketId: market.id, ...ending });
    }
    await projectAll();
    const profile = await books.engine.getProfile((await books.engine.getMe(one!)).handle);
    expect(profile.forecast).toBeUndefined();
    expect(profile.calibration).toEqual([]);
    // A void market is nobody's win or loss.
    expect(profile.stats.resolved).toBe(1);
  });
});
