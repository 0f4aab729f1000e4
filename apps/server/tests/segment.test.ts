import { outgoing } from '@mesh-markets/engine/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Receiver, startReceiver } from './fixtures/receiver.ts';
import {
  addMarket,
  addTrader,
  newKey,
  signUp,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

const within = { timeout: 15_000, interval: 50 };
const settings = (receiver: Receiver) => ({ SEGMENT_WRITE_KEY: 'write-key', SEGMENT_ENDPOINT: receiver.url });

let receiver: Receiver;
let server: TestServer;
beforeAll(async () => {
  receiver = await startReceiver(200);
  server = await startTestServer(settings(receiver));
});
afterAll(async () => {
  await server.end();
  await receiver.close();
});

interface Track {
  readonly type: string;
  readonly event: string;
  readonly messageId: string;
  readonly anonymousId: string;
  readonly timestamp: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const tracks = (): Track[] => receiver.received.flatMap(({ body }) => JSON.parse(body).batch as Track[]);

const trade = async (trader: Awaited<ReturnType<typeof addTrader>>, market: string): Promise<void> => {
  const body = { side: 'YES', credits: 10 };
  const answer = await server.send(`/api/market/${market}/trade`, { as: trader, headers: newKey(), body });
  expect(answer.status).toBe(200);
};

/** The back-off is over. */
const tryAgainNow = (): Promise<void> => outgoing.retrySegment(server.database.pool);

test('track calls arrive in batches, in order, and say neither who nor what was asked', async () => {
  const person = await signUp(server, 'Wilhelmina');
  const trader = await addTrader(server.engine, 'Zacharias');
  const market = await addMarket(server.engine, trader.userId, { question: 'Will Konstantin win?' });
  await trade(trader, market);
  await vi.waitFor(() => expect(tracks().map(({ event }) => event)).toContain('market_traded'), within);
  const calls = tracks();
  expect(calls.filter(({ event }) => event === 'user_signed_up')).toHaveLength(2);
  const traded = calls.find(({ event }) => event === 'market_traded')!;
  expect(traded).toMatchObject({
    type: 'track',
    messageId: expect.stringMatching(/^evt_[0-9a-f]{32}$/),
    anonymousId: expect.stringMatching(/^[0-9a-f]{32}$/),
    properties: { marketId: market, credits: 10, action: 'BUY' },
  });
  const created = calls.find(({ event }) => event === 'market_created')!;
  expect(created.anonymousId).toBe(traded.anonymousId);
  const sent = receiver.received.map(({ body }) => body).join('');
  for (const word of ['Wilhelmina', 'Zacharias', 'Konstantin', person.email, 'userId', 'question']) {
    expect(sent.toLowerCase()).not.toContain(word.toLowerCase());
  }
  const basic = `Basic ${Buffer.from('write-key:').toString('base64')}`;
  expect(receiver.received.every(({ headers }) => headers.authorization === basic)).toBe(true);
});

test('each event once under two servers, and again from where it was after a failure', async () => {
  const second = await startOn(server.database, settings(receiver));
  const trader = await addTrader(server.engine, 'Often');
  const market = await addMarket(server.engine, trader.userId);
  receiver.answerWith(500);
  await Promise.all(Array.from({ length: 20 }, () => trade(trader, market)));
  await vi.waitFor(async () => {
    expect(await outgoing.segment(server.database.pool)).toMatchObject({
      problem: 'The receiver answered 500.',
    });
  }, within);
  await vi.waitFor(async () => expect(await outgoing.factsWaiting(server.database.pool)).toBe(0), within);
  receiver.received.length = 0;
  receiver.answerWith(200);
  await Promise.all([tryAgainNow(), tryAgainNow()]);
  const mine = () =>
    tracks().filter(({ event, properties }) => event === 'market_traded' && properties.marketId === market);
  await vi.waitFor(() => expect(mine()).toHaveLength(20), within);
  await second.close();
  expect(new Set(mine().map(({ messageId }) => messageId)).size).toBe(20);
});

test('an event that is not taken in any company is left behind, and the others arrive', async () => {
  const trader = await addTrader(server.engine, 'Bad');
  const market = await addMarket(server.engine, trader.userId);
  receiver.received.length = 0;
  receiver.answerWith((response, { body }) =>
    response.writeHead(body.includes(`${market}-2`) ? 400 : 200).end(),
  );
  for (let n = 0; n < 4; n += 1) await trade(trader, market);
  await vi.waitFor(async () => {
    expect(await outgoing.factsWaiting(server.database.pool)).toBe(0);
    expect((await outgoing.segment(server.database.pool)).done).toBe(true);
  }, within);
  const taken = receiver.received
    .filter(({ body }) => !body.includes(`${market}-2`))
    .map(({ body }) => body)
    .join('');
  for (const seq of [1, 3, 4]) expect(taken).toContain(`${market}-${seq}`);
});
