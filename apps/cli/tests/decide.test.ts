import type { MarketId, UserId } from '@mesh-markets/contract';
import { openTestBooks, type TestBooks } from '@mesh-markets/engine/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './terminal.ts';

let books: TestBooks;
let ana: UserId;
let ben: UserId;
let marketId: MarketId;

beforeAll(async () => {
  books = await openTestBooks({ disputeHours: 1 });
  [ana, ben] = (await books.people(2)) as [UserId, UserId];
  marketId = (await books.market(ana)).id;
  await books.buy(ben, marketId, 1, 100);
  await books.engine.closeMarket({ userId: ana, marketId, reason: 'It is over.' });
});
afterAll(() => books.close());

const decide = (...words: string[]) =>
  run(['decide', marketId, ...words], { DATABASE_URL: books.database.url });

test('a disputed result is decided, and corrected later, on record', async () => {
  expect(await decide('no', '--reason=It did not rain.')).toMatchObject({
    code: 1,
    error: expect.stringContaining('No result is proposed for this market.'),
  });
  await books.engine.resolveMarket({ userId: ana, marketId, outcome: 'YES' });
  await books.engine.disputeProposal({ userId: ben, marketId, version: 1, reason: 'No.' });
  const decided = await decide('no', '--reason=It did not rain.');
  expect(decided.out).toMatch(/^Decided: NO\. It pays ₡\d+\.$/);
  expect(await decide('uphold', '--reason=Again.')).toMatchObject({ code: 1 });
  const corrected = await decide('60,40', '--reason=It rained a little.');
  expect(corrected.out).toMatch(/^Corrected: YES 60 %, NO 40 %\. It pays ₡\d+\.$/);
  const admin = await books.person('Admin');
  await books.engine.setRole({ userId: admin }, 'admin');
  const { deeds } = await books.engine.listDeeds(admin, { limit: 3 });
  expect(deeds.map(({ kind, by, detail }) => [kind, by, detail])).toEqual([
    ['ROLE_GIVEN', undefined, 'Is now an admin.'],
    ['MARKET_CORRECTED', undefined, 'It rained a little.'],
    ['DISPUTE_DECIDED', undefined, 'It did not rain.'],
  ]);
});

test.each([
  [['no'], 'Say why with --reason'],
  [['perhaps', '--reason=Why not.'], 'or one of: YES, NO.'],
  [['60,30', '--reason=Why not.'], 'The weights must sum to exactly 10000 basis points.'],
  [['60,4x', '--reason=Why not.'], 'Parts are percents'],
])('%s is not understood', async (words, sentence) => {
  const { code, error } = await decide(...words);
  expect(error).toContain(sentence);
  expect(code).toBe(2);
});
