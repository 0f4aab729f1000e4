import { type LiveTopic, type MarketId, marketOfTopic, type UserId } from '@mesh-markets/contract';
import { type Engine, type News, Refusal } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';
import type { ChannelTools, FrameFigures } from './channel.ts';
import { Channels } from './channels.ts';
import { FeedChannel } from './feedChannel.ts';
import type { Hints } from './hints.ts';
import type { Listener } from './listener.ts';
import { startLooking } from './looking.ts';
import { MarketChannel } from './marketChannel.ts';
import { createPacer } from './pacer.ts';
import { UserChannel } from './userChannel.ts';

type LiveEngine = Pick<Engine, 'subscribe' | 'readLiveMarket' | 'readPosts' | 'lookForChanges'>;

interface HubOptions {
  readonly engine: LiveEngine;
  readonly log: FastifyBaseLogger;
  readonly onFrame: (figures: FrameFigures) => void;
  /** News of other processes, where something carries them. */
  readonly hints: Hints | undefined;
}

/** All that somebody listens to. */
const openTopics = (engine: LiveEngine, tools: ChannelTools) => ({
  markets: new Channels<MarketId, MarketChannel>((id) => new MarketChannel(id, engine, tools)),
  users: new Channels<UserId, UserChannel>((id) => new UserChannel(id, engine, tools)),
  feeds: new Channels<'feed', FeedChannel>(() => new FeedChannel(engine, tools)),
});
type Topics = ReturnType<typeof openTopics>;

/** Tells those whom it concerns what was committed. Only marks what changed: it runs on the way of a trade. */
const hear = ({ markets, users, feeds }: Topics, news: News): void => {
  switch (news.kind) {
    case 'TRADES':
      markets.get(news.marketId)?.onTrades(news.trades);
      if (users.size === 0) break;
      for (const answer of news.trades) users.get(answer.trade.user.id)?.onTrade(answer);
      break;
    case 'MARKET':
      markets.get(news.marketId)?.onState();
      break;
    case 'RESOLVERS':
      markets.get(news.marketId)?.onResolvers();
      break;
    case 'POST':
      feeds.get('feed')?.onPost(news.postId);
      break;
    case 'DISCUSSION':
      markets.get(news.postId as string as MarketId)?.onDiscussion();
      break;
    case 'USERS':
      for (const id of news.userIds) users.get(id)?.onNotifications();
  }
};

/** Finds what other processes wrote of what is listened to here. */
const lookFor = ({ markets, users, feeds }: Topics, { engine, log, hints }: HubOptions) =>
  startLooking({
    engine,
    log,
    isAwaited: () => !(hints?.isConnected() ?? false),
    shown: () => ({
      markets: markets.all().flatMap((channel) => channel.known() ?? []),
      users: users.all().map((channel) => channel.known()),
      posts: feeds.size > 0,
    }),
    onChanges: (changes, askedAt) => {
      for (const market of changes.markets) markets.get(market.id)?.onChange(market, askedAt);
      for (const user of changes.users) users.get(user.id)?.onChange(user, askedAt);
      feeds.get('feed')?.onPosts(changes.posts);
    },
  });

/**
 * Brings what happens to those who listen: what this process commits by its news, at once, and what others commit by looking into
 * the log a few times a second while somebody listens.
 */
export const createHub = (options: HubOptions) => {
  const { engine, log, onFrame, hints } = options;
  const pacer = createPacer();
  const onError = (error: unknown, topic: LiveTopic): void =>
    log.error({ err: error, topic }, 'a live topic could not be told');
  const topics = openTopics(engine, { pacer, onFrame, onError });
  const { markets, users, feeds } = topics;
  const looking = lookFor(topics, options);
  const unsubscribe = engine.subscribe((news) => {
    hear(topics, news);
    hints?.send(news);
  });
  hints?.listen({
    onNews: (news) => hear(topics, news),
    onWritten: ({ marketIds, userIds, posts }) => {
      const isShown =
        marketIds.some((id) => markets.get(id)) ||
        userIds.some((id) => users.get(id)) ||
        (posts && feeds.size > 0);
      if (isShown) looking.now();
    },
  });

  return {
    /** @throws Refusal UNAUTHENTICATED, NOT_FOUND */
    join: async (
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
    },
    leave: (topic: LiveTopic, listener: Listener, userId: UserId | undefined): void => {
      const marketId = marketOfTopic(topic);
      if (marketId !== undefined) markets.leave(marketId, listener);
      else if (topic === 'feed') feeds.leave('feed', listener);
      else if (userId !== undefined) users.leave(userId, listener);
    },
    /** How many topics somebody listens to. */
    size: (): number => markets.size + users.size + feeds.size,
    stop: async (): Promise<void> => {
      unsubscribe();
      pacer.stop();
      await looking.stop();
      await hints?.stop();
    },
  };
};

export type Hub = ReturnType<typeof createHub>;
