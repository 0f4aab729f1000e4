import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { openEngine } from '@mesh-markets/engine';
import { createTestDatabase } from '@mesh-markets/engine/testing';
import { expect, test } from 'vitest';
import { type Answer, addMarket, addTrader, authSecret, send } from './fixtures/testServer.ts';

const runServer = async (databaseUrl: string): Promise<{ url: string; process: ChildProcess }> => {
  const child = fork(path.join(import.meta.dirname, 'fixtures', 'runServer.ts'), {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      AUTH_SECRET: authSecret,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      TRADES_PER_MINUTE: '0',
    },
  });
  const [url] = (await once(child, 'message')) as [string];
  return { url, process: child };
};

const kill = async (child: ChildProcess): Promise<void> => {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
};

test('a server killed under load loses no trade it answered and repeats none', async () => {
  const database = await createTestDatabase();
  const books = await openEngine(database.url);
  const people = await Promise.all(
    Array.from({ length: 10 }, (_, i) => addTrader(books.engine, `Trader ${i}`)),
  );
  const markets = await Promise.all([0, 1, 2].map((i) => addMarket(books.engine, people[i]!.userId)));
  const commands = Array.from({ length: 600 }, (_, i) => ({
    path: `/api/market/${markets[i % 3]}/trade`,
    as: people[i % 10]!,
    headers: { 'idempotency-key': randomUUID() },
    body: { side: i % 2 === 0 ? 'YES' : 'NO', credits: 5 + (i % 7) },
  }));

  const first = await runServer(database.url);
  const answered = new Map<number, Answer>();
  const killAt = 150;
  const enough = Promise.withResolvers<void>();
  let next = 0;
  const sendNext = async (): Promise<void> => {
    for (let i = next++; i < commands.length; i = next++) {
      const { path: to, ...command } = commands[i]!;
      const answer = await send(first.url + to, command).catch(() => undefined);
      // The server is gone: what was in flight may or may not have happened.
      if (answer === undefined) return;
      answered.set(i, answer);
      if (answered.size === killAt) enough.resolve();
    }
  };
  const load = Promise.all(Array.from({ length: 40 }, sendNext));
  await enough.promise;
  await kill(first.process);
  await load;
  expect(answered.size).toBeGreaterThanOrEqual(killAt);
  expect(answered.size).toBeLessThan(commands.length);
  for (const { status } of answered.values()) expect(status).toBe(200);

  const second = await runServer(database.url);
  const again = await Promise.all(commands.map(({ path: to, ...command }) => send(second.url + to, command)));
  for (const [i, answer] of again.entries()) {
    expect(answer.status).toBe(200);
    const before = answered.get(i);
    if (before === undefined) continue;
    expect(answer.body).toEqual(before.body);
    expect(answer.headers.get('idempotency-replayed')).toBe('true');
  }
  expect(new Set(again.map(({ body }) => body.trade.id)).size).toBe(commands.length);
  const details = await Promise.all(markets.map((id) => books.engine.getMarket(id)));
  expect(details.reduce((sum, { market }) => sum + market.tradeCount, 0)).toBe(commands.length);
  expect((await books.engine.audit()).laws.filter(({ broken }) => broken > 0)).toEqual([]);

  await kill(second.process);
  await books.close();
  await database.drop();
});
