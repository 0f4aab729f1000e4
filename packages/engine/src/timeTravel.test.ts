import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from './testing/index.ts';
import { openEngineAt } from './timeTravel.ts';

const HOUR = 3_600_000;
const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * HOUR);

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

test('every verb happens at the moment the clock was moved to, and the laws of time hold there', async () => {
  const travelling = await openEngineAt(books.database.url, hoursAgo(50));
  const { engine, moveTo } = travelling;
  try {
    const { userId } = await engine.createAccount({ name: 'Ana' });
    const closesAt = hoursAgo(10).toISOString();
    const { answer: market } = await engine.createMarket({ userId, question: 'Did it rain?', closesAt });
    const buy = async () =>
      (await engine.placeTrade({ userId, marketId: market.id, order: { outcome: 0, credits: 10 } })).answer
        .trade;

    await moveTo(hoursAgo(30));
    const early = await buy();
    await moveTo(hoursAgo(11));
    const late = await buy();
    const hoursSince = (timestamp: string) => (Date.now() - Date.parse(timestamp)) / HOUR;
    expect(hoursSince(market.createdAt)).toBeCloseTo(50, 1);
    expect(hoursSince(early.createdAt)).toBeCloseTo(30, 1);
    expect(hoursSince(late.createdAt)).toBeCloseTo(11, 1);

    await moveTo(hoursAgo(9.9));
    await expect(buy()).rejects.toMatchObject({ code: 'MARKET_CLOSED' });
    expect(await engine.closeDueMarkets()).toEqual({ closed: 1 });
  } finally {
    await travelling.close();
  }
  const report = await books.engine.audit();
  expect(report.laws.filter((law) => law.broken > 0)).toEqual([]);
});

test('nobody else travels with it', async () => {
  const travelling = await openEngineAt(books.database.url, hoursAgo(100));
  try {
    const userId = await books.person();
    const { createdAt } = await books.market(userId);
    expect(Math.abs(Date.now() - Date.parse(createdAt))).toBeLessThan(60_000);
  } finally {
    await travelling.close();
  }
});

test('a clock that is set back puts no trade before the one it follows, and no end before the last trade', async () => {
  const travelling = await openEngineAt(books.database.url, hoursAgo(-1));
  const userId = await books.person();
  const market = await books.market(userId);
  const order = { outcome: 0, credits: 10 };
  try {
    const ahead = (await travelling.engine.placeTrade({ userId, marketId: market.id, order })).answer.trade;
    const { trade } = await books.buy(userId, market.id, 0, 10);
    expect(trade).toMatchObject({ seq: 2, createdAt: ahead.createdAt });
    const other = await books.market(userId);
    const beside = (await books.buy(userId, other.id, 0, 10)).trade;
    expect(Math.abs(Date.parse(beside.createdAt) - Date.now())).toBeLessThan(60_000);
    const closed = await books.engine.closeMarket({ userId, marketId: market.id, reason: 'It is known.' });
    expect(closed.answer.closedAt).toBe(ahead.createdAt);
  } finally {
    await travelling.close();
  }
  const { laws } = await books.engine.audit();
  expect(laws.filter(({ broken }) => broken > 0)).toEqual([]);
});
