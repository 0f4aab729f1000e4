import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEngine } from '@mesh-markets/engine';
import { createTestDatabase } from '@mesh-markets/engine/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { addMarket, addTrader, authSecret, inAnHour, type Person, send } from './fixtures/testServer.ts';

/** Real processes, started as an operator starts them. */

const program = path.join(import.meta.dirname, '..', 'src', 'main.ts');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mesh-markets-processes-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

const start = async (databaseUrl: string, timeZone = 'UTC'): Promise<Running> => {
  const child = spawn(process.execPath, [program, '--no-build'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      TZ: timeZone,
      DATABASE_URL: databaseUrl,
      DATA_DIR: folder,
      AUTH_SECRET: authSecret,
      PORT: '0',
      HOST: '127.0.0.1',
      TRADES_PER_MINUTE: '0',
      LEDGER_CHAIN: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const [, found] = /listening at (http:\/\/[\d.:]+)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  return { url, child };
};

const end = async ({ child }: Running): Promise<number | null> => {
  const exited = once(child, 'exit') as Promise<[number | null]>;
  child.kill('SIGTERM');
  return (await exited)[0];
};

test('three that start at once on an empty database, each in another time zone, keep the same books', async () => {
  const database = await createTestDatabase();
  // It comes migrated; these begin with nothing.
  await database.pool.query('drop schema public cascade');
  await database.pool.query('create schema public');
  const zones = ['Pacific/Kiritimati', 'Pacific/Niue', 'Asia/Kathmandu'];
  const servers = await Promise.all(zones.map((zone) => start(database.url, zone)));
  const books = await openEngine(database.url);
  try {
    const ana = await addTrader(books.engine, 'Ana');
    const closesAt = inAnHour();
    const command = { as: ana, headers: { 'idempotency-key': randomUUID() } };
    const made = await send(`${servers[0]!.url}/api/market`, {
      ...command,
      body: { question: 'Will it?', closesAt },
    });
    expect(made).toMatchObject({ status: 201, body: { closesAt, state: 'OPEN' } });
    for (const { url } of servers) {
      const headers = { 'idempotency-key': randomUUID() };
      const body = { side: 'YES', credits: 20 };
      const trade = await send(`${url}/api/market/${made.body.id}/trade`, { as: ana, headers, body });
      expect(trade.status).toBe(200);
      expect(Math.abs(Date.parse(trade.body.trade.createdAt) - Date.now())).toBeLessThan(1_800_000);
    }
    const seen = await Promise.all(
      servers.map(({ url }) => send(`${url}/api/market/${made.body.id}/trades`)),
    );
    for (const { body } of seen) expect(body).toEqual(seen[0]!.body);
    await books.engine.extendChain();
    expect(await books.engine.verifyChain()).toMatchObject({ unchained: 0, broken: undefined });
    expect((await books.engine.audit()).clean).toBe(true);
    expect(await Promise.all(servers.map(end))).toEqual([0, 0, 0]);
  } finally {
    for (const { child } of servers) child.kill('SIGKILL');
    await books.close();
    await database.drop();
  }
}, 120_000);

test('one that is told to end under load has done what it answered, once, and nothing else', async () => {
  const database = await createTestDatabase();
  const books = await openEngine(database.url);
  const server = await start(database.url);
  try {
    const people = await Promise.all(
      Array.from({ length: 8 }, (_, n) => addTrader(books.engine, `Person ${n}`)),
    );
    const markets = await Promise.all([0, 1].map((n) => addMarket(books.engine, people[n]!.userId)));
    const commands = Array.from({ length: 4_000 }, (_, n) => ({
      to: `/api/market/${markets[n % 2]}/trade`,
      as: people[n % 8] as Person,
      headers: { 'idempotency-key': randomUUID() },
      body: { side: n % 2 === 0 ? 'YES' : 'NO', credits: 5 },
    }));
    const done = new Set<number>();
    let next = 0;
    const work = async (): Promise<void> => {
      for (let n = next++; n < commands.length; n = next++) {
        const { to, ...command } = commands[n]!;
        const answer = await send(server.url + to, command).catch(() => undefined);
        if (answer === undefined) return;
        if (answer.status === 200) done.add(n);
        else expect(answer.body.code).toBe('SHUTTING_DOWN');
      }
    };
    const working = Promise.all(Array.from({ length: 8 }, work));
    await vi.waitFor(() => expect(done.size).toBeGreaterThan(60), 30_000);
    expect(await end(server)).toBe(0);
    await working;
    expect(done.size).toBeLessThan(commands.length);
    const counts = await Promise.all(
      markets.map(async (id) => (await books.engine.getMarket(id)).market.tradeCount),
    );
    // Told to end, it answers all it has begun: none was done that its sender does not know of.
    expect(counts[0]! + counts[1]!).toBe(done.size);
    expect((await books.engine.audit()).clean).toBe(true);
  } finally {
    server.child.kill('SIGKILL');
    await books.close();
    await database.drop();
  }
}, 120_000);
