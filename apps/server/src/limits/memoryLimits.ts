import type { Bucket, LimitStore, Taken } from './limitStore.ts';

interface Window {
  readonly endsAt: number;
  used: number;
}

/** Beyond this many keys the finished windows are swept out, so that strangers cannot fill the memory. */
const SWEEP_ABOVE = 10_000;

export interface MemoryLimits extends LimitStore {
  readonly take: (buckets: readonly Bucket[]) => Taken;
}

/** Counts in this process. */
export const createMemoryLimits = (now: () => number = () => performance.now()): MemoryLimits => {
  const windows = new Map<string, Window>();
  let sweepAbove = SWEEP_ABOVE;

  const sweep = (at: number): void => {
    for (const [key, window] of windows) if (window.endsAt <= at) windows.delete(key);
    sweepAbove = Math.max(SWEEP_ABOVE, windows.size * 2);
  };

  const windowOf = ({ key, windowMs }: Bucket, at: number): Window => {
    const known = windows.get(key);
    if (known !== undefined && known.endsAt > at) return known;
    if (windows.size >= sweepAbove) sweep(at);
    const window = { endsAt: at + windowMs, used: 0 };
    windows.set(key, window);
    return window;
  };

  return {
    take: (buckets) => {
      // Whole milliseconds: a fraction too small to count would make a second more of a minute.
      const at = Math.floor(now());
      const found = buckets.map((bucket) => windowOf(bucket, at));
      const allowed = found.every(({ used }, i) => used < buckets[i]!.most);
      if (allowed) for (const window of found) window.used += 1;
      return { allowed, levels: found.map(({ used, endsAt }) => ({ used, endsInMs: endsAt - at })) };
    },
  };
};
