const FIRST_MS = 400;
const LONGEST_MS = 15_000;

/** How long to wait before each new try: longer and longer, and never all clients at the same moment. */
export interface Backoff {
  readonly next: () => number;
  /** It worked: the next loss begins anew. */
  readonly reset: () => void;
}

export const createBackoff = (random: () => number = Math.random): Backoff => {
  let tries = 0;
  return {
    next: () => {
      const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** tries);
      tries += 1;
      return longest * (0.5 + random() / 2);
    },
    reset: () => {
      tries = 0;
    },
  };
};
