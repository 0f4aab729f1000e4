import type { Page } from '@playwright/test';
import { expectGoodLooks } from '../support/looks.ts';
import { pastMarket } from '../support/pastMarket.ts';
import type { People } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

const plotOf = (page: Page) => page.getByRole('img', { name: /^Probability of/ });
const readerOf = (page: Page) => page.getByRole('slider', { name: /^Read the chart/ });

const trades = [8, 6, 4, 2, 1].map((daysAgo, place) => ({
  daysAgo,
  outcome: place === 2 ? 1 : 0,
  credits: 100,
}));

/** Ten days of past with five trades in it, and the browser of somebody looking at it. */
const lookBack = async (people: People, outcomes?: string[]) => {
  const [asker, trader] = [await people.signUp('Ira'), await people.signUp('Jan')];
  const market = await pastMarket({
    asker,
    trader,
    daysAgo: 10,
    trades,
    ...(outcomes === undefined ? {} : { outcomes }),
  });
  const { page } = asker;
  await page.goto(`/market/${market.id}`);
  return { page, market, trader };
};

test('the chart is read and zoomed by keyboard', async ({ people }) => {
  const { page } = await lookBack(people);
  const reader = readerOf(page);
  await expect(plotOf(page)).toHaveAccessibleName(/: from 50 % to 62 %, lowest 50 %, highest 62 %\.$/);
  await reader.focus();
  await page.keyboard.press('Home');
  await expect(reader).toHaveAttribute('aria-valuetext', /: YES 50\s%$/);
  await page.keyboard.press('ArrowRight');
  await expect(reader).toHaveAttribute('aria-valuetext', /: YES 55\s%$/);
  await expectGoodLooks(page, 'the chart while it is read');

  for (const _ of Array(3)) await page.keyboard.press('+');
  await expect(page.getByRole('status').filter({ hasText: /^Showing/ })).toBeAttached();
  await expect(plotOf(page)).toHaveAccessibleName(/from 50 % to 55 %/);
  await page.keyboard.press('-');
  await expect(plotOf(page)).toHaveAccessibleName(/from 50 % to 59 %/);
  await page.keyboard.press('0');
  await expect(plotOf(page)).toHaveAccessibleName(/from 50 % to 62 %/);
});

test('the chart is zoomed by dragging, by the wheel and by buttons', async ({ people }) => {
  const { page } = await lookBack(people);
  const [zoomIn, zoomOut, whole] = ['Zoom in', 'Zoom out', 'Show everything'].map((name) =>
    page.getByRole('button', { name }),
  );
  await expect(zoomOut!).toHaveAccessibleDescription('All of it is shown.');
  const box = (await plotOf(page).boundingBox())!;
  const across = (part: number): number => box.x + 44 + (box.width - 54) * part;

  await page.mouse.move(across(0.1), box.y + 90);
  await page.mouse.down();
  await page.mouse.move(across(0.3), box.y + 120, { steps: 4 });
  await page.mouse.up();
  await expect(plotOf(page)).toHaveAccessibleName(/from 50 % to 55 %/);
  await whole!.click();
  await expect(plotOf(page)).toHaveAccessibleName(/from 50 % to 62 %/);

  // Without Ctrl the wheel is the page's.
  await page.mouse.move(across(0.99), box.y + 90);
  await page.mouse.wheel(0, 40);
  await expect(whole!).toHaveAccessibleDescription('All of it is shown.');
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -400);
  await page.keyboard.up('Control');
  await expect(plotOf(page)).toHaveAccessibleName(/from 5[1-9] % to 62 %/);

  await whole!.click();
  await zoomIn!.click();
  await expect(plotOf(page)).toHaveAccessibleName(/from 59 % to 62 %, lowest 53 %/);
  await zoomOut!.click();
  await expect(whole!).toHaveAccessibleDescription('All of it is shown.');
});

test('the depth view says what moving the odds costs, and the ticket agrees', async ({ people }) => {
  const { page, market, trader } = await lookBack(people);
  await page.getByText('Depth', { exact: true }).click();
  const slider = page.getByRole('slider', { name: 'Probability to move to' });
  await slider.fill('75');
  const words = /^Moving YES to 75\s% costs ₡\s(\d+) and buys ([\d,.]+) YES\.$/;
  await expect(slider).toHaveAttribute('aria-valuetext', words);
  const [, cost] = words.exec((await slider.getAttribute('aria-valuetext')) ?? '') ?? [];
  await slider.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', /^Moving YES to 76\s%/);
  await slider.fill('40');
  await expect(slider).toHaveAttribute(
    'aria-valuetext',
    /^Moving YES to 40\s% costs ₡\s\d+ and buys [\d,.]+ NO\.$/,
  );
  await page.getByText('Show as a table', { exact: true }).click();
  await expect(page.getByRole('row', { name: /^75 % Buy [\d,.]+ YES ₡ / })).toContainText(`₡ ${cost}`);
  await expectGoodLooks(page, 'the depth view');

  const { market: after } = await trader.client.call('placeTrade', {
    params: { id: market.id },
    body: { side: 'YES', credits: Number(cost) },
  });
  expect(Math.round(after.probability * 100)).toBe(75);
});

test('one of many outcomes is moved down by those who hold it', async ({ people }) => {
  const { page } = await lookBack(people, ['40 to 79', 'Fewer', 'More']);
  await page.getByText('Depth', { exact: true }).click();
  const slider = page.getByRole('slider', { name: 'Probability to move to' });
  await slider.fill('40');
  await expect(slider).toHaveAttribute(
    'aria-valuetext',
    /^Moving “40 to 79” to 40\s% takes a sale of [\d,.]+ “40 to 79”, which brings ₡\s\d+\.$/,
  );
  await slider.fill('2');
  await expect(slider).toHaveAttribute('aria-valuetext', /^Nobody holds enough “40 to 79”/);
  await expectGoodLooks(page, 'the depth of many outcomes');
});
