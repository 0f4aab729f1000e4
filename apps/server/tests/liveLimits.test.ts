import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { LIVE_CLOSE, LIVE_MESSAGE_BYTES, LIVE_PATH, LIVE_TOPICS, marketTopic } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openLive } from './fixtures/liveReader.ts';
import {
  addMarket,
  addTrader,
  newKey,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

/** The answer to a handshake as a browser would send it from a page of some site. */
const shake = async (headers: Record<string, string>, url = server.url): Promise<string> => {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  const lines = Object.entries({
    host,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  socket.write(`GET ${LIVE_PATH} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString();
};

describe('a connection', () => {
  test('from a page of another site is refused, from the own page and from programs not', async () => {
    const elsewhere = await shake({ origin: 'https://evil.example', cookie: 'mesh.session_token=x' });
    expect(elsewhere).toMatch(/^HTTP\/1.1 403 /);
    expect(elsewhere).toContain('FORBIDDEN');
    expect(await shake({ 'sec-fetch-site': 'cross-site', origin: server.url })).toMatch(/^HTTP\/1.1 403 /);
    expect(await shake({ origin: 'null' })).toMatch(/^HTTP\/1.1 403 /);
    expect(await shake({ origin: new URL(server.url).origin })).toMatch(/^HTTP\/1.1 101 /);
    expect(await shake({})).toMatch(/^HTTP\/1.1 101 /);
  });

  test('with a wrong key is refused before it opens', async () => {
    const answer = await shake({ authorization: 'Bearer mm_wrong' });
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
    expect(answer).toContain('UNAUTHENTICATED');
  });

  test('that is none is told what this address speaks', async () => {
    expect(await server.send(LIVE_PATH)).toMatchObject({
      status: 400,
      body: { detail: 'This address speaks WebSocket: connect with ws:// or wss://.' },
    });
  });

  test('counts for its address, until it ends', async () => {
    const small = await startOn(server.database, { LIVE_SOCKETS_PER_ADDRESS: '2' });
    const [one] = [await openLive(small.url), await openLive(small.url)];
    const refused = await shake({}, small.url);
    expect(refused).toMatch(/^HTTP\/1.1 429 /);
    expect(refused).toMatch(/retry-after: 10/i);
    one.close();
    await vi.waitFor(async () => expect(await shake({}, small.url)).toMatch(/ 101 /), patience);
    await small.close();
  });
});

describe('a message', () => {
  test.each([
    ['no JSON', '{', 'Send JSON.'],
    ['an unknown type', '{"type":"shout"}', /^type: /],
    ['an unknown topic', '{"type":"subscribe","topics":["weather"]}', /"market:" with the id of a market/],
    [
      'too many topics',
      JSON.stringify({ type: 'subscribe', topics: Array(LIVE_TOPICS + 1).fill('feed') }),
      /topics/,
    ],
  ])('with %s is refused by name', async (_, text, words) => {
    const reader = await openLive(server.url);
    reader.send(text);
    const error = await reader.hearsOf('error');
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', message: expect.stringMatching(words) });
    reader.close();
  });

  test('that is too large ends the connection', async () => {
    const reader = await openLive(server.url);
    reader.send('x'.repeat(LIVE_MESSAGE_BYTES + 1));
    expect((await reader.closed).code).toBe(1009);
  });

  test('a hundred times over ends it too', async () => {
    const reader = await openLive(server.url);
    for (let n = 0; n < 300; n += 1) reader.send({ type: 'ping' });
    expect((await reader.closed).code).toBe(LIVE_CLOSE.FLOOD);
  });

  test('for more topics than one connection may have is refused topic by topic', async () => {
    const trader = await addTrader(server.engine, 'Many');
    const ids = [];
    for (let n = 0; n <= LIVE_TOPICS; n += 1)
      ids.push(await addMarket(server.engine, trader.userId, { b: 50 }));
    const reader = await openLive(server.url);
    reader.send({ type: 'subscribe', topics: ids.slice(1).map(marketTopic) });
    await reader.hearsOf('snapshot', marketTopic(ids.at(-1)!));
    reader.subscribe(marketTopic(ids[0]!));
    expect(await reader.hearsOf('error')).toMatchObject({
      code: 'RATE_LIMITED',
      topic: marketTopic(ids[0]!),
    });
    reader.send({ type: 'unsubscribe', topics: [marketTopic(ids[1]!)] });
    reader.subscribe(marketTopic(ids[0]!));
    await reader.hearsOf('snapshot', marketTopic(ids[0]!));
    reader.close();
  });
});

const patience = { timeout: 8_000 };

/** A client's text frame: masked, as the protocol wants it. */
const frame = (text: string): Buffer => {
  const body = Buffer.from(text);
  const mask = randomBytes(4);
  const head = Buffer.alloc(4);
  head.writeUInt16BE((0x81 << 8) | 0x80 | 126);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, mask, body.map((byte, i) => byte ^ mask[i % 4]!)]);
};

test('a reader who does not keep up loses the topic, is told so, and costs no memory meanwhile', async () => {
  const trader = await addTrader(server.engine, 'Slow');
  const id = await addMarket(server.engine, trader.userId);
  for (let n = 0; n < 20; n += 1)
    await server.send(`/api/market/${id}/trade`, {
      as: trader,
      headers: newKey(),
      body: { side: 'YES', credits: 9 },
    });
  const { hostname, port, host } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET ${LIVE_PATH} HTTP/1.1\r\nhost: ${host}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
      `sec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
  );
  await once(socket, 'data');
  socket.pause();
  // Asks for far more than the system's own buffers hold, and reads none of it.
  const ask = frame(JSON.stringify({ type: 'subscribe', topics: Array(LIVE_TOPICS).fill(marketTopic(id)) }));
  for (let n = 0; n < 20; n += 1) socket.write(ask);
  await vi.waitFor(async () => {
    const { body } = await server.send('/metrics');
    expect(Number(/^mesh_live_dropped_total (\d+)/m.exec(body)?.[1])).toBeGreaterThan(0);
  }, patience);
  let heard = '';
  socket.on('data', (bytes) => {
    heard = (heard + bytes.toString()).slice(-10_000);
  });
  socket.resume();
  await vi.waitFor(() => expect(heard).toContain(`{"type":"resync","topic":"${marketTopic(id)}"}`), patience);
  socket.destroy();
});
