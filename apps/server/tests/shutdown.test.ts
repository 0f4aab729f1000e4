import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { createServer } from '../src/app.ts';
import { readSettings } from '../src/settings.ts';
import {
  addMarket,
  addTrader,
  authSecret,
  newKey,
  send,
  signUp,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

const isAnybodyWaiting = async (server: TestServer): Promise<boolean> => {
  const { rowCount } = await server.database.pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rowCount !== 0;
};

describe('the end of a server', () => {
  test('comes after the trades in flight are answered', async () => {
    const server = await startTestServer();
    const trader = await addTrader(server.engine, 'Patient');
    const marketId = await addMarket(server.engine, trader.userId);
    const blocker = await server.database.pool.connect();
    await blocker.query('begin');
    await blocker.query('select from prediction_market where id = $1 for update', [marketId]);
    const trades = [1, 2, 3].map(() =>
      server.send(`/api/market/${marketId}/trade`, {
        as: trader,
        headers: newKey(),
        body: { side: 'YES', credits: 10 },
      }),
    );
    await vi.waitFor(async () => expect(await isAnybodyWaiting(server)).toBe(true));

    const closing = server.close();
    await expect(server.send('/healthz')).rejects.toThrow();
    const first = await Promise.race([
      closing.then(() => 'closed'),
      blocker.query('rollback').then(() => 'unblocked'),
    ]);
    expect(first).toBe('unblocked');
    blocker.release();
    for (const trade of await Promise.all(trades)) expect(trade.status).toBe(200);
    await closing;
    expect((await server.engine.getMarket(marketId)).market.tradeCount).toBe(3);
    expect((await server.engine.audit()).clean).toBe(true);
    await server.end();
  });

  test('is the beginning of the next, which knows all that was', async () => {
    const server = await startTestServer();
    const person = await signUp(server, 'Returner');
    const trader = await addTrader(server.engine, 'Trader');
    const marketId = await addMarket(server.engine, trader.userId);
    const command = { as: trader, headers: newKey(), body: { side: 'YES', credits: 10 } };
    const before = await server.send(`/api/market/${marketId}/trade`, command);
    await server.close();
    await server.close();

    const next = await startOn(server.database);
    const after = await send(`${next.url}/api/market/${marketId}/trade`, command);
    expect(after.body).toEqual(before.body);
    expect(after.headers.get('idempotency-replayed')).toBe('true');
    expect((await send(`${next.url}/api/me`, { as: person })).body).toEqual(person.me);
    await next.close();
    await server.end();
  });

  test('shows in readyz before it comes', async () => {
    const server = await startTestServer();
    const settings = readSettings({ AUTH_SECRET: authSecret });
    const { app, beginShutdown } = await createServer({
      settings,
      authSecret,
      pool: server.database.pool,
      engine: server.engine,
      log: pino({ level: 'silent' }),
    });
    expect((await app.inject('/readyz')).statusCode).toBe(200);
    beginShutdown();
    expect((await app.inject('/readyz')).statusCode).toBe(503);
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    await app.close();
    await server.end();
  });

  test('refuses what comes too late by name', async () => {
    const server = await startTestServer();
    const trader = await addTrader(server.engine, 'Late');
    const marketId = await addMarket(server.engine, trader.userId);
    await server.engine.drain();
    const settings = readSettings({ AUTH_SECRET: authSecret, TRADES_PER_MINUTE: '0' });
    const { app } = await createServer({
      settings,
      authSecret,
      pool: server.database.pool,
      engine: server.engine,
      log: pino({ level: 'silent' }),
    });
    const answer = await app.inject({
      method: 'POST',
      url: `/api/market/${marketId}/trade`,
      headers: { ...trader.headers, ...newKey() },
      payload: { side: 'YES', credits: 10 },
    });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'SHUTTING_DOWN' });
    await app.close();
    await server.end();
  });
});
