import { Refusal } from '@mesh-markets/engine';

export interface RateLimitRule {
  /** Names the policy in the headers. */
  readonly name: string;
  /** 0 means no limit. */
  readonly max: number;
  readonly windowSeconds: number;
  /** What to tell the one who is refused. */
  readonly sentence: string;
}

interface Window {
  readonly endsAt: number;
  used: number;
}

type SetHeader = (name: string, value: string) => unknown;

/** Beyond this many keys the finished windows are swept out, so that strangers cannot fill the memory. */
const SWEEP_ABOVE = 10_000;

/**
 * At most `max` per key in a window that opens with the key's first use. Kept in memory: several servers on one database
 * each count for themselves, which is enough against a runaway script and costs the trade path nothing.
 */
export const createRateLimit = (rule: RateLimitRule, now: () => number = () => performance.now()) => {
  const windows = new Map<string, Window>();
  let sweepAbove = SWEEP_ABOVE;

  const sweep = (at: number): void => {
    for (const [key, window] of windows) if (window.endsAt <= at) windows.delete(key);
    sweepAbove = Math.max(SWEEP_ABOVE, windows.size * 2);
  };

  /**
   * Counts one use and tells how many are left in the IETF draft's RateLimit headers.
   * @throws Refusal RATE_LIMITED with the seconds to wait
   */
  const take = (key: string, setHeader?: SetHeader): void => {
    if (rule.max === 0) return;
    // Whole milliseconds: a fraction too small to count would make a second more of a minute.
    const at = Math.floor(now());
    let window = windows.get(key);
    if (window === undefined || window.endsAt <= at) {
      if (windows.size >= sweepAbove) sweep(at);
      window = { endsAt: at + rule.windowSeconds * 1000, used: 0 };
      windows.set(key, window);
    }
    const resetSeconds = Math.max(1, Math.ceil((window.endsAt - at) / 1000));
    const allowed = window.used < rule.max;
    if (allowed) window.used += 1;
    setHeader?.('ratelimit-policy', `"${rule.name}";q=${rule.max};w=${rule.windowSeconds}`);
    setHeader?.('ratelimit', `"${rule.name}";r=${rule.max - window.used};t=${resetSeconds}`);
    if (!allowed) throw new Refusal('RATE_LIMITED', rule.sentence, { retryAfterSeconds: resetSeconds });
  };

  return { take };
};

export type RateLimit = ReturnType<typeof createRateLimit>;
