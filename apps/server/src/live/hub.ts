import { type LiveTopic, type MarketId, marketOfTopic, type UserId } from '@mesh-markets/contract';
import { type Engine, type News, Refusal } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';
import type { ChannelTools, FrameFigures } from './channel.ts';
import { createFeedChannel, type FeedChannel } from './feedChannel.ts';
import type { Hints } from './hints.ts';
import type { Listener } from './listener.ts';
import { startLooking } from './looking.ts';
import { createMarketChannel, type MarketChannel } from './marketChannel.ts';
import { createPacer } from './pacer.ts';
import { createUserChannel, type UserChannel } from './userChannel.ts';

export type LiveEngine = Pick<Engine, 'subscribe' | 'readLiveMarket' | 'readPosts' | 'lookForChanges'>;

export interface HubOptions {
  readonly engine: LiveEngine;
  readonly log: FastifyBaseLogger;
  readonly onFrame?: (figures: FrameFigures) => void;
  /** News of other processes, where something carries them. */
  readonly hints?: Hints | undefined;
}

interface Joinable {
  readonly listeners: Set<Listener>;
  readonly join: (listener: Listener, since: number | undefined) => Promise<void>;
}

/** The channels that somebody listens to, by key; one that nobody listens to is forgotten. */
const createChannels = <Key extends string, Channel extends Joinable>(make: (key: Key) => Channel) => {
  const open = new Map<Key, Channel>();
  const joining = new Map<Key, number>();
  const forgetIfLeft = (key: Key): void => {
    if (open.get(key)?.listeners.size === 0 && !joining.has(key)) open.delete(key);
  };
  return {
    open,
    join: async (key: Key, listener: Listener, since: number | undefined): Promise<void> => {
      const channel = open.get(key) ?? make(key);
      open.set(key, channel);
      joining.set(key, (joining.get(key) ?? 0) + 1);
      try {
        await channel.join(listener, since);
      } finally {
        const others = joining.get(key)! - 1;
        if (others > 0) joining.set(key, others);
        else joining.delete(key);
        forgetIfLeft(key);
      }
    },
    leave: (key: Key, listener: Listener): void => {
      open.get(key)?.listeners.delete(listener);
      forgetIfLeft(key);
    },
  };
};

/**
 * Brings what happens to those who listen: what this process commits by its news, at once, and what others commit by looking into
 * the log a few times a second while somebody listens (looking.ts). Nothing here is in the way of a trade: news only marks
 * what changed.
 */
export const createHub = ({ engine, log, onFrame = () => undefined, hints }: HubOptions) => {
  const tools: ChannelTools = {
    pacer: createPacer(),
    onFrame,
    onError: (error, topic) => log.error({ err: error, topic }, 'a live topic could not be told'),
  };
  const markets = createChannels<MarketId, MarketChannel>((id) => createMarketChannel(id, engine, tools));
  const users = createChannels<UserId, UserChannel>((id) => createUserChannel(id, engine, tools));
  const feeds = createChannels<'feed', FeedChannel>(() => createFeedChannel(engine, tools));

  const hear = (news: News): void => {
    switch (news.kind) {
      case 'TRADES':
        markets.open.get(news.marketId)?.onTrades(news.trades);
        if (users.open.size === 0) break;
        for (const answer of news.trades) users.open.get(answer.trade.user.id)?.onTrade(answer);
        break;
      case 'MARKET':
        markets.open.get(news.marketId)?.onState();
        break;
      case 'POST':
        feeds.open.get('feed')?.onPost(news.postId);
        break;
      case 'DISCUSSION':
        markets.open.get(news.postId as string as MarketId)?.onDiscussion();
        break;
      case 'USERS':
        for (const id of news.userIds) users.open.get(id)?.onNotifications();
    }
  };

  const looking = startLooking({
    engine,
    log,
    isAwaited: () => !(hints?.isConnected() ?? false),
    shown: () => ({
      markets: [...markets.open.values()].flatMap((channel) => channel.known() ?? []),
      users: [...users.open.values()].map((channel) => channel.known()),
      posts: feeds.open.size > 0,
    }),
    onChanges: (changes, askedAt) => {
      for (const market of changes.markets) markets.open.get(market.id)?.onChange(market, askedAt);
      for (const user of changes.users) users.open.get(user.id)?.onChange(user, askedAt);
      feeds.open.get('feed')?.onPosts(changes.posts);
    },
  });
  const unsubscribe = engine.subscribe((news) => {
    hear(news);
    hints?.send(news);
  });
  hints?.listen({
    onNews: hear,
    onWritten: ({ marketIds, userIds, posts }) => {
      const isShown =
        marketIds.some((id) => markets.open.has(id)) ||
        userIds.some((id) => users.open.has(id)) ||
        (posts && feeds.open.size > 0);
      if (isShown) looking.now();
    },
  });

  /** @throws Refusal UNAUTHENTICATED, NOT_FOUND */
  const join = (
    topic: LiveTopic,
    listener: Listener,
    since: number | undefined,
    userId: UserId | undefined,
  ): Promise<void> => {
    const marketId = marketOfTopic(topic);
    if (marketId !== undefined) return markets.join(marketId, listener, since);
    if (topic === 'feed') return feeds.join('feed', listener, since);
    if (userId === undefined) throw new Refusal('UNAUTHENTICATED', 'Sign in to hear of your own account.');
    return users.join(userId, listener, since);
  };

  return {
    join,
    leave: (topic: LiveTopic, listener: Listener, userId: UserId | undefined): void => {
      const marketId = marketOfTopic(topic);
      if (marketId !== undefined) markets.leave(marketId, listener);
      else if (topic === 'feed') feeds.leave('feed', listener);
      else if (userId !== undefined) users.leave(userId, listener);
    },
    /** How many topics somebody listens to. */
    topics: (): number => markets.open.size + users.open.size + feeds.open.size,
    stop: async (): Promise<void> => {
      unsubscribe();
      tools.pacer.stop();
      await looking.stop();
      await hints?.stop();
    },
  };
};

export type Hub = ReturnType<typeof createHub>;
