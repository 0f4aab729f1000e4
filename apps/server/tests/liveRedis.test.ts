import { type MarketId, marketTopic } from '@mesh-markets/contract';
import { createTestDatabase, type TestDatabase } from '@mesh-markets/engine/testing';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunningServer } from '../src/startServer.ts';
import { heardUpTo, type LiveReader, openLive } from './fixtures/liveReader.ts';
import { freePort, redisProgram } from './fixtures/programs.ts';
import { startRedis } from './fixtures/redis.ts';
import { newKey, type Person, send, signUp, startOn } from './fixtures/testServer.ts';

/* Two servers that tell each other by Redis what they wrote. */

const connected = 'Redis carries live hints between the servers';
const away = 'Redis does not answer; looking into the database for what other servers write';

let database: TestDatabase;
let port: number;
let servers: RunningServer[];
let logs: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  port = await freePort();
});
beforeEach(() => {
  servers = [];
  logs = [];
});
afterEach(async () => {
  for (const server of servers) await server.close();
});
afterAll(() => database.drop());

const startBoth = async (): Promise<[first: string, second: string]> => {
  const log = pino({ level: 'info' }, { write: (line: string) => logs.push(JSON.parse(line).msg) });
  for (let n = 0; n < 2; n += 1)
    servers.push(await startOn(database, { REDIS_URL: `redis://127.0.0.1:${port}` }, { log }));
  return [servers[0]!.url, servers[1]!.url];
};

const said = (words: string, times: number): Promise<void> =>
  vi.waitFor(() => expect(logs.filter((line) => line === words)).toHaveLength(times), { timeout: 15_000 });

/** Somebody at the first server, and a reader of their market at the second. */
const meet = async (first: string, second: string) => {
  const person = await signUp({ send: (path, sent) => send(first + path, sent) }, 'Redis');
  const { body: market } = await send(`${first}/api/market`, {
    as: person,
    headers: newKey(),
    body: { question: 'Is it told?', closesAt: new Date(Date.now() + 3_600_000).toISOString(), b: 50 },
  });
  const id = market.id as MarketId;
  const reader = await openLive(second);
  reader.subscribe(marketTopic(id));
  await reader.hearsOf('snapshot');
  return { person, id, reader };
};

const buy = (url: string, as: Person, id: MarketId) =>
  send(`${url}/api/market/${id}/trade`, { as, headers: newKey(), body: { side: 'YES', credits: 3 } });

const say = (url: string, as: Person, id: MarketId) =>
  send(`${url}/api/posts/${id}/comments`, { as, headers: newKey(), body: { body: 'Told?' } });

const hearsOfTalk = (reader: LiveReader) =>
  reader.hears(
    (message): message is never =>
      message.type === 'event' && 'discussion' in message.event && message.event.discussion === true,
  );

test('a Redis that is not there is said so, and what others trade is heard all the same', async () => {
  const [first, second] = await startBoth();
  await said(away, 2);
  const { person, id, reader } = await meet(first, second);
  await buy(first, person, id);
  await heardUpTo(reader, id, 1);
  expect(logs).not.toContain(connected);
});

if (redisProgram === undefined)
  process.stderr.write('No redis-server on this machine: the tests with a real Redis are left out.\n');

// Only a machine that has a Redis can tell whether a real one is spoken to rightly.
describe.skipIf(redisProgram === undefined)('a real Redis', () => {
  test('carries who wrote where, and not what', async () => {
    const redis = await startRedis(port);
    const [first, second] = await startBoth();
    await said(connected, 2);
    const spy = new Redis(port, '127.0.0.1');
    const hints: string[] = [];
    spy.on('pmessage', (_pattern, _channel, hint: string) => hints.push(hint));
    await spy.psubscribe('mesh-markets:live:*');
    const { person, id, reader } = await meet(first, second);
    await say(first, person, id);
    await hearsOfTalk(reader);
    await buy(first, person, id);
    await heardUpTo(reader, id, 1);
    const all = hints.map((hint) => JSON.parse(hint));
    expect(all.some(({ discussions }) => discussions.includes(id))).toBe(true);
    expect(all.some(({ markets, users }) => markets.includes(id) && users.includes(person.me.id))).toBe(true);
    expect(hints.join()).not.toMatch(/credits|balance|Told/);
    spy.disconnect();
    await redis.stop();
  });

  test('may die and come back: nothing is missed, and hints are carried again', async () => {
    const redis = await startRedis(port);
    const [first, second] = await startBoth();
    await said(connected, 2);
    const { person, id, reader } = await meet(first, second);
    await redis.stop();
    await said(away, 2);
    await buy(first, person, id);
    await heardUpTo(reader, id, 1);

    const again = await startRedis(port);
    await said(connected, 4);
    // The connection is there a moment before its subscription; a hint that falls in between is lost, as any may be.
    await vi.waitFor(
      async () => {
        await say(first, person, id);
        await vi.waitFor(() => expect(JSON.stringify(reader.heard)).toContain('"discussion":true'));
      },
      { timeout: 15_000 },
    );
    await again.stop();
  });
});
