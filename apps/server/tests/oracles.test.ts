import { marketTopic } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openLive } from './fixtures/liveReader.ts';
import {
  addMarket,
  addTrader,
  newKey,
  type Person,
  send,
  signUp,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let server: TestServer;
let asker: Awaited<ReturnType<typeof signUp>>;
let oracle: Awaited<ReturnType<typeof signUp>>;
beforeAll(async () => {
  server = await startTestServer({ CREATORS_TRADE: 'no', ABANDONED_AFTER_DAYS: '30' });
  asker = await signUp(server, 'Asker');
  oracle = await signUp(server, 'Oracle');
});
afterAll(() => server.end());

const post = (path: string, as: Person, body?: unknown) =>
  server.send(path, { method: 'POST', headers: newKey(), as, ...(body !== undefined && { body }) });

describe('closing early', () => {
  test.each([undefined, {}, { reason: '' }, { reason: '   ' }, { reason: 7 }, { reason: 'x'.repeat(501) }])(
    'without a reason that can be read is refused with what to add: %o',
    async (body) => {
      const id = await addMarket(server.engine, asker.me.id);
      const answer = await post(`/api/market/${id}/close`, asker, body);
      expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
      expect(JSON.stringify(answer.body)).toContain('reason');
      expect((await server.send(`/api/market/${id}`)).body.market.state).toBe('OPEN');
    },
  );

  test('with one keeps it on the market, for everybody', async () => {
    const id = await addMarket(server.engine, asker.me.id);
    const reason = 'Known since noon.';
    expect((await post(`/api/market/${id}/close`, asker, { reason })).status).toBe(200);
    const { market } = (await server.send(`/api/market/${id}`)).body;
    expect(market.closedEarly).toEqual({ by: market.creator, reason });
  });
});

test('what the settings say is told to everybody, and to whom it concerns before they try', async () => {
  expect((await server.send('/api/instance')).body).toMatchObject({
    creatorsTrade: false,
    oraclesTrade: true,
    abandonedAfterDays: 30,
  });
  const id = await addMarket(server.engine, asker.me.id);
  expect((await server.send(`/api/market/${id}`, { as: asker })).body.market.viewer.buyingRefused).toBe(
    'CREATOR',
  );
  const order = { side: 'YES', credits: 5 };
  expect(await post(`/api/market/${id}/trade`, asker, order)).toMatchObject({
    status: 403,
    body: { code: 'RESOLVERS_DO_NOT_TRADE' },
  });
  expect((await post(`/api/market/${id}/trade`, oracle, order)).status).toBe(200);
});

test('an oracle is asked, accepts and steps down, and open pages at every server follow', async () => {
  const second = await startOn(server.database);
  const id = await addMarket(server.engine, asker.me.id);
  const readers = await Promise.all([server.url, second.url].map((url) => openLive(url)));
  try {
    for (const reader of readers) {
      reader.subscribe(marketTopic(id));
      await reader.hearsOf('snapshot');
    }
    const heard = () =>
      readers.map(
        ({ heard: all }) => all.filter((one) => JSON.stringify(one).includes('"resolvers":true')).length,
      );
    const asked = await server.send(`/api/market/${id}/oracle`, {
      method: 'PUT',
      as: asker,
      body: { oracleId: oracle.me.id },
    });
    expect(asked).toMatchObject({ status: 200, body: { askedOracle: { id: oracle.me.id } } });
    await vi.waitFor(() => expect(heard()).toEqual([1, 1]), { timeout: 15_000 });
    const accepted = await post(`/api/market/${id}/oracle/accept`, oracle);
    expect(accepted).toMatchObject({ status: 200, body: { oracle: { id: oracle.me.id }, version: 0 } });
    await vi.waitFor(() => expect(heard()).toEqual([2, 2]), { timeout: 15_000 });
    expect((await post(`/api/market/${id}/oracle/step-down`, oracle)).body.oracle).toBeUndefined();
    const { body } = await send(`${second.url}/api/market/${id}`);
    const kinds = body.market.oracleChanges.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(['STEPPED_DOWN', 'ACCEPTED', 'ASKED']);
  } finally {
    for (const reader of readers) reader.close();
    await second.close();
  }
});

test('what waits is for moderators', async () => {
  const moderator = await signUp(server, 'Mod');
  expect((await server.send('/api/admin/waiting', { as: moderator })).status).toBe(403);
  await server.engine.setRole({ userId: moderator.me.id }, 'moderator');
  const trader = await addTrader(server.engine, 'Trader');
  const id = await addMarket(server.engine, trader.userId);
  await post(`/api/market/${id}/close`, trader, { reason: 'Known.' });
  const { body, status } = await server.send('/api/admin/waiting', { as: moderator });
  expect(status).toBe(200);
  expect(body.markets).toContainEqual(
    expect.objectContaining({
      market: expect.objectContaining({ id }),
      abandoned: false,
      hasConflict: false,
    }),
  );
});
