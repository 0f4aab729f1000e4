import type { Post } from '@mesh-markets/contract';
import { expect, test } from 'vitest';
import { newPosts } from './newPosts.ts';

const postsOf = (ids: string): Post[] => [...ids].map((id) => ({ id }) as Post);
const idsOf = (posts: readonly Post[]): string => posts.map(({ id }) => id).join('');

test.each([
  ['cba', 'cba', ''],
  ['edcba', 'cba', 'ed'],
  // The reader's own post was put on top at once; the one before it is still new.
  ['fedcba', 'ecba', 'f'],
  ['zyx', 'cba', 'zyx'],
  ['', 'cba', ''],
  ['cba', '', 'cba'],
])('top %s over shown %s gives new %s', (top, shown, expected) => {
  expect(idsOf(newPosts(postsOf(top), postsOf(shown)))).toBe(expected);
});
