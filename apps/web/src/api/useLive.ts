import type { Me } from '@mesh-markets/contract';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { createHearing } from './live.ts';
import { live } from './liveClient.ts';
import { topicsOnScreen } from './liveTopics.ts';
import { meQuery } from './queries.ts';

/** The markets whose cards are near the screen. */
export interface Cards {
  readonly ids: () => readonly string[];
  readonly subscribe: (listener: () => void) => () => void;
}

/** What is on screen changes in bursts; the topics follow when one is over. */
const SETTLE_MS = 50;

/** Keeps the topics that are heard to what is on screen; answers how to stop. */
const followScreen = (queryClient: QueryClient, cards: Cards): (() => void) => {
  const hearExactly = createHearing(queryClient);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    timer = undefined;
    const me = queryClient.getQueryData<Me | null>(meQuery().queryKey);
    hearExactly(topicsOnScreen(queryClient, Boolean(me), cards.ids()));
  };
  const soon = (): void => {
    timer ??= setTimeout(look, SETTLE_MS);
  };
  soon();
  const stops = [queryClient.getQueryCache().subscribe(soon), cards.subscribe(soon)];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
    hearExactly([]);
  };
};

/** Polling begins when the stream ends and ends when it is back: each query says how often only when it is asked. */
const followState = (queryClient: QueryClient): (() => void) =>
  live.onState((state) => {
    for (const query of queryClient.getQueryCache().getAll())
      for (const observer of query.observers) observer.setOptions(observer.options);
    // Is it the stream alone, or does the server not answer at all?
    if (state === 'down') void queryClient.invalidateQueries({ queryKey: meQuery().queryKey });
    if (state === 'live')
      void queryClient.refetchQueries({
        type: 'active',
        predicate: (query) => query.state.status === 'error',
      });
  });

/** Whoever comes back to a page, or back online, need not wait for the next try. */
const retryOnReturn = (): (() => void) => {
  const retry = (): void => {
    if (document.visibilityState === 'visible') live.retry();
  };
  window.addEventListener('online', retry);
  document.addEventListener('visibilitychange', retry);
  return () => {
    window.removeEventListener('online', retry);
    document.removeEventListener('visibilitychange', retry);
  };
};

/** Keeps the page live; once, in the frame around all pages. `me` is undefined until it is known who is asking. */
export const useLive = (me: Me | null | undefined, cards: Cards): void => {
  const queryClient = useQueryClient();
  useEffect(() => {
    const stops = [followScreen(queryClient, cards), followState(queryClient), retryOnReturn()];
    return () => {
      for (const stop of stops) stop();
    };
  }, [queryClient, cards]);

  // A connection belongs to whoever was signed in when it was opened.
  const id = me === undefined ? undefined : (me?.id ?? null);
  const known = useRef(id);
  useEffect(() => {
    if (id === undefined) return;
    if (known.current !== undefined && known.current !== id) live.reconnect();
    known.current = id;
  }, [id]);
};
