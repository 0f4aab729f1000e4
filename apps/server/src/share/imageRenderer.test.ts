import { afterAll, expect, test } from 'vitest';
import { createImageRenderer } from './imageRenderer.ts';
import type { MarketCard } from './marketCard.ts';

const renderer = createImageRenderer();
afterAll(renderer.stop);

const card: MarketCard = {
  question: 'Will it rain?',
  state: 'Closes 3 Dec 2026',
  over: false,
  binary: true,
  outcomes: [{ label: 'YES', probability: 0.62 }],
  others: 0,
  activity: '12 traders',
  line: [
    [0, 0.5],
    [1, 0.62],
  ],
  site: 'Mesh Markets',
};

test('draws one after the other, and turns away who would wait too long', async () => {
  const started: Promise<Buffer>[] = [];
  const startMany = (): void => {
    for (let count = 0; count < 100; count += 1) started.push(renderer.render(card));
  };
  expect(startMany).toThrow('Many pictures are being drawn.');
  const pictures = await Promise.all(started);
  expect(pictures).toHaveLength(16);
  for (const picture of pictures) expect(picture.subarray(1, 4).toString()).toBe('PNG');
  expect((await renderer.render(card)).length).toBeGreaterThan(1_000);
});

test('draws again after a picture that could not be drawn', async () => {
  const broken = { ...card, outcomes: undefined } as unknown as MarketCard;
  await expect(renderer.render(broken)).rejects.toThrow('a picture could not be drawn');
  expect((await renderer.render(card)).length).toBeGreaterThan(1_000);
});
