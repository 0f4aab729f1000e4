import type { LiveNews } from '@mesh-markets/client';
import { LIVE_TOPICS, type LiveTopic, type MarketTopic } from '@mesh-markets/contract';
import type { QueryClient } from '@tanstack/react-query';
import { applyEvent, applyUserEvent } from './applyEvent.ts';
import { live } from './liveClient.ts';
import { meQuery } from './queries.ts';

/** Who holds what follows from the trades, but is not told: asked again now and then while it is on screen. */
const HOLDERS_EVERY_MS = 3_000;
/** How long the answer that brings a new session may take after the old one ended. */
const NEW_SESSION_MS = 1_000;
const holdersDue = new Map<string, ReturnType<typeof setTimeout>>();

const refreshHolders = (queryClient: QueryClient, id: string): void => {
  if (holdersDue.has(id)) return;
  const refresh = (): void => {
    holdersDue.delete(id);
    void queryClient.invalidateQueries({ queryKey: ['market', id, 'holders'] });
  };
  holdersDue.set(id, setTimeout(refresh, HOLDERS_EVERY_MS));
};

const hearMarket = (queryClient: QueryClient, news: LiveNews<MarketTopic>): void => {
  if (news.type === 'snapshot') {
    applyEvent(queryClient, news);
    return;
  }
  const { event } = news;
  const { id } = event.market;
  applyEvent(queryClient, event);
  if (event.trades.length > 0) refreshHolders(queryClient, id);
  // What a resolution paid to the one who looks, who decides, and who may do what now.
  if (event.end || event.resolvers) void queryClient.invalidateQueries({ queryKey: ['market', id] });
  if (event.discussion) {
    void queryClient.invalidateQueries({ queryKey: ['discussion', id] });
    void queryClient.invalidateQueries({ queryKey: ['post', id] });
  }
};

/**
 * What concerns the viewer alone. A connection belongs to the session it was opened with: when that was replaced, for the password was
 * changed here or in another tab, the browser has a new one in a moment; when it has none, this page has to know.
 */
const hearUser = (queryClient: QueryClient): (() => void) => {
  let greeted = false;
  let toldHere = false;
  return live.subscribe('user', {
    onNews: (news) => {
      const isReturn = news.type === 'snapshot' && greeted;
      greeted = true;
      toldHere = true;
      const event = news.type === 'event' ? news.event : { balance: news.balance };
      applyUserEvent(queryClient, isReturn ? { ...event, notifications: true } : event);
    },
    onRefused: (code) => {
      if (code !== 'UNAUTHENTICATED') return;
      if (toldHere) setTimeout(() => live.reconnect(), NEW_SESSION_MS);
      else void queryClient.invalidateQueries({ queryKey: meQuery().queryKey });
      toldHere = false;
    },
  });
};

/** Puts what is told of a topic on screen. */
const hear = (queryClient: QueryClient, topic: LiveTopic): (() => void) => {
  if (topic === 'feed') {
    let newest: number | undefined;
    const onNews = ({ seq }: LiveNews<'feed'>): void => {
      // The first word only says where the feed is; it was loaded a moment ago.
      if (newest !== undefined && seq !== newest)
        void queryClient.invalidateQueries({ queryKey: ['feed', 'head'] });
      newest = seq;
    };
    return live.subscribe(topic, { onNews });
  }
  if (topic === 'user') return hearUser(queryClient);
  return live.subscribe(topic, { onNews: (news) => hearMarket(queryClient, news) });
};

/** Answers a function that hears exactly the topics it is given, as many as one connection may have. */
export const createHearing = (queryClient: QueryClient) => {
  const heard = new Map<LiveTopic, () => void>();
  return (wanted: Iterable<LiveTopic>): void => {
    const topics = new Set([...new Set(wanted)].slice(0, LIVE_TOPICS));
    for (const [topic, stop] of heard) {
      if (topics.has(topic)) continue;
      stop();
      heard.delete(topic);
    }
    for (const topic of topics) if (!heard.has(topic)) heard.set(topic, hear(queryClient, topic));
  };
};
