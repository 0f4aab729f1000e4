import type { Market, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from './testing/index.ts';

/*
 * The laws of the books, broken on purpose by SQL. Each must be refused by the database itself, whoever tries: `owner` is the
 * database's owner and superuser, `app` the role that the server works as.
 */

let books: TestBooks;
let ana: UserId;
let ben: UserId;
let market: Market;

beforeAll(async () => {
  books = await openTestBooks();
  [ana, ben] = (await books.people(2)) as [UserId, UserId];
  market = await books.market(ana);
  await books.buy(ben, market.id, 0, 100);
});
afterAll(() => books.close());

const asOwner = (sql: string) => books.database.pool.query(sql);
const asApp = (sql: string) => books.pool.query(sql);
const wallet = (userId: UserId) => `(select id from account where user_id = ${userId})`;
const escrow = () => `(select id from account where market_id = ${market.id})`;
const trade = (
  seq: number,
  more: { outcome?: number; shares?: number; credits?: number; at?: string; user?: UserId } = {},
) =>
  `insert into trade (market_id, seq, user_id, outcome, shares_micro, credits, by_shares, probability_before, probabilities, created_at)
   values (${market.id}, ${seq}, ${more.user ?? ben}, ${more.outcome ?? 0}, ${more.shares ?? 1_000_000}, ${more.credits ?? 1}, true, 0.5, '{0.5,0.5}', ${more.at ?? 'mesh_now()'})`;
const transfer = (from: string, to: string, amount: number, kind: string) =>
  `insert into transfer (debit_account_id, credit_account_id, amount, kind, market_id)
   values (${from}, ${to}, ${amount}, '${kind}', ${kind === 'SIGNUP_GRANT' ? 'null' : market.id})`;

const attempts: [law: string, attempt: string, sql: () => string][] = [
  ['1', 'a balance set by hand', () => `update account set balance = balance + 1 where user_id = ${ben}`],
  [
    '1',
    'an account that opens with credits',
    () => `insert into account (kind, balance) values ('wallet', 5)`,
  ],
  [
    '1',
    'a wallet given to somebody else',
    () => `update account set user_id = null, market_id = ${market.id} where user_id = ${ben}`,
  ],
  ['1', 'an account deleted', () => `delete from account where user_id = ${ben}`],
  ['1', 'a transfer of nothing', () => transfer(escrow(), wallet(ben), 0, 'PAYOUT')],
  ['1', 'a transfer to itself', () => transfer(wallet(ben), wallet(ben), 1, 'PAYOUT')],
  ['1', 'a trade transfer without a trade', () => transfer(wallet(ben), escrow(), 1, 'BUY')],
  ['1', 'a transfer to an account that is not there', () => transfer(escrow(), '999999999', 1, 'PAYOUT')],
  [
    '1',
    'a payout that does not come out of its market',
    () => transfer(wallet(ana), wallet(ben), 1, 'PAYOUT'),
  ],
  ['1', 'a trade of somebody who is not there', () => trade(2, { user: '999999999' as UserId })],
  ['1', 'a second issuer', () => `insert into account (kind) values ('issuer')`],
  ['2', 'an escrow paid out below its worst outcome', () => transfer(escrow(), wallet(ben), 750, 'PAYOUT')],
  ['2', 'shares sold for less than they may cost', () => trade(2, { shares: 900_000_000, credits: 1 })],
  [
    '2',
    'a market resolved with credits left in escrow',
    () =>
      `update prediction_market set closed_at = mesh_now(), state = 'CLOSED' where id = ${market.id}; update prediction_market set resolved_at = mesh_now(), state = 'RESOLVED' where id = ${market.id}`,
  ],
  [
    '2',
    'a market without its subsidy',
    () =>
      `with p as (insert into post (type, author_id, body, question, labels) values ('PREDICTION', ${ana}, '', 'Q?', '{YES,NO}') returning id) insert into prediction_market (id, type, creator_id, b, phantom_micro, shares_micro, subsidy, subsidy_from, closes_at) select id, 'BINARY', ${ana}, 100, '{0,0}', '{0,0}', 70, 'CREATOR', mesh_now() + interval '1 day' from p`,
  ],
  ['3', 'a wallet overdrawn by a transfer', () => transfer(wallet(ben), wallet(ana), 1_000_000, 'PAYOUT')],
  ['3', 'a wallet overdrawn by a trade', () => trade(2, { credits: 1_000_000 })],
  ['3', 'more shares sold than held', () => trade(2, { shares: -900_000_000, credits: -1 })],
  ['3', 'shares sold that were never held', () => trade(2, { user: ana, shares: -1_000_000, credits: -1 })],
  ['4', 'a gap in the sequence', () => trade(3)],
  ['4', 'a number used twice', () => trade(1)],
  ['4', 'an outcome that is not there', () => trade(2, { outcome: 2 })],
  [
    '4',
    'pools set by hand',
    () => `update prediction_market set shares_micro = '{0,0}' where id = ${market.id}`,
  ],
  ['4', 'a position set by hand', () => `update position set shares_micro = 0 where user_id = ${ben}`],
  [
    '4',
    'liquidity changed while open',
    () => `update prediction_market set b = 2000 where id = ${market.id}`,
  ],
  [
    '4',
    'a state skipped',
    () =>
      `update prediction_market set closed_at = mesh_now(), resolved_at = mesh_now(), state = 'RESOLVED' where id = ${market.id}`,
  ],
  [
    '5',
    'a second sign-up grant',
    () => transfer(`(select id from account where kind = 'issuer')`, wallet(ben), 10, 'SIGNUP_GRANT'),
  ],
  [
    '7',
    'a trade at the closing time',
    () => trade(2, { at: `(select closes_at from prediction_market where id = ${market.id})` }),
  ],
  ['7', 'a trade before the market opened', () => trade(2, { at: `mesh_now() - interval '1 day'` })],
  ['8', 'a trade changed', () => 'update trade set credits = 1'],
  ['8', 'a trade deleted', () => 'delete from trade'],
  ['8', 'the trades emptied', () => 'truncate trade cascade'],
  ['8', 'a transfer changed', () => 'update transfer set amount = amount + 1'],
  ['8', 'a transfer deleted', () => 'delete from transfer'],
  ['8', 'a resolution changed', () => `update resolution_log set note = 'x'`],
];

describe('the database refuses', () => {
  test.each(attempts)('law %s: %s, even from its owner', async (_law, _attempt, sql) => {
    await expect(asOwner(sql())).rejects.toMatchObject({ code: expect.stringMatching(/^(23|0A)/) });
  });

  test.each(attempts)('law %s: %s, from the application', async (_law, _attempt, sql) => {
    await expect(asApp(sql())).rejects.toMatchObject({ code: expect.stringMatching(/^(23|42501|0A)/) });
  });

  test.each(['trade', 'transfer', 'resolution_log'])(
    'the application has no right to change %s',
    async (log) => {
      await expect(asApp(`update ${log} set created_at = created_at`)).rejects.toMatchObject({
        code: '42501',
      });
      await expect(asApp(`delete from ${log}`)).rejects.toMatchObject({ code: '42501' });
      await expect(asApp(`update account set balance = 0`)).rejects.toMatchObject({ code: '42501' });
      await expect(asApp(`alter table ${log} disable trigger all`)).rejects.toMatchObject({ code: '42501' });
    },
  );

  test('and after all of that the books are what they were', async () => {
    const report = await books.engine.audit();
    expect(report.laws.filter((law) => law.broken > 0)).toEqual([]);
    expect(await books.balance(ben)).toBe(9_900);
    expect((await books.engine.getMarket(market.id)).market.tradeCount).toBe(1);
  });
});
