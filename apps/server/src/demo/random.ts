export interface Random {
  /** In [0, 1). */
  readonly next: () => number;
  /** Around 0, about two thirds of them within 1. */
  readonly bell: () => number;
  readonly pick: <Item>(items: readonly Item[], weightOf: (item: Item) => number) => Item;
}

/** The same numbers for the same seed, on every machine (mulberry32). */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    bell: () => (next() + next() + next() + next() - 2) * Math.sqrt(3),
    pick: (items, weightOf) => {
      let left = next() * items.reduce((sum, item) => sum + weightOf(item), 0);
      return (
        items.find((item) => {
          left -= weightOf(item);
          return left < 0;
        }) ?? items.at(-1)!
      );
    },
  };
};
