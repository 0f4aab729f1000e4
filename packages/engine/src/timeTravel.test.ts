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
