import { createHash, randomUUID } from 'node:crypto';
import type { MarketId, PostId, UserId } from '@mesh-markets/contract';
import type { News } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';
import { Redis } from 'ioredis';
import type { HintListener, Hints } from './hints.ts';

/** A hot market commits hundreds of times a second; the others need to hear of it this often at most. */
const GATHER_MS = 20;
const LONGEST_PAUSE_MS = 5_000;

/** What one process tells the others. */
interface Hint {
  readonly from: string;
  readonly markets: readonly MarketId[];
  readonly users: readonly UserId[];
  readonly posts: boolean;
  readonly discussions: readonly PostId[];
  readonly notified: readonly UserId[];
}

export interface RedisHintsOptions {
  readonly url: string;
  /** All processes of an instance share it: two instances on one Redis do not hear each other. */
  readonly authSecret: string;
  readonly log: FastifyBaseLogger;
}

const channelOf = (authSecret: string): string =>
  `mesh-markets:live:${createHash('sha256').update(`live ${authSecret}`).digest('hex').slice(0, 16)}`;

/** Gathers news until it is asked for. */
const createGathering = () => {
  const fresh = () => ({
    markets: new Set<MarketId>(),
    users: new Set<UserId>(),
    posts: false,
    discussions: new Set<PostId>(),
    notified: new Set<UserId>(),
  });
  let gathered = fresh();
  return {
    add: (news: News): void => {
      if (news.kind === 'TRADES') {
        gathered.markets.add(news.marketId);
        for (const { trade } of news.trades) gathered.users.add(trade.user.id);
      } else if (news.kind === 'MARKET' || news.kind === 'RESOLVERS') gathered.markets.add(news.marketId);
      else if (news.kind === 'POST') gathered.posts = true;
      else if (news.kind === 'DISCUSSION') gathered.discussions.add(news.postId);
      else for (const id of news.userIds) gathered.notified.add(id);
    },
    take: (from: string): Hint => {
      const { markets, users, posts, discussions, notified } = gathered;
      gathered = fresh();
      return {
        from,
        markets: [...markets],
        users: [...users],
        posts,
        discussions: [...discussions],
        notified: [...notified],
      };
    },
  };
};

const tell = (hint: Hint, { onWritten, onNews }: HintListener): void => {
  onWritten({ marketIds: hint.markets, userIds: hint.users, posts: hint.posts });
  for (const postId of hint.discussions) onNews({ kind: 'DISCUSSION', postId });
  if (hint.notified.length > 0) onNews({ kind: 'USERS', userIds: hint.notified });
};

/** Says once that Redis is away, and once that it is back. */
const watchConnections = (connections: readonly Redis[], log: FastifyBaseLogger) => {
  let connected: boolean | undefined;
  const onReady = (): void => {
    if (connected === true || !connections.every(({ status }) => status === 'ready')) return;
    connected = true;
    log.info('Redis carries live hints between the servers');
  };
  const onClose = (): void => {
    if (connected === false) return;
    connected = false;
    log.warn('Redis does not answer; looking into the database for what other servers write');
  };
  for (const connection of connections) {
    connection.on('ready', onReady);
    connection.on('close', onClose);
    // The reason; that it is away was said.
    connection.on('error', (error) => log.debug({ err: error }, 'Redis'));
  }
  return { isConnected: (): boolean => connected === true };
};

/**
 * Hints by Redis publish/subscribe. It connects by itself, again and again; until it is there, and whenever it goes away, the look into
 * the database does its work.
 */
export const createRedisHints = ({ url, authSecret, log }: RedisHintsOptions): Hints => {
  const own = randomUUID();
  const channel = channelOf(authSecret);
  const connect = (): Redis =>
    new Redis(url, {
      enableOfflineQueue: false,
      autoResubscribe: false,
      maxRetriesPerRequest: null,
      retryStrategy: (tries) => Math.min(tries * 200, LONGEST_PAUSE_MS),
      connectionName: 'mesh-markets',
    });
  const [speaking, hearing] = [connect(), connect()];
  const { isConnected } = watchConnections([speaking, hearing], log);
  const gathering = createGathering();
  let timer: NodeJS.Timeout | undefined;

  const publish = (): void => {
    timer = undefined;
    const hint = gathering.take(own);
    if (speaking.status !== 'ready') return;
    speaking
      .publish(channel, JSON.stringify(hint))
      .catch((error: unknown) => log.debug({ err: error }, 'a live hint was lost'));
  };

  return {
    isConnected,
    send: (news) => {
      gathering.add(news);
      timer ??= setTimeout(publish, GATHER_MS);
    },
    listen: (listener) => {
      hearing.on('message', (_channel: string, text: string) => {
        const hint = JSON.parse(text) as Hint;
        if (hint.from !== own) tell(hint, listener);
      });
      // Each new connection begins without subscriptions.
      hearing.on('ready', () => {
        hearing
          .subscribe(channel)
          .catch((error: unknown) => log.debug({ err: error }, 'live hints are not heard'));
      });
    },
    stop: async () => {
      clearTimeout(timer);
      speaking.removeAllListeners('close');
      hearing.removeAllListeners('close');
      speaking.disconnect();
      hearing.disconnect();
    },
  };
};
