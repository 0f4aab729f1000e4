import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { createTestDatabase, type TestDatabase } from '@mesh-markets/engine/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { StartError } from './startError.ts';

const log = pino({ level: 'silent' });
const open = (databaseUrl: string, connectMs?: number) =>
  openDatabase({ databaseUrl, dataDir: '/nowhere' }, log, connectMs);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The URL of the test database through a TCP port of this machine. */
const overTcp = (port: number): string => {
  const url = new URL(database.url);
  return `postgres://${url.searchParams.get('user')}@127.0.0.1:${port}${url.pathname}`;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
};

describe('openDatabase', () => {
  test('says at once when waiting would not help', async () => {
    const missing = new URL(database.url);
    missing.pathname = '/missing';
    await expect(open(missing.href)).rejects.toThrow(
      /refuses us: .*"missing" does not exist.*Check DATABASE_URL/,
    );
    await expect(open(missing.href)).rejects.toThrow(StartError);
  });

  test('gives up in a sentence', async () => {
    const url = overTcp(await freePort());
    await expect(open(url, 1)).rejects.toThrow(
      /No database answers at 127\.0\.0\.1:\d+ .*unset DATABASE_URL/,
    );
  });

  test('waits for a database that is still starting', async () => {
    const port = await freePort();
    const waiting = Promise.withResolvers<void>();
    const listening = pino({}, { write: (line) => line.includes('Waiting up to') && waiting.resolve() });
    const opening = openDatabase({ databaseUrl: overTcp(port), dataDir: '/nowhere' }, listening);
    await waiting.promise;
    const socketDir = new URL(database.url).searchParams.get('host') ?? '';
    const forwarder = createServer((socket) => {
      const postgres = connect(`${socketDir}/.s.PGSQL.5432`);
      socket.pipe(postgres).pipe(socket);
      for (const stream of [socket, postgres]) stream.on('error', () => undefined);
    });
    forwarder.listen(port, '127.0.0.1');
    expect((await opening).url).toBe(overTcp(port));
    forwarder.close();
  });
});
