import type { Post } from '@mesh-markets/contract';

/**
 * Posts at the top of the feed that the reader has not been shown yet: those before the first known one. When none of
 * the top is known the whole top is new.
 */
export const newPosts = (top: readonly Post[], shown: readonly Post[]): Post[] => {
  const known = new Set(shown.map(({ id }) => id));
  const firstKnown = top.findIndex(({ id }) => known.has(id));
  return firstKnown < 0 ? [...top] : top.slice(0, firstKnown);
};
