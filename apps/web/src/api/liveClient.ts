import { createLive, type LiveState } from '@mesh-markets/client';
import { useSyncExternalStore } from 'react';

/** The tab's one connection to the live stream; live.ts decides what it hears. */
export const live = createLive();

export const useLiveState = (): LiveState => useSyncExternalStore(live.onState, live.state);

/** While the stream tells what happens nobody has to ask. */
export const unlessLive = (milliseconds: number): number | false =>
  live.state() === 'live' ? false : milliseconds;
