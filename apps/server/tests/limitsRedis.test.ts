import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openEngine } from '@mesh-markets/engine';
import { createTestDatabase } from '@mesh-markets/engine/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { freePort, redisProgram } from './fixtures/programs.ts';
import { startRedis, type TestRedis } from './fixtures/redis.ts';
import { addTrader, authSecret, newKey, type Person, send } from './fixtures/testServer.ts';

/* Two server processes on one database that count together in Redis. */

const MOST = 6;
const together = 'Redis counts the limits of all servers together';
const apart = 'Redis does not answer; each server counts its limits for itself';

interface Process {
  readonly url: string;
  readonly child: ChildProcess;
  readonly logs: string[];
}

const run = async (databaseUrl: string, redisPort: number, secret = authSecret): Promise<Process> => {
  const child = fork(path.join(import.meta.dirname, 'fixtures', 'runServer.ts'), {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      AUTH_SECRET: secret,
      REDIS_URL: `redis://127.0.0.1:${redisPort}`,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      POSTS_PER_HOUR: String(MOST),
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const logs: string[] = [];
  createInterface({ input: child.stdout! }).on('line', (line) => logs.push(JSON.parse(line).msg));
  const [url] = (await once(child, 'message')) as [string];
  return { url, child, logs };
};

const said = ({ logs }: Process, words: string, times: number): Promise<void> =>
  vi.waitFor(() => expect(logs.filter((line) => line === words)).toHaveLength(times), { timeout: 60_000 });

const post = ({ url }: Process, as: Person) =>
  send(`${url}/api/posts`, { as, headers: newKey(), body: { body: 'Hello.' } });

const leftOf = async (server: Process, as: Person): Promise<number> =>
  Number(/"posts";r=(\d+)/.exec((await post(server, as)).headers.get('ratelimit')!)![1]);

const isShared = async ({ url }: Process): Promise<boolean> =>
  /^mesh_limits_shared 1$/m.test((await send(`${url}/metrics`)).body);

// Only a machine that has a Redis can tell whether a real one counts rightly; liveRedis.test.ts says so where there is none.
describe.skipIf(redisProgram === undefined)('limits in a real Redis', { timeout: 120_000 }, () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let books: Awaited<ReturnType<typeof openEngine>>;
  let redis: TestRedis;
  let port: number;
  let servers: Process[];
  let ann: Person;

  const start = async (secret?: string): Promise<Process> => {
    const server = await run(database.url, port, secret);
    servers.push(server);
    await said(server, together, 1);
    return server;
  };

  beforeEach(async () => {
    servers = [];
    port = await freePort();
    redis = await startRedis(port);
    database = await createTestDatabase();
    books = await openEngine(database.url);
    ann = await addTrader(books.engine, 'Ann');
  });
  afterEach(async () => {
    for (const { child } of servers) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    await redis.stop();
    await books.close();
    await database.drop();
  });

  test('are shared by two processes, and by nobody of another instance', async () => {
    const [first, second] = [await start(), await start()];
    const answers = await Promise.all(
      Array.from({ length: 3 * MOST }, (_, i) => post(i % 2 === 0 ? first : second, ann)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(MOST);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2 * MOST);
    const refused = await post(second, ann);
    expect(refused.headers.get('ratelimit')).toMatch(/^"posts";r=0;t=\d+, "posts-by-address";r=\d+;t=\d+$/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3500);
    expect((await post(first, await addTrader(books.engine, 'Bob'))).status).toBe(201);
    expect((await post(await start('another secret of another instance, 33+'), ann)).status).toBe(201);
  });

  test('are counted by each process while Redis is gone, and together again when it is back', async () => {
    const [first, second] = [await start(), await start()];
    expect([await leftOf(first, ann), await leftOf(second, ann)]).toEqual([5, 4]);
    expect(await isShared(first)).toBe(true);

    await redis.stop();
    await Promise.all([said(first, apart, 1), said(second, apart, 1)]);
    expect([await leftOf(first, ann), await leftOf(second, ann), await leftOf(first, ann)]).toEqual([
      5, 5, 4,
    ]);
    expect(await isShared(first)).toBe(false);

    redis = await startRedis(port);
    await Promise.all([said(first, together, 2), said(second, together, 2)]);
    expect([await leftOf(first, ann), await leftOf(second, ann)]).toEqual([5, 4]);
    expect(first.logs.filter((line) => line === apart)).toHaveLength(1);
  });

  test('nobody waits for a Redis that stands still', async () => {
    const server = await start();
    expect(await leftOf(server, ann)).toBe(5);
    redis.freeze();
    // Answered while it stands still: the first after a short wait, the others at once.
    expect([await leftOf(server, ann), await leftOf(server, ann)]).toEqual([5, 4]);
    // A busy machine may have taken Redis for away before.
    await vi.waitFor(() => expect(server.logs).toContain(apart));
    redis.thaw();
    await vi.waitFor(async () => expect(await isShared(server)).toBe(true), { timeout: 60_000 });
    expect(await leftOf(server, ann)).toBeLessThan(5);
  });
});
