import type { Market, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/index.ts';

/*
 * OPEN, CLOSED, RESOLVED, in this order and no other, and who decides only by what they answered: every other way is tried by SQL, as the role
 * that the server works as, and must be refused by the database itself.
 */

let books: TestBooks;
let ana: UserId;
let ben: UserId;
let cem: UserId;
const markets = {} as Record<'OPEN' | 'CLOSED' | 'EARLY' | 'RESOLVED', Market>;

beforeAll(async () => {
  books = await openTestBooks();
  [ana, ben, cem] = (await books.people(3)) as [UserId, UserId, UserId];
  for (const state of ['OPEN', 'CLOSED', 'EARLY', 'RESOLVED'] as const) {
    const market = await books.market(ana, { oracleId: ben, b: 50 });
    markets[state] = market;
    await books.buy(cem, market.id, 0, 10);
  }
  for (const state of ['CLOSED', 'EARLY', 'RESOLVED'] as const)
    await books.engine.closeMarket({ userId: ana, marketId: markets[state].id, reason: 'It is known.' });
  await books.engine.resolveMarket({ userId: ana, marketId: markets.RESOLVED.id, outcome: 'YES' });
});
afterAll(() => books.close());

const asApp = (sql: string) => books.pool.query(sql);
const set = (state: keyof typeof markets, change: string): string =>
  `update prediction_market set ${change} where id = ${markets[state].id}`;
const CLOSE = `state = 'CLOSED', closed_at = mesh_now()`;
const RESOLVE = `state = 'RESOLVED', resolved_at = mesh_now()`;
const answer = (state: keyof typeof markets, kind: string, who: UserId): string =>
  `insert into oracle_change (market_id, kind, oracle_id) values (${markets[state].id}, '${kind}', ${who})`;

const attempts: [what: string, sql: () => string][] = [
  ['from open to resolved', () => set('OPEN', `${RESOLVE}, closed_at = mesh_now()`)],
  [
    'from closed to open',
    () => set('CLOSED', `state = 'OPEN', closed_at = null, closed_by = null, close_reason = null`),
  ],
  ['from resolved to closed', () => set('RESOLVED', `state = 'CLOSED', resolved_at = null`)],
  ['from resolved to open', () => set('RESOLVED', `state = 'OPEN', closed_at = null, resolved_at = null`)],
  ['a state that there is not', () => set('OPEN', `state = 'PAUSED'`)],
  ['closed without a time', () => set('OPEN', `state = 'CLOSED'`)],
  ['resolved without a time', () => set('CLOSED', `state = 'RESOLVED'`)],
  ['resolved while the escrow is full', () => set('CLOSED', RESOLVE)],
  [
    'closed after its closing time',
    () => set('OPEN', `state = 'CLOSED', closed_at = closes_at + interval '1 second'`),
  ],
  [
    'closed before it opened',
    () => set('OPEN', `state = 'CLOSED', closed_at = created_at - interval '1 second'`),
  ],
  ['open with a time of closing', () => set('OPEN', 'closed_at = mesh_now()')],
  ['open with a time of resolution', () => set('OPEN', 'resolved_at = mesh_now()')],
  ['another time of closing', () => set('CLOSED', `closed_at = closed_at - interval '1 millisecond'`)],
  ['somebody else who closed it', () => set('EARLY', `closed_by = ${ben}`)],
  ['another reason', () => set('EARLY', `close_reason = 'Another.'`)],
  ['a reason taken away', () => set('RESOLVED', 'close_reason = null')],
  ['another time of resolution', () => set('RESOLVED', `resolved_at = resolved_at - interval '1 day'`)],
  ['a reason on the way to a resolution', () => set('CLOSED', `${RESOLVE}, close_reason = 'Because.'`)],
  ['a reason of nobody', () => set('OPEN', `${CLOSE}, close_reason = 'Because.'`)],
  ['a reason of no words', () => set('OPEN', `${CLOSE}, closed_by = ${ana}, close_reason = ''`)],
  [
    'a reason without end',
    () => set('OPEN', `${CLOSE}, closed_by = ${ana}, close_reason = repeat('x', 501)`),
  ],
  ['another closing time', () => set('OPEN', `closes_at = closes_at + interval '1 day'`)],
  ['a market taken away', () => `delete from prediction_market where id = ${markets.OPEN.id}`],
  [
    'a market that begins closed',
    () =>
      `insert into prediction_market (id, type, creator_id, b, phantom_micro, shares_micro, subsidy, subsidy_from, state, closes_at, closed_at)
       select max(id) + 1, 'BINARY', ${ana}, 100, '{0,0}', '{0,0}', 70, 'CREATOR', 'CLOSED', mesh_now() + interval '1 day', mesh_now() from post`,
  ],
  [
    'a market that begins with an oracle',
    () =>
      `insert into prediction_market (id, type, creator_id, oracle_id, b, phantom_micro, shares_micro, subsidy, subsidy_from, closes_at)
       select max(id) + 1, 'BINARY', ${ana}, ${ben}, 100, '{0,0}', '{0,0}', 70, 'CREATOR', mesh_now() + interval '1 day' from post`,
  ],
  ['an oracle by hand', () => set('OPEN', `oracle_id = ${ben}`)],
  ['somebody asked by hand', () => set('OPEN', `asked_oracle_id = ${cem}`)],
  ['an oracle who was not asked', () => answer('OPEN', 'ACCEPTED', cem)],
  ['an oracle of before, now', () => answer('OPEN', 'CARRIED_OVER', cem)],
  ['somebody asked while another is', () => answer('OPEN', 'ASKED', cem)],
  ['the creator asked', () => answer('OPEN', 'ASKED', ana)],
  ['somebody who declines and was not asked', () => answer('OPEN', 'DECLINED', cem)],
  ['somebody who steps down and has not accepted', () => answer('OPEN', 'STEPPED_DOWN', ben)],
  ['somebody asked after the close', () => answer('CLOSED', 'ASKED', cem)],
  ['somebody withdrawn after the close', () => answer('CLOSED', 'WITHDRAWN', ben)],
  ['an answer after the resolution', () => answer('RESOLVED', 'ACCEPTED', ben)],
  ['an answer changed', () => `update oracle_change set kind = 'ACCEPTED'`],
  ['an answer taken away', () => 'delete from oracle_change'],
  ['all answers taken away', () => 'truncate oracle_change'],
  [
    'a result of a market that is not resolved',
    () =>
      `insert into resolution_log (market_id, resolved_by, resolved_as, kind, outcome, weights, escrow_before, paid, holders_paid, returned, created_at)
       values (${markets.CLOSED.id}, ${ana}, 'CREATOR', 'OUTCOME', 0, '{10000,0}', 0, 0, 0, 0, mesh_now())`,
  ],
];

const snapshot = async () => {
  const { rows } = await books.pool.query(
    `select id, state, closed_at, closed_by, close_reason, resolved_at, oracle_id, asked_oracle_id, version from prediction_market order by id`,
  );
  const log = await books.pool.query('select * from oracle_change order by id');
  return [rows, log.rows];
};

describe('the database refuses', () => {
  test.each(attempts)('%s', async (_, sql) => {
    const before = await snapshot();
    await expect(asApp(sql())).rejects.toMatchObject({ code: expect.stringMatching(/^(23|42501)/) });
    expect(await snapshot()).toEqual(before);
  });

  test('and a market that is resolved without saying how', async () => {
    const { id } = await books.market(ana, { b: 50 });
    await books.engine.closeMarket({ userId: ana, marketId: id, reason: 'It is known.' });
    const client = await books.pool.connect();
    try {
      await client.query('begin');
      await client.query(
        `insert into transfer (debit_account_id, credit_account_id, amount, kind, market_id)
         select e.id, w.id, e.balance, 'SUBSIDY_RETURN', ${id} from account e, account w where e.market_id = ${id} and w.user_id = ${ana}`,
      );
      await client.query(`update prediction_market set ${RESOLVE} where id = ${id}`);
      await expect(client.query('commit')).rejects.toMatchObject({ constraint: 'resolution_on_record' });
    } finally {
      client.release();
    }
    expect((await books.engine.getMarket(id)).market.state).toBe('CLOSED');
  });
});

test('the way there is open: closed early with a reason that everybody reads', async () => {
  const { market } = await books.engine.getMarket(markets.EARLY.id);
  expect(market.closedEarly).toEqual({ by: market.creator, reason: 'It is known.' });
  const { id } = await books.market(ana, { closesAt: new Date(Date.now() + 300).toISOString(), b: 50 });
  await expect.poll(async () => (await books.engine.closeDueMarkets()).closed).toBe(1);
  expect((await books.engine.getMarket(id)).market).toMatchObject({ state: 'CLOSED' });
  expect((await books.engine.getMarket(id)).market.closedEarly).toBeUndefined();
});
