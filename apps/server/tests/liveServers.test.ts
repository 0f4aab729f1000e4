import { type MarketId, marketTopic } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunningServer } from '../src/startServer.ts';
import { gapsIn, heardUpTo, openLive, tradesIn } from './fixtures/liveReader.ts';
import {
  addMarket,
  addTrader,
  newKey,
  type Person,
  send,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

/* Several servers on one database, and one after the other. */

let first: TestServer;
let second: RunningServer;
beforeAll(async () => {
  first = await startTestServer();
  second = await startOn(first.database);
});
afterAll(async () => {
  await second.close();
  await first.end();
});

const buy = (url: string, as: Person, id: MarketId, credits = 3) =>
  send(`${url}/api/market/${id}/trade`, { as, headers: newKey(), body: { side: 'NO', credits } });

describe('two servers on one database', () => {
  test('tell each other’s trades without a gap', async () => {
    const traders = await Promise.all(
      Array.from({ length: 10 }, (_, i) => addTrader(first.engine, `Both${i}`)),
    );
    const id = await addMarket(first.engine, traders[0]!.userId, { b: 5_000 });
    const readers = [await openLive(first.url), await openLive(second.url)];
    for (const reader of readers) reader.subscribe(marketTopic(id));
    await Promise.all(readers.map((reader) => reader.hearsOf('snapshot')));
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => buy([first.url, second.url][n % 2]!, traders[n % 10]!, id)),
    );
    const { market } = await first.engine.getMarket(id);
    for (const reader of readers) {
      const messages = await heardUpTo(reader, id, 100);
      expect(gapsIn(messages)).toEqual([]);
      expect(messages.at(-1)).toMatchObject({ event: { market: { probability: market.probability } } });
      const newest = tradesIn(messages.slice(-1));
      expect(newest.map(({ seq }) => seq)).toEqual(newest.map((_, i) => 100 - i));
      reader.close();
    }
  });

  test('tell a trade as it was told to its trader, wherever it was made', async () => {
    const trader = await addTrader(first.engine, 'Same');
    const id = await addMarket(first.engine, trader.userId);
    const reader = await openLive(second.url);
    reader.subscribe(marketTopic(id));
    await reader.hearsOf('snapshot');
    const { body } = await buy(first.url, trader, id, 25);
    expect(await reader.hearsOf('event')).toMatchObject({
      from: 0,
      seq: 1,
      event: { market: body.market, trades: [body.trade] },
    });
    reader.close();
  });

  test('tell of each other’s posts, closings and payments', async () => {
    const [asker, winner] = [await addTrader(first.engine, 'Asks'), await addTrader(first.engine, 'Wins')];
    const id = await addMarket(first.engine, asker.userId);
    const reader = await openLive(second.url, winner);
    reader.send({ type: 'subscribe', topics: ['feed', 'user', marketTopic(id)] });
    for (const topic of ['feed', 'user', marketTopic(id)] as const) await reader.hearsOf('snapshot', topic);
    await buy(first.url, winner, id, 25);
    await reader.hearsOf('event', 'user');
    const { body: post } = await send(`${first.url}/api/posts`, {
      as: asker,
      headers: newKey(),
      body: { body: 'From the other side.' },
    });
    expect(await reader.hearsOf('event', 'feed')).toMatchObject({ event: { posts: [{ id: post.id }] } });
    await first.engine.closeMarket({ userId: asker.userId, marketId: id, reason: 'It is known.' });
    await first.engine.resolveMarket({ userId: asker.userId, marketId: id, outcome: 'NO' });
    const messages = await heardUpTo(reader, id, 3);
    expect(messages.at(-1)).toMatchObject({ event: { end: { outcome: 'NO' } } });
    const { balance } = await first.engine.getWallet(winner.userId);
    const isPaid = (message: { type: string }): message is never =>
      message.type === 'event' && JSON.stringify(message).includes(`"balance":${balance}`);
    await reader.hears(isPaid);
    reader.close();
  });
});

test('what is said under a market, and that its creator was told, is heard at the other server', async () => {
  const [creator, guest] = [await addTrader(first.engine, 'Hosts'), await addTrader(first.engine, 'Guest')];
  const id = await addMarket(first.engine, creator.userId);
  const reader = await openLive(second.url, creator);
  reader.send({ type: 'subscribe', topics: ['user', marketTopic(id)] });
  for (const topic of ['user', marketTopic(id)] as const) await reader.hearsOf('snapshot', topic);
  const isHint =
    (name: string) =>
    (message: { type: string }): message is never =>
      message.type === 'event' && JSON.stringify(message).includes(`"${name}":true`);
  // The first look may come after the first comment, and then it finds nothing new.
  await vi.waitFor(
    async () => {
      await send(`${first.url}/api/posts/${id}/comments`, {
        as: guest,
        headers: newKey(),
        body: { body: 'Who is there?' },
      });
      await vi.waitFor(() => expect(reader.heard.some(isHint('discussion'))).toBe(true));
    },
    { timeout: 15_000 },
  );
  await reader.hears(isHint('notifications'));
  reader.close();
});

test('a server that ends says so, and the next one goes on where the reader was', async () => {
  const trader = await addTrader(first.engine, 'Stays');
  const id = await addMarket(first.engine, trader.userId);
  const ending = await startOn(first.database);
  const reader = await openLive(ending.url);
  reader.subscribe(marketTopic(id));
  await reader.hearsOf('snapshot');
  await buy(ending.url, trader, id);
  await heardUpTo(reader, id, 1);
  await ending.close();
  expect(await reader.closed).toEqual({ code: 1012, reason: 'The server restarts.' });

  await buy(first.url, trader, id);
  const next = await startOn(first.database);
  const again = await openLive(next.url);
  again.subscribe(marketTopic(id), 1);
  const event = await again.hearsOf('event');
  expect(event).toMatchObject({ from: 1, seq: 2, event: { trades: [{ seq: 2 }] } });
  await next.close();
});
