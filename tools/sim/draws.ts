import type { IdempotencyKey } from '@mesh-markets/contract';

/** Random numbers that are the same for the same seed, on every machine. */
export interface Draws {
  /** An integer from 0 to 2^32 - 1. */
  readonly next: () => number;
  /** An integer from 0 to `count` - 1. */
  readonly below: (count: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  readonly shuffle: <Item>(items: readonly Item[]) => Item[];
}

/** Spreads nearby seeds over all states (the finaliser of MurmurHash3). */
const scramble = (value: number): number => {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/**
 * Marsaglia's xorshift with 128 bits of state. Every wave takes a stream of its own (`stream`), so that what one wave draws
 * never moves the next.
 */
export const createDraws = (seed: number, stream: number): Draws => {
  let [x, y, z, w] = [1, 2, 3, 4].map((part) => scramble(scramble(seed + part) + stream)) as [
    number,
    number,
    number,
    number,
  ];
  // All zeros is the one state it never leaves.
  if ((x | y | z | w) === 0) w = 1;
  const next = (): number => {
    const turned = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = (w ^ (w >>> 19) ^ (turned ^ (turned >>> 8))) >>> 0;
    return w;
  };
  const below = (count: number): number => next() % count;
  return {
    next,
    below,
    chance: (probability) => next() < probability * 2 ** 32,
    pick: (items) => items[below(items.length)]!,
    shuffle: (items) => {
      const mixed = [...items];
      for (let last = mixed.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
      }
      return mixed;
    },
  };
};

/** A UUID made of two numbers, so that keys repeat with the seed. */
export const keyFrom = (high: number, low: number): IdempotencyKey => {
  const digits = (value: number) => value.toString(16).padStart(8, '0');
  return `${digits(high)}-0000-4000-8000-0000${digits(low)}` as IdempotencyKey;
};
