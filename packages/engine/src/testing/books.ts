import type {
  CreateMarketBody,
  IdempotencyKey,
  Market,
  MarketId,
  TradeAnswer,
  UserId,
} from '@mesh-markets/contract';
import type { EngineSettings } from '../api.ts';
import { openEngine } from '../openEngine.ts';
import { createTestDatabase } from './database.ts';

export const newKey = (): IdempotencyKey => crypto.randomUUID() as IdempotencyKey;
export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** Books on a database of their own, with short words for what tests do over and over. */
export const openTestBooks = async (settings: Partial<EngineSettings> = {}) => {
  const database = await createTestDatabase();
  const { engine, pool, close } = await openEngine(database.url, settings);

  const person = async (name = 'Ana'): Promise<UserId> => (await engine.createAccount({ name })).userId;
  const people = (count: number): Promise<UserId[]> =>
    Promise.all(Array.from({ length: count }, (_, i) => person(`Person ${i + 1}`)));
  const market = async (userId: UserId, body: Partial<CreateMarketBody> = {}): Promise<Market> =>
    (await engine.createMarket({ userId, question: 'Will it rain tomorrow?', closesAt: inDays(7), ...body }))
      .answer;
  const buy = async (
    userId: UserId,
    marketId: MarketId,
    outcome: number,
    credits: number,
  ): Promise<TradeAnswer> =>
    (await engine.placeTrade({ userId, marketId, order: { outcome, credits } })).answer;
  const sell = async (
    userId: UserId,
    marketId: MarketId,
    outcome: number,
    shares: number,
  ): Promise<TradeAnswer> =>
    (await engine.sellShares({ userId, marketId, order: { action: 'SELL', outcome, shares } })).answer;
  const balance = async (userId: UserId): Promise<number> => (await engine.getWallet(userId)).balance;

  return {
    engine,
    pool,
    database,
    person,
    people,
    market,
    buy,
    sell,
    balance,
    close: async () => {
      await close();
      await database.drop();
    },
  };
};

export type TestBooks = Awaited<ReturnType<typeof openTestBooks>>;
