import type { LawReport } from '../api.ts';

const EXAMPLES = 5;

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
