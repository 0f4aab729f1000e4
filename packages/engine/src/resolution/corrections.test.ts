import type { CorrectBody, Market, MarketId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';

let books: TestBooks;
let admin: UserId;
let ana: UserId;
let ben: UserId;
let carl: UserId;

beforeAll(async () => {
  books = await openTestBooks();
  admin = await books.person('Admin');
  await books.engine.setRole({ userId: admin }, 'admin');
});
afterAll(async () => {
  await proven();
  await books.close();
});

/** Every law holds, and the statistics come to the same when they are made again. */
const proven = async (): Promise<void> => {
  await books.engine.projectOutbox();
  const { laws } = await books.engine.audit();
  expect(laws.filter(({ broken }) => broken > 0)).toEqual([]);
};

const refused = (code: string) => ({ name: 'Refusal', code });
const balances = () => Promise.all([ana, ben, carl].map(books.balance));
const correct = async (marketId: MarketId, verdict: Partial<CorrectBody>, userId = admin): Promise<Market> =>
  (await books.engine.correctResolution({ userId, marketId, reason: 'It was misread.', ...verdict })).answer;
const preview = (marketId: MarketId, verdict: Partial<CorrectBody>) =>
  books.engine.previewCorrection({ userId: admin, marketId, ...verdict });

/** Spends all that somebody has but `left`, in a market that stays open. */
const spend = async (userId: UserId, left = 0): Promise<void> => {
  const sink = await books.market(await books.person('Sink'), { b: 1_000 });
  const balance = await books.balance(userId);
  if (balance > left) await books.buy(userId, sink.id, 0, balance - left);
};

/** A market of Ana's, resolved YES: Ben held YES and was paid, Carl held NO. */
const resolved = async (): Promise<MarketId> => {
  [ana, ben, carl] = (await books.people(3)) as [UserId, UserId, UserId];
  const { id } = await books.market(ana);
  await books.buy(ben, id, 0, 400);
  await books.buy(carl, id, 1, 300);
  await books.sell(ben, id, 0, 20);
  await books.engine.closeMarket({ userId: ana, marketId: id, reason: 'It is over.' });
  await books.engine.resolveMarket({ userId: ana, marketId: id, outcome: 'YES' });
  return id;
};

const sharesOf = async (id: MarketId, userId: UserId): Promise<number> =>
  Math.floor((await books.engine.getMarket(id, userId)).market.viewer!.holdings[0]!.shares);

describe('a correction', () => {
  test('moves the differences, and everybody has what another result would have given them', async () => {
    const id = await resolved();
    const before = await balances();
    const [yes, no] = await Promise.all([sharesOf(id, ben), sharesOf(id, carl)]);
    expect(await preview(id, { outcome: 'NO' })).toMatchObject({
      paidCredits: Math.max(no, yes),
      takenCredits: Math.max(no, yes),
      coveredCredits: 0,
      issuedCredits: 0,
      missingCredits: 0,
      peopleChanged: yes === no ? 2 : 3,
    });
    const market = await correct(id, { outcome: 'NO' });
    expect(await balances()).toEqual([before[0]! + yes - no, before[1]! - yes, before[2]! + no]);
    expect(market).toMatchObject({ state: 'RESOLVED', outcome: 'NO' });
    expect(market.resolution).toMatchObject({
      outcome: 'NO',
      note: 'It was misread.',
      paidCredits: no,
      correction: { coveredCredits: 0, missingCredits: 0 },
    });
    expect(market.resolution!.resolvedBy!.id).toBe(admin);
    expect((await books.engine.getMarket(id, ben)).market.viewer!.payout).toBe(0);
    const { entries } = await books.engine.getLedger(ben, { limit: 2 });
    expect(entries).toMatchObject([
      { kind: 'CORRECTION', amount: -yes },
      { kind: 'PAYOUT', amount: yes },
    ]);
    const { resolutions } = await books.engine.getResolutionHistory(id);
    expect(resolutions.map(({ outcome }) => outcome)).toEqual(['NO', 'YES']);
    await proven();
  });

  test('never takes a wallet below zero; the house pays, from credits issued for it, and gets it back', async () => {
    const id = await resolved();
    const before = await balances();
    const [yes, no] = await Promise.all([sharesOf(id, ben), sharesOf(id, carl)]);
    const left = 25;
    await spend(ben, left);
    const missing = yes - left;
    const seen = await preview(id, { outcome: 'NO' });
    expect(seen).toMatchObject({ coveredCredits: missing, issuedCredits: missing, missingCredits: missing });
    expect(seen.changes.find(({ user }) => user.id === ben)).toMatchObject({ credits: -left, missing });
    const market = await correct(id, { outcome: 'NO' });
    expect(market.resolution!.correction).toMatchObject({ coveredCredits: missing, missingCredits: missing });
    expect((await balances())[1]).toBe(0);
    expect((await balances())[2]).toBe(before[2]! + no);
    await proven();

    // A second correction reckons with what everybody really has had: Ben keeps what he still has, and the house gets its own back.
    const again = await correct(id, { outcome: 'YES' });
    expect(again.resolution!.correction).toMatchObject({
      coveredCredits: -missing,
      issuedCredits: 0,
      missingCredits: 0,
    });
    expect((await balances())[1]).toBe(left);
    expect((await balances())[2]).toBe(before[2]);
    await proven();

    // And a third asks again for what is missing, whatever it is by then.
    await spend(ben);
    await correct(id, { outcome: 'N_A' });
    await proven();
  });

  test('takes the subsidy back from whoever paid it, as far as they have it', async () => {
    const id = await resolved();
    await spend(ana);
    const seen = await preview(id, { weights: [10_000, 0] });
    expect(seen).toMatchObject({ paidCredits: 0, takenCredits: 0, peopleChanged: 0 });
    // Void: Ben and Carl get their stakes back, and Ana her subsidy.
    await correct(id, { outcome: 'N_A' });
    await spend(ana);
    await spend(ben, 3);
    const market = await correct(id, { weights: [3_333, 6_667] });
    expect(market.resolution!.correction!.missingCredits).toBeGreaterThan(0);
    await proven();
  });

  test('is for admins without a stake, of markets that were paid, and to another result', async () => {
    const id = await resolved();
    await expect(correct(id, { outcome: 'NO' }, ana)).rejects.toMatchObject(refused('FORBIDDEN'));
    await books.engine.setRole({ userId: carl }, 'admin');
    await expect(correct(id, { outcome: 'NO' }, carl)).rejects.toMatchObject(refused('FORBIDDEN'));
    await expect(correct(id, { outcome: 'YES' })).rejects.toMatchObject(refused('VALIDATION_FAILED'));
    await expect(correct((await books.market(ana)).id, { outcome: 'YES' })).rejects.toMatchObject(
      refused('NOT_RESOLVED'),
    );
    expect((await books.engine.getMarket(id, admin)).market.viewer).toMatchObject({ canJudge: true });
    expect((await books.engine.getMarket(id, carl)).market.viewer).not.toHaveProperty('canJudge');
  });

  test('while everybody spends what they won leaves nobody below zero, and the books even', async () => {
    const id = await resolved();
    const sink = await books.market(await books.person('Sink'), { b: 5_000 });
    const spending = Array.from({ length: 40 }, () =>
      books.buy(ben, sink.id, 0, 250).catch((error: unknown) => {
        expect(error).toMatchObject(refused('INSUFFICIENT_CREDITS'));
      }),
    );
    const outcomes = ['NO', 'N_A', 'YES', 'NO'] as const;
    const correcting = outcomes.map((outcome) =>
      correct(id, { outcome }).catch((error: unknown) => {
        // It came when that was the result already.
        expect(error).toMatchObject(refused('VALIDATION_FAILED'));
      }),
    );
    await Promise.all([...spending, ...correcting]);
    expect(await books.balance(ben)).toBeGreaterThanOrEqual(0);
    await proven();
  });

  test('tells everybody with a stake, and the statistics follow it', async () => {
    const id = await resolved();
    await books.engine.projectOutbox();
    const realised = async (userId: UserId) => {
      const { realised: sum, profit } = await books.engine.getPortfolio(userId);
      const { stats } = await books.engine.getProfile((await books.engine.getMe(userId)).handle);
      expect(stats.realised).toBe(sum);
      expect(profit).toBe(sum);
      return { sum, won: stats.won };
    };
    expect(await realised(ben)).toMatchObject({ won: 1 });
    await correct(id, { outcome: 'NO' });
    await proven();
    const grant = 10_000;
    for (const userId of [ben, carl]) {
      expect((await realised(userId)).sum).toBe((await books.balance(userId)) - grant);
    }
    expect([(await realised(ben)).won, (await realised(carl)).won]).toEqual([0, 1]);
    const { notifications } = await books.engine.listNotifications(carl, { limit: 1, show: 'all' });
    expect(notifications).toMatchObject([
      { kind: 'RESULT_CORRECTED', figures: { verdict: 'NO', change: await sharesOf(id, carl) } },
    ]);
    const tables = async () => {
      const read = (table: string) =>
        books.database.pool.query(`select to_jsonb(t) as row from ${table} t order by to_jsonb(t)::text`);
      const names = ['position_basis', 'profit_period', 'market_result', 'result_total', 'forecast_bin'];
      return Promise.all(names.map(async (name) => (await read(name)).rows));
    };
    const followed = await tables();
    await books.engine.rebuildStatistics();
    expect(await tables()).toEqual(followed);
  });
});

test('the laws find what a correction should not have done', async () => {
  const id = await resolved();
  await spend(ben, 10);
  await correct(id, { outcome: 'NO' });
  const tampered = async (...statements: string[]) => {
    const client = await books.database.pool.connect();
    try {
      await client.query('begin');
      await client.query('set local session_replication_role = replica');
      for (const statement of statements) await client.query(statement);
      await client.query('commit');
    } finally {
      client.release();
    }
    const { laws } = await books.engine.audit();
    return laws.filter(({ broken }) => broken > 0).map(({ law }) => law.split(' ')[0]);
  };
  const last = `(select max(c.resolution_id) from correction c)`;
  expect(await tampered(`update correction set missing = missing - 1 where resolution_id = ${last}`)).toEqual(
    ['Corrections:'],
  );
  expect(
    await tampered(
      `update correction set missing = missing + 1 where resolution_id = ${last}`,
      `update correction set taken = taken + 1, paid = paid + 1 where resolution_id = ${last}`,
    ),
  ).toEqual(['Every']);
  expect(
    await tampered(`update correction set taken = taken - 1, paid = paid - 1 where resolution_id = ${last}`),
  ).toEqual([]);
});
