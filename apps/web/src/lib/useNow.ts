import { useSyncExternalStore } from 'react';

/** How stale "3 minutes ago" may get. One timer serves the whole page. */
const refreshMilliseconds = 15_000;

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

const tick = (): void => {
  now = Date.now();
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(tick, refreshMilliseconds);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
};

/** The time, refreshed every few seconds for words such as "3 minutes left". */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
