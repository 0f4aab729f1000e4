/** Markets whose cards are drawn now, each with how many of them: what is worth hearing news of. */
const drawn = new Map<string, number>();
const listeners = new Set<() => void>();
let ids: readonly string[] = [];

const changed = (): void => {
  ids = [...drawn.keys()];
  for (const listener of listeners) listener();
};

/** Notes a card; answers how to forget it. */
export const noteNearMarket = (id: string): (() => void) => {
  const count = drawn.get(id) ?? 0;
  drawn.set(id, count + 1);
  if (count === 0) changed();
  return () => {
    const left = (drawn.get(id) ?? 1) - 1;
    if (left > 0) {
      drawn.set(id, left);
      return;
    }
    drawn.delete(id);
    changed();
  };
};

/** The ids of the markets whose cards are near the screen; the same array until that changes. */
export const nearMarkets = {
  ids: (): readonly string[] => ids,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
