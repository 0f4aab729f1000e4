import { connect, type Socket } from 'node:net';
import { type MarketId, marketTopic } from '@mesh-markets/contract';
import { createApiKeys, createHttpServer } from './createHttpServer.ts';
import { inMs, memoryOf, pause, tradeAtEase } from './measure.ts';
import type { Row } from './report.ts';
import type { Stage } from './stage.ts';
import { compare } from './verify.ts';

export interface SlowWanted {
  readonly commands: number;
  /** Of each manner. */
  readonly clients?: number;
  /** In which the server wants a request whole. */
  readonly seconds?: number;
}

/** What memory may grow by while they hold on, in MiB. */
const MOST_GROWTH = 300;
const BYTE_EVERY_MS = 300;
/** Beyond so many times what a request may take, nobody is cut off any more. */
const PATIENCE = 10;

interface Manner {
  readonly what: string;
  /** Sent at once. */
  readonly opening: (market: MarketId) => string;
  /** Sent byte by byte, again and again; undefined for one who only does not read. */
  readonly drip: string | undefined;
}

const UPGRADE =
  'GET /api/live HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** A text frame with a mask of zeros, which leaves the text as it is. */
const frameOf = (text: string): string => {
  const head = [0x81, 0x80 | Math.min(126, text.length)];
  if (text.length >= 126) head.push(text.length >> 8, text.length & 255);
  return `${String.fromCharCode(...head, 0, 0, 0, 0)}${text}`;
};

const MANNERS: readonly Manner[] = [
  {
    what: 'headers a byte at a time',
    opening: () => 'GET /api/feed HTTP/1.1\r\nhost: x\r\nx-slow: ',
    drip: 'a',
  },
  {
    what: 'a body a byte at a time',
    opening: () =>
      'POST /api/auth/sign-in/email HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n{"email":"',
    drip: 'a',
  },
  {
    what: 'large answers that nobody reads',
    opening: () => 'GET /api/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(20),
    drip: undefined,
  },
  {
    what: 'live sockets that nobody reads',
    opening: (market) =>
      UPGRADE + frameOf(JSON.stringify({ type: 'subscribe', topics: [marketTopic(market)] })),
    drip: undefined,
  },
];

/** Clients of one manner; counts those that the server has not let go of. */
const openClients = (port: number, { opening, drip }: Manner, count: number, market: MarketId) => {
  const open = new Set<Socket>();
  for (let n = 0; n < count; n += 1) {
    const socket = connect(port, '127.0.0.1');
    // The one who drips hears whether it was cut off; the others take nothing in.
    if (drip === undefined) socket.pause();
    else socket.resume();
    socket.write(opening(market), 'latin1');
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    open.add(socket);
  }
  const dripping = setInterval(() => {
    if (drip !== undefined) for (const socket of open) socket.write(drip);
  }, BYTE_EVERY_MS);
  return {
    left: (): number => open.size,
    close: (): void => {
      clearInterval(dripping);
      for (const socket of open) socket.destroy();
    },
  };
};

/** Slow ones of every manner hold on to a server while others trade there. */
export const slowClients = async (
  stage: Stage,
  { commands, clients = 200, seconds = 5 }: SlowWanted,
): Promise<Row> => {
  const apiKeys = await createApiKeys(stage.engine, stage.people);
  const settings = { REQUEST_SECONDS: String(seconds) };
  const server = await createHttpServer(stage.url, 'http-slow', apiKeys, { settings });
  const port = Number(new URL(server.url()).port);
  let slow: ReturnType<typeof openClients>[] = [];
  try {
    await tradeAtEase(stage, server, 100, 60);
    const without = await tradeAtEase(stage, server, commands, 61);
    const before = memoryOf(server.pid());
    slow = MANNERS.map((manner) => openClients(port, manner, clients, stage.markets[0]!));
    const began = performance.now();
    const [headers, bodies] = slow as [(typeof slow)[0], (typeof slow)[0]];
    let most = before;
    const watchUntilCut = async (): Promise<number> => {
      while (headers.left() + bodies.left() > 0 && performance.now() - began < PATIENCE * seconds * 1000) {
        await pause(100);
        most = Math.max(most, memoryOf(server.pid()));
      }
      return performance.now() - began;
    };
    const [during, cutAfter] = await Promise.all([tradeAtEase(stage, server, commands, 62), watchUntilCut()]);
    most = Math.max(most, memoryOf(server.pid()));
    const kept = headers.left() + bodies.left();
    return {
      fault: 'slow clients',
      servers: '1 http',
      did: `${clients} each: ${MANNERS.map(({ what }) => what).join(', ')}; requests have ${seconds} s`,
      saw:
        `the slow senders were cut off within ${(cutAfter / 1000).toFixed(1)} s; memory grew by ${Math.max(0, most - before).toFixed(0)} MiB at most; ` +
        `a command took ${inMs(without.p50)} (p95 ${inMs(without.p95)}) without and ${inMs(during.p50)} (p95 ${inMs(during.p95)}) with them`,
      back: undefined,
      verdict: await compare(stage),
      wrong: [
        ...(kept === 0 ? [] : [`${kept} slow senders were never cut off`]),
        ...(most - before < MOST_GROWTH ? [] : [`memory grew by ${(most - before).toFixed(0)} MiB`]),
      ],
    };
  } finally {
    for (const some of slow) some.close();
    await server.kill();
  }
};
