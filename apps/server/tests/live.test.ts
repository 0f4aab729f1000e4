import { LIVE_TRADES, type MarketId, marketTopic } from '@mesh-markets/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { gapsIn, heardUpTo, type LiveReader, openLive, tradesIn } from './fixtures/liveReader.ts';
import {
  addMarket,
  addTrader,
  newKey,
  type Person,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let server: TestServer;
const readers: LiveReader[] = [];
beforeAll(async () => {
  server = await startTestServer();
});
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});
afterAll(() => server.end());

const read = async (as?: Person, url = server.url): Promise<LiveReader> => {
  const reader = await openLive(url, as);
  readers.push(reader);
  return reader;
};

const buy = (as: Person, id: MarketId, credits = 10, on: Pick<TestServer, 'send'> = server) =>
  on.send(`/api/market/${id}/trade`, { as, headers: newKey(), body: { side: 'YES', credits } });

describe('a market', () => {
  test('is told as it is, and then what happens in it, with the very trade its trader was told', async () => {
    const trader = await addTrader(server.engine, 'Trader');
    const id = await addMarket(server.engine, trader.userId);
    await buy(trader, id);
    const reader = await read();
    reader.subscribe(marketTopic(id));
    expect(await reader.hearsOf('snapshot')).toMatchObject({
      seq: 1,
      market: { id, version: 1, tradeCount: 1 },
      trades: [{ seq: 1 }],
    });
    const { body } = await buy(trader, id);
    const event = await reader.hearsOf('event');
    expect(event).toEqual({
      type: 'event',
      topic: marketTopic(id),
      from: 1,
      seq: 2,
      event: { market: body.market, trades: [body.trade] },
    });
  });

  test('is told closed and resolved, with how it ended', async () => {
    const trader = await addTrader(server.engine, 'Closer');
    const id = await addMarket(server.engine, trader.userId);
    const reader = await read();
    reader.subscribe(marketTopic(id));
    await reader.hearsOf('snapshot');
    await server.send(`/api/market/${id}/close`, { as: trader, headers: newKey(), method: 'POST' });
    const resolved = await server.send(`/api/market/${id}/resolve`, {
      as: trader,
      headers: newKey(),
      body: { outcome: 'NO', note: 'It did not.' },
    });
    const messages = await heardUpTo(reader, id, 2);
    expect(gapsIn(messages)).toEqual([]);
    expect(messages.at(-1)).toMatchObject({
      event: {
        market: { state: 'RESOLVED', version: 2 },
        end: { outcome: 'NO', resolution: resolved.body.resolution, closedAt: resolved.body.closedAt },
      },
    });
  });

  test('that does not exist is refused, and the others of the same request are not', async () => {
    const trader = await addTrader(server.engine, 'Asker');
    const id = await addMarket(server.engine, trader.userId);
    const reader = await read();
    reader.send({ type: 'subscribe', topics: ['market:999999', marketTopic(id)] });
    expect(await reader.hearsOf('error')).toEqual({
      type: 'error',
      code: 'NOT_FOUND',
      message: 'There is no such market.',
      topic: 'market:999999',
    });
    await reader.hearsOf('snapshot', marketTopic(id));
  });
});

describe('500 trades at once', () => {
  test('are told without a gap, in frames, and end at the state of the books', async () => {
    const traders = await Promise.all(
      Array.from({ length: 25 }, (_, i) => addTrader(server.engine, `Crowd${i}`)),
    );
    const id = await addMarket(server.engine, traders[0]!.userId, { b: 5_000 });
    const all = await Promise.all(Array.from({ length: 4 }, () => read()));
    for (const reader of all) reader.subscribe(marketTopic(id));
    await Promise.all(all.map((reader) => reader.hearsOf('snapshot')));
    await Promise.all(Array.from({ length: 500 }, (_, i) => buy(traders[i % 25]!, id, 1 + (i % 7))));
    const { market } = (await server.send(`/api/market/${id}`)).body;
    expect(market.version).toBe(500);
    for (const reader of all) {
      const messages = await heardUpTo(reader, id, 500);
      expect(gapsIn(messages)).toEqual([]);
      expect(messages.at(-1)).toMatchObject({
        event: { market: { probability: market.probability, tradeCount: 500, volume: market.volume } },
      });
      for (const { trades } of messages.flatMap((m) => (m.type === 'event' ? [m.event] : [])))
        expect(trades.length).toBeLessThanOrEqual(LIVE_TRADES);
      expect(messages.length).toBeLessThan(400);
      const newest = tradesIn(messages.slice(-1));
      expect(newest.map(({ seq }) => seq)).toEqual(newest.map((_, i) => 500 - i));
    }
  });
});
