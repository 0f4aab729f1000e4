import websocket, { type WebSocket, type WebsocketPluginOptions } from '@fastify/websocket';
import { LIVE_CLOSE, LIVE_MESSAGE_BYTES, LIVE_PATH, type UserId } from '@mesh-markets/contract';
import { Refusal, requireScope } from '@mesh-markets/engine';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Services } from '../api/handler.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import type { FeatureGate } from '../flags/features.ts';
import { addressGroup } from '../http/addressGroup.ts';
import { requireOwnPage } from '../http/sameOrigin.ts';
import { createHub } from './hub.ts';
import { LiveSocket } from './liveSocket.ts';
import { createRedisHints } from './redisHints.ts';

const TEND_EVERY_MS = 1_000;
/** How long a closing socket may take to say goodbye. */
const GOODBYE_MS = 1_000;

const SOCKETS: WebsocketPluginOptions = {
  options: { maxPayload: LIVE_MESSAGE_BYTES, perMessageDeflate: false },
  errorHandler: (error, socket, request) => {
    // What a reader does to its own connection is no fault of ours.
    request.log.debug({ err: error }, 'a live connection broke');
    socket.terminate();
  },
};

export interface LiveOptions {
  readonly services: Pick<Services, 'engine' | 'settings' | 'metrics' | 'features'>;
  readonly authenticate: Authenticate;
  readonly authSecret: string;
  /** Whether the server is about to end. */
  readonly isEnding: () => boolean;
}

/** Tells every socket that the server restarts, and lets go of those that do not answer. */
const sayGoodbye = async (sockets: readonly WebSocket[]): Promise<void> => {
  const gone = sockets.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
  for (const socket of sockets) socket.close(LIVE_CLOSE.RESTART, 'The server restarts.');
  const impatience = setTimeout(() => {
    for (const socket of sockets) socket.terminate();
  }, GOODBYE_MS);
  await Promise.all(gone);
  clearTimeout(impatience);
};

/** Who sends a request, if it still may. */
const userIdOf = async (authenticate: Authenticate, request: FastifyRequest): Promise<UserId | undefined> => {
  try {
    return (await authenticate(request))?.userId;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
};

/** Counts the sockets of each network address. */
const createCounts = (most: number) => {
  const counts = new Map<string, number>();
  return {
    /** @throws Refusal RATE_LIMITED */
    require: (address: string): void => {
      if (most > 0 && (counts.get(address) ?? 0) >= most)
        throw new Refusal('RATE_LIMITED', 'Too many live connections from your network. Close some pages.', {
          retryAfterSeconds: 10,
        });
    },
    add: (address: string): void => {
      counts.set(address, (counts.get(address) ?? 0) + 1);
    },
    remove: (address: string): void => {
      const left = (counts.get(address) ?? 0) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    },
  };
};

/** Whether markets are open to a reader: asked with care when a topic begins, and by our own switches alone from then on. */
const marketsFor = (features: FeatureGate, userId: UserId | undefined) => ({
  seesMarkets: async () => (await features.of(userId)).predictionMarkets,
  stillSeesMarkets: async () => (await features.switchedFor(userId)).predictionMarkets,
});

export interface Live {
  /** Looks again at the connections of somebody whose sessions, keys or role have changed. */
  readonly identityChanged: (userId: UserId) => void;
}

/** The live stream: checks who may connect, and keeps the sockets alive. What they hear is the hub's. */
export const registerLive = async (app: FastifyInstance, options: LiveOptions): Promise<Live> => {
  const { services, authenticate, authSecret, isEnding } = options;
  const { engine, settings, metrics, features } = services;
  const url = settings.redisUrl;
  const hints = url === undefined ? undefined : createRedisHints({ url, authSecret, log: app.log });
  const hub = createHub({ engine, log: app.log, onFrame: metrics.countFrame, hints });
  const open = new Map<WebSocket, LiveSocket>();
  const counts = createCounts(settings.liveSocketsPerAddress);
  const userIds = new WeakMap<FastifyRequest, UserId | undefined>();
  metrics.observeLive(() => ({ sockets: open.size, topics: hub.size() }));

  const tending = setInterval(() => {
    for (const live of open.values()) live.tend();
  }, TEND_EVERY_MS);
  // Before the library's own hook, which would close them without saying why.
  app.addHook('preClose', async () => {
    clearInterval(tending);
    await hub.stop();
    await sayGoodbye([...open.keys()]);
  });
  await app.register(websocket, SOCKETS);

  app.route({
    method: 'GET',
    url: LIVE_PATH,
    preValidation: async (request) => {
      if (isEnding()) throw new Refusal('SHUTTING_DOWN');
      if (!request.ws)
        throw new Refusal(
          'VALIDATION_FAILED',
          'This address speaks WebSocket: connect with ws:// or wss://.',
        );
      requireOwnPage(request, settings.publicUrl);
      counts.require(addressGroup(request.ip));
      const caller = await authenticate(request);
      requireScope(caller?.apiKey, 'read');
      userIds.set(request, caller?.userId);
    },
    handler: async () => undefined,
    wsHandler: (socket, request) => {
      const address = addressGroup(request.ip);
      const live = new LiveSocket({
        socket,
        wire: request.raw.socket,
        hub,
        userId: userIds.get(request),
        ...marketsFor(features, userIds.get(request)),
        recheck: () => userIdOf(authenticate, request),
        onDropped: metrics.countDropped,
        onFault: (error) => request.log.error({ err: error }, 'a live connection failed'),
      });
      open.set(socket, live);
      counts.add(address);
      socket.once('close', () => {
        open.delete(socket);
        counts.remove(address);
      });
    },
  });
  return {
    identityChanged: (userId) => {
      for (const live of open.values()) live.identityChanged(userId);
    },
  };
};
