import type { LawReport } from '../api.ts';

const EXAMPLES = 5;

/** A law as a query: every row it checks, `broken` or not, with a few words about it. */
export interface SetLaw {
  readonly law: string;
  /** Answers rows of (broken boolean, what text). */
  readonly rows: string;
}

/** Counts what was checked and what was off, keeping the first few in words. */
export const createLaw = (law: string) => {
  let checked = 0;
  let broken = 0;
  const examples: string[] = [];
  return {
    /** `what` is only called, and kept, for a broken row. */
    check: (holds: boolean, what: () => string): void => {
      checked += 1;
      if (holds) return;
      broken += 1;
      if (examples.length < EXAMPLES) examples.push(what());
    },
    report: (): LawReport => ({ law, checked, broken, examples }),
  };
};
