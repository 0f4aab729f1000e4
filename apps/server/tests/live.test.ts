import { LIVE_REPLAY, LIVE_TRADES, type MarketId, marketTopic } from '@mesh-markets/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { gapsIn, heardUpTo, type LiveReader, openLive, tradesIn } from './fixtures/liveReader.ts';
import {
  addMarket,
  addTrader,
  newKey,
  type Person,
  signUp,
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
    const body = { reason: 'It is known.' };
    await server.send(`/api/market/${id}/close`, { as: trader, headers: newKey(), body });
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

describe('whoever was away', () => {
  test('hears every trade that was missed, and no more', async () => {
    const trader = await addTrader(server.engine, 'Away');
    const id = await addMarket(server.engine, trader.userId, { b: 5_000 });
    for (let n = 0; n < 60; n += 1) await buy(trader, id, 1 + (n % 3));
    const reader = await read();
    reader.subscribe(marketTopic(id), 7);
    const event = await reader.hearsOf('event');
    expect(event).toMatchObject({ from: 7, seq: 60 });
    expect(tradesIn([event as never]).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 53 }, (_, i) => 60 - i),
    );
    reader.clear();
    reader.subscribe(marketTopic(id), 60);
    expect(await reader.hearsOf('event')).toMatchObject({ from: 60, seq: 60, event: { trades: [] } });
  });

  test('too long, or at another market, begins again with a snapshot', async () => {
    const trader = await addTrader(server.engine, 'Long');
    const id = await addMarket(server.engine, trader.userId, { b: 5_000 });
    await Promise.all(Array.from({ length: LIVE_REPLAY + 1 }, () => buy(trader, id, 1)));
    for (const since of [0, 5_000]) {
      const reader = await read();
      reader.subscribe(marketTopic(id), since);
      expect(await reader.hearsOf('snapshot')).toMatchObject({ seq: LIVE_REPLAY + 1 });
    }
  });
});

describe('the feed', () => {
  test('tells of new posts, and of those that were missed', async () => {
    const author = await addTrader(server.engine, 'Author');
    const post = (body: string) =>
      server.send('/api/posts', { as: author, headers: newKey(), body: { body } });
    const reader = await read();
    reader.subscribe('feed');
    const { seq } = (await reader.hearsOf('snapshot', 'feed')) as { seq: number };
    const { body: first } = await post('First.');
    expect(await reader.hearsOf('event', 'feed')).toMatchObject({
      from: seq,
      seq: Number(first.id),
      event: { posts: [{ id: first.id, body: 'First.', author: { id: author.userId } }] },
    });
    const { body: second } = await post('Second.');
    const late = await read();
    late.subscribe('feed', seq);
    const missed = (await late.hearsOf('event', 'feed')) as { event: { posts: { id: string }[] } };
    expect(missed.event.posts.map(({ id }) => id)).toEqual([second.id, first.id]);
  });
});

describe('what belongs to a person', () => {
  test('is refused to visitors, on the socket, which stays open', async () => {
    const reader = await read();
    reader.subscribe('user');
    expect(await reader.hearsOf('error')).toMatchObject({ code: 'UNAUTHENTICATED', topic: 'user' });
    reader.send({ type: 'ping' });
    await reader.hearsOf('pong');
  });

  test('is told to them alone: credits and holdings, by session and by key', async () => {
    const owner = await signUp(server, 'Owner');
    const [key, stranger] = [
      await addTrader(server.engine, 'Key'),
      await addTrader(server.engine, 'Stranger'),
    ];
    const id = await addMarket(server.engine, stranger.userId);
    const readers = [await read(owner), await read(key), await read(stranger)];
    for (const reader of readers) reader.subscribe('user');
    await Promise.all(readers.map((reader) => reader.hearsOf('snapshot', 'user')));
    const { body } = await buy(owner, id, 40);
    expect(await readers[0]!.hearsOf('event', 'user')).toMatchObject({
      event: { balance: 9_960, holdings: [{ marketId: id, outcome: 0, shares: body.holding }] },
    });
    await buy(key, id, 30);
    expect(await readers[1]!.hearsOf('event', 'user')).toMatchObject({ event: { balance: 9_970 } });
    for (const { heard } of readers.slice(1)) expect(JSON.stringify(heard)).not.toContain('9960');
    expect(readers[2]!.heard.filter(({ type }) => type === 'event')).toEqual([]);
  });

  test('includes what a resolution paid', async () => {
    const [asker, winner] = [await addTrader(server.engine, 'Asks'), await addTrader(server.engine, 'Wins')];
    const id = await addMarket(server.engine, asker.userId);
    await buy(winner, id, 100);
    const reader = await read(winner);
    reader.subscribe('user');
    await reader.hearsOf('snapshot', 'user');
    await server.engine.closeMarket({ userId: asker.userId, marketId: id, reason: 'It is known.' });
    await server.engine.resolveMarket({ userId: asker.userId, marketId: id, outcome: 'YES' });
    const { balance } = await server.engine.getWallet(winner.userId);
    await reader.hears(
      (message): message is never =>
        message.type === 'event' && message.topic === 'user' && message.event.balance === balance,
    );
  });
});
