import type { MarketId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../openEngine.ts';
import { inDays, openTestBooks, type TestBooks } from '../testing/books.ts';
import { applyTrade, type Basis, NO_BASIS } from './basis.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks({ signupCredits: 100_000 });
});
afterAll(() => books.close());

const projectAll = async (): Promise<void> => {
  while ((await books.engine.projectOutbox()).more);
};

const statistics = async () => {
  const { rows } = await books.database.pool.query(
    `select json_build_object(
       'places', (select json_agg(p order by market_id) from market_projection p),
       'basis', (select json_agg(p order by market_id, user_id, outcome) from position_basis p),
       'profits', (select json_agg(p order by user_id, period, starts) from profit_period p),
       'results', (select json_agg(p order by user_id, market_id) from market_result p),
       'totals', (select json_agg(p order by user_id) from result_total p),
       'bins', (select json_agg(p order by user_id, own_market, bin) from forecast_bin p)) as all`,
  );
  return rows[0].all;
};

const expectComplete = async (): Promise<void> => {
  expect(await books.engine.statisticsLag()).toEqual({ trades: 0, resolutions: 0 });
  const { laws } = await books.engine.audit();
  const profits = laws.filter(({ law }) => law.startsWith('Profit'));
  expect(profits).toHaveLength(3);
  expect(profits.map(({ broken, examples }) => [broken, examples])).toEqual(profits.map(() => [0, []]));
  expect(profits[0]!.checked).toBeGreaterThan(0);
};

/** A few people buying and selling here and there, and every way in which a market ends. */
const makeTraffic = async (): Promise<void> => {
  const people = await books.people(6);
  const endings = [
    { outcome: 'YES' as const },
    { outcome: 'NO' as const },
    { outcome: 'N_A' as const },
    { weights: [2_500, 7_500] },
    undefined,
  ];
  for (const ending of endings) {
    const creator = people[0]!;
    const oracle = people[1]!;
    const market = await books.market(creator, { oracleId: oracle, b: 200, closesAt: inDays(1) });
    // What somebody traded before they agreed to decide is not their own, whenever the figures are made.
    await books.buy(oracle, market.id, 0, 30);
    await projectAll();
    await books.engine.acceptOracle({ userId: oracle, marketId: market.id });
    await Promise.all(
      people.map(async (person, i) => {
        const { trade } = await books.buy(person, market.id, i % 2, 40 + i * 13);
        await books.sell(person, market.id, i % 2, Number((trade.shares / 3).toFixed(6)));
        await books.buy(person, market.id, (i + 1) % 2, 25 + i);
        await books.buy(person, market.id, i % 2, 17);
        if (i === 5) await books.sell(person, market.id, 0, 9.5);
      }),
    );
    if (ending === undefined) continue;
    await books.engine.closeMarket({ userId: creator, marketId: market.id, reason: 'It is known.' });
    await books.engine.resolveMarket({ userId: oracle, marketId: market.id, ...ending });
  }
};

describe('the statistics', () => {
  test('follow the log to the credit, through every kind of ending', async () => {
    await makeTraffic();
    await projectAll();
    await expectComplete();
    const { rows } = await books.database.pool.query<{ realised: number; expected: number }>(
      `select (select sum(realised) from position_basis)::int as realised,
              ((select sum(basis) from position_basis) - (select sum(balance) from account where kind = 'escrow')
               + (select sum(case kind when 'SUBSIDY' then amount else -amount end) from transfer where kind in ('SUBSIDY', 'SUBSIDY_RETURN')))::int as expected`,
    );
    expect(rows[0]!.realised).toBe(rows[0]!.expected);
    expect(rows[0]!.realised).not.toBe(0);
  });

  test('agree with each position walked by itself', async () => {
    const { rows } = await books.pool.query<{
      key: string;
      trades: [number, number][];
      shares: number;
      basis: number;
      realised: number;
    }>(
      `select b.market_id || '/' || b.user_id || '/' || b.outcome as key, b.shares_micro as shares, b.basis, b.realised,
              (select json_agg(json_build_array(t.shares_micro, t.credits) order by t.seq) from trade t
                where t.market_id = b.market_id and t.user_id = b.user_id and t.outcome = b.outcome) as trades
         from position_basis b join prediction_market m on m.id = b.market_id where m.state <> 'RESOLVED'`,
    );
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      const walked = row.trades.reduce<Basis>(
        (held, [shares, credits]) => applyTrade(held, shares, credits),
        NO_BASIS,
      );
      expect({ sharesMicro: row.shares, basis: row.basis, realised: row.realised }).toEqual(walked);
    }
  });

  test('are the same when they are made again', async () => {
    const before = await statistics();
    const lags: number[] = [];
    await books.engine.rebuildStatistics(({ trades }) => lags.push(trades));
    expect(lags[0]).toBeGreaterThan(100);
    expect(lags.at(-1)).toBe(0);
    expect(await statistics()).toEqual(before);
    await expectComplete();
  });

  test('are made by the projector for books that are older than they are', async () => {
    const before = await statistics();
    const { pool } = books.database;
    await pool.query(
      'truncate market_projection, position_basis, profit_period, market_result, result_total, forecast_bin',
    );
    await pool.query('select note_statistics_due(null)');
    await projectAll();
    expect(await statistics()).toEqual(before);
    await expectComplete();
  });

  test('bear odds that are next to nothing', async () => {
    const [rich, hopeful] = await books.people(2);
    const market = await books.market(rich!, { b: 50 });
    await books.buy(rich!, market.id, 0, 30_000);
    await books.engine.placeTrade({
      userId: hopeful!,
      marketId: market.id,
      order: { action: 'BUY', outcome: 1, shares: 1 },
    });
    await books.engine.closeMarket({ userId: rich!, marketId: market.id, reason: 'It is known.' });
    await books.engine.resolveMarket({ userId: rich!, marketId: market.id, outcome: 'YES' });
    await projectAll();
    await expectComplete();
    const { handle } = await books.engine.getMe(hopeful!);
    expect(await books.engine.getProfile(handle)).toMatchObject({
      forecast: { brier: 0, purchases: 1 },
      calibration: [{ from: 0, meanForecast: 0, happened: 0 }],
    });
  });

  test('take facts that come twice, late and in disorder', async () => {
    const before = await statistics();
    await books.database.pool.query(
      `insert into outbox (kind, market_id, first_seq, last_seq, created_at)
       select kind, id, first_seq, last_seq, now() from prediction_market,
              (values ('RESOLVED', null, null), ('TRADED', 3, 4), ('TRADED', 1, 2), ('TRADED', 1, 2)) as fact(kind, first_seq, last_seq)
        where seq > 0 order by id desc`,
    );
    await projectAll();
    expect(await statistics()).toEqual(before);
  });

  test('are kept by two projectors beside trading and rebuilding', async () => {
    const other = await openEngine(books.database.url);
    const people = await books.people(8);
    const market = await books.market(people[0]!);
    let trading = true;
    const project = async (engine: TestBooks['engine']): Promise<void> => {
      while (trading) await engine.projectOutbox();
    };
    const projecting = [project(books.engine), project(other.engine)];
    try {
      const rebuilding = books.engine.rebuildStatistics();
      for (let round = 0; round < 10; round += 1) {
        await Promise.all(people.map((one, i) => books.buy(one, market.id, (i + round) % 2, 40 + round)));
        await Promise.all(people.map((one, i) => books.sell(one, market.id, (i + round) % 2, 10 + i)));
      }
      await rebuilding;
    } finally {
      trading = false;
      await Promise.all(projecting);
      await other.close();
    }
    await projectAll();
    await expectComplete();
  });

  test('a wrong credit is found by the audit', async () => {
    await books.database.pool.query(
      `update position_basis set realised = realised + 1 where (market_id, user_id, outcome) in
         (select market_id, user_id, outcome from position_basis limit 1)`,
    );
    const { laws, clean } = await books.engine.audit();
    expect(clean).toBe(false);
    expect(
      laws
        .filter(({ broken }) => broken > 0)
        .every(({ law, broken }) => law.startsWith('Profit') && broken === 1),
    ).toBe(true);
    await books.engine.rebuildStatistics();
    await expectComplete();
  });
});

test('a correction waits for figures that are being made of what it corrects', async () => {
  const [admin, ana, ben, carl] = (await books.people(4)) as [UserId, UserId, UserId, UserId];
  await books.engine.setRole({ userId: admin }, 'admin');
  const resolved = async (): Promise<MarketId> => {
    const { id } = await books.market(ana);
    await books.buy(ben, id, 0, 400);
    await books.buy(carl, id, 1, 300);
    await books.engine.closeMarket({ userId: ana, marketId: id, reason: 'It is over.' });
    await books.engine.resolveMarket({ userId: ana, marketId: id, outcome: 'YES' });
    return id;
  };
  await resolved();
  await projectAll();
  const id = await resolved();

  // The projector stands still where it writes how Ben came out, after it has booked what was paid.
  const client = await books.database.pool.connect();
  await client.query('begin');
  await client.query('select from result_total where user_id = $1 for update', [ben]);
  const waiting = async (): Promise<number> => {
    const { rows } = await books.database.pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows[0]!.waiting;
  };
  const projecting = projectAll();
  await expect.poll(waiting).toBe(1);
  let isCorrected = false;
  const correcting = books.engine
    .correctResolution({ userId: admin, marketId: id, outcome: 'NO', reason: 'It was misread.' })
    .then(() => {
      isCorrected = true;
    });
  await expect.poll(async () => isCorrected || (await waiting()) === 2).toBe(true);
  await client.query('commit');
  client.release();
  await Promise.all([projecting, correcting]);
  await projectAll();
  await expectComplete();
});
