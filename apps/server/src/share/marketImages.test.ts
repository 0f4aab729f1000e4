import type { MarketId } from '@mesh-markets/contract';
import { expect, test } from 'vitest';
import type { MarketCard } from './marketCard.ts';
import { createMarketImages, type ImageWish } from './marketImages.ts';

const idOf = (number: number): MarketId => `${number}` as MarketId;

/** Pictures of a given size, counted, with a clock that a test moves. */
const studio = (size = 10) => {
  const seen = { drawn: 0, now: 0 };
  const render = async (): Promise<Buffer> => {
    seen.drawn += 1;
    return Buffer.alloc(size, seen.drawn);
  };
  const images = createMarketImages({ render }, () => seen.now);
  const wish = (number: number, version: number, onDraw = () => undefined): ImageWish => ({
    id: idOf(number),
    version,
    card: async () => ({}) as MarketCard,
    onDraw,
  });
  return { seen, images, wish };
};

test('draws each version once, however many ask for it', async () => {
  const { seen, images, wish } = studio();
  const answers = await Promise.all(Array.from({ length: 20 }, () => images.get(wish(1, 1))));
  expect(seen.drawn).toBe(1);
  expect(new Set(answers.map(({ tag }) => tag)).size).toBe(1);
  seen.now = 1e9;
  await images.get(wish(1, 1));
  expect(seen.drawn).toBe(1);
});

test('draws a busy market at most twice a minute', async () => {
  const { seen, images, wish } = studio();
  const first = await images.get(wish(1, 1));
  seen.now = 29_999;
  expect((await images.get(wish(1, 500))).tag).toBe(first.tag);
  seen.now = 30_000;
  expect((await images.get(wish(1, 501))).tag).not.toBe(first.tag);
  expect(seen.drawn).toBe(2);
});

test('keeps what was asked for last, within its bounds', async () => {
  const { seen, images, wish } = studio(6 * 1024 * 1024);
  for (const number of [1, 2, 1, 3]) await images.get(wish(number, 1));
  expect(seen.drawn).toBe(3);
  await images.get(wish(1, 1));
  expect(seen.drawn).toBe(3);
  await images.get(wish(2, 1));
  expect(seen.drawn).toBe(4);
});

test('asks before it draws, and tries again after a failure', async () => {
  const { seen, images, wish } = studio();
  const refuse = (): undefined => {
    throw new Error('too many');
  };
  expect(() => images.get(wish(1, 1, refuse))).toThrow('too many');
  expect(seen.drawn).toBe(0);
  await images.get(wish(1, 1));
  await images.get(wish(1, 1, refuse));
  expect(seen.drawn).toBe(1);
});
