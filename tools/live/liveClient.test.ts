import { createClient, createLive, type LiveClient, type LiveNews } from '@mesh-markets/client';
import { type Market, type MarketTopic, marketTopic } from '@mesh-markets/contract';
import { createTestDatabase, type TestDatabase } from '@mesh-markets/engine/testing';
import { type RunningServer, readSettings, startServer } from '@mesh-markets/server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { signUp } from '../replay/instance.ts';

/* The live client against a real server, which is stopped and started under it. */

type Client = ReturnType<typeof createClient>;
type MarketNews = LiveNews<MarketTopic>;

let database: TestDatabase;
let server: RunningServer;
let trader: Client;
let key: string;
let live: LiveClient;
let market: Market;

const start = (port = 0): Promise<RunningServer> =>
  startServer(
    readSettings({
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      AUTH_SECRET: 'only a test knows this secret of live pages',
      TRADES_PER_MINUTE: '0',
      MARKETS_PER_HOUR: '0',
      LOG_LEVEL: 'silent',
    }),
    { webRoot: '/nowhere' },
  );

beforeAll(async () => {
  database = await createTestDatabase();
  server = await start();
  ({ client: trader } = await signUp(server.url, 'Trader'));
  key = (await trader.call('createApiKey', { body: { name: 'live' } })).secret;
});
beforeEach(async () => {
  live = createLive({
    baseUrl: server.url,
    apiKey: key,
    backoff: { next: () => 20, reset: () => undefined },
  });
  const closesAt = new Date(Date.now() + 3_600_000).toISOString();
  market = await trader.call('createMarket', { body: { question: 'Is it live?', closesAt, b: 500 } });
});
afterEach(() => live.close());
afterAll(async () => {
  await server.close();
  await database.drop();
});

const buy = (credits = 5) =>
  trader.call('placeTrade', { params: { id: market.id }, body: { side: 'YES', credits } });

/** Everything told of the market, and how far it is. */
const listen = () => {
  const heard: MarketNews[] = [];
  const stop = live.subscribe(marketTopic(market.id), { onNews: (news) => heard.push(news) });
  const reaches = (seq: number): Promise<void> =>
    vi.waitFor(() => expect(heard.at(-1)?.seq).toBe(seq), { timeout: 10_000 });
  const tradeNumbers = (): number[] =>
    heard.flatMap((news) => (news.type === 'event' ? news.event.trades : news.trades)).map(({ seq }) => seq);
  return { heard, stop, reaches, tradeNumbers };
};

test('hears a market from its snapshot on, and no longer when it is let go', async () => {
  const { heard, stop, reaches, tradeNumbers } = listen();
  expect(live.state()).toBe('connecting');
  await reaches(0);
  expect(live.state()).toBe('live');
  const { trade } = await buy();
  await reaches(1);
  expect(heard.map(({ type }) => type)).toEqual(['snapshot', 'event']);
  expect(tradeNumbers()).toEqual([trade.seq]);
  stop();
  const other = listen();
  await other.reaches(1);
  await buy();
  await other.reaches(2);
  expect(heard).toHaveLength(2);
});

test('goes on after a restart where it was, and hears what was missed', async () => {
  const states: string[] = [];
  live.onState((state) => states.push(state));
  const { heard, reaches, tradeNumbers } = listen();
  await reaches(0);
  await buy();
  await reaches(1);
  const { port } = new URL(server.url);
  await server.close();
  await vi.waitFor(() => expect(live.state()).toBe('down'));
  const meanwhile = await start();
  const { client } = { client: createClient({ baseUrl: meanwhile.url, apiKey: key }) };
  for (const credits of [3, 4])
    await client.call('placeTrade', { params: { id: market.id }, body: { side: 'NO', credits } });
  await meanwhile.close();
  server = await start(Number(port));
  await reaches(3);
  expect(heard.map(({ type }) => type)).toEqual(['snapshot', 'event', 'event']);
  expect(tradeNumbers()).toEqual([1, 3, 2]);
  expect(states).toEqual(['live', 'connecting', 'down', 'live']);
});

test('hears of its own account, and is told what it may not hear', async () => {
  const balances: (number | undefined)[] = [];
  live.subscribe('user', {
    onNews: (news) => balances.push(news.type === 'snapshot' ? news.balance : news.event.balance),
  });
  await vi.waitFor(() => expect(balances).toHaveLength(1));
  const { balance } = await buy(7);
  await vi.waitFor(() => expect(balances).toContain(balance));

  const visitor = createLive({ baseUrl: server.url });
  const refusals: string[] = [];
  visitor.subscribe('user', {
    onNews: () => refusals.push('told'),
    onRefused: (code) => refusals.push(code),
  });
  visitor.subscribe('market:999999', {
    onNews: () => refusals.push('told'),
    onRefused: (code) => refusals.push(code),
  });
  await vi.waitFor(() => expect(refusals.toSorted()).toEqual(['NOT_FOUND', 'UNAUTHENTICATED']));
  visitor.close();
});

test('many markets are asked for in one message, and each is heard', async () => {
  const closesAt = new Date(Date.now() + 3_600_000).toISOString();
  const ids = [];
  for (let n = 0; n < 30; n += 1)
    ids.push((await trader.call('createMarket', { body: { question: `Number ${n}?`, closesAt, b: 50 } })).id);
  const heard = new Set<string>();
  for (const id of ids) live.subscribe(marketTopic(id), { onNews: ({ topic }) => heard.add(topic) });
  await vi.waitFor(() => expect(heard.size).toBe(30));
});
