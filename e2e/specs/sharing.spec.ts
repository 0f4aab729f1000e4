import type { Page } from '@playwright/test';
import { sharedSite } from '../site/sharedSite.ts';
import { expectGoodLooks } from '../support/looks.ts';
import { askQuestion } from '../support/markets.ts';
import { startOtherSite } from '../support/otherSite.ts';
import { newEmail } from '../support/people.ts';
import { fillSignUp, ticketOn } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';

/** Opens somebody else's site, on which an address of ours is framed. */
const visitFrameOf = async (page: Page, path: string): Promise<() => Promise<void>> => {
  const other = await startOtherSite(new URL(path, sharedSite().url).href);
  await page.goto(other.url);
  return other.stop;
};

test('a market is shared as a link and as a frame', async ({ people }) => {
  const asker = await people.signUp('Kai');
  const market = await askQuestion(asker);
  const { page } = asker;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`/market/${market.id}`);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this market' });
  await expect(dialog.getByRole('button', { name: 'Copy link' })).toBeFocused();
  await expect(dialog.getByLabel('Link')).toHaveValue(new RegExp(`^http://.+/market/${market.id}$`));
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(
    await dialog.getByLabel('Link').inputValue(),
  );
  await expect(dialog.getByLabel('Code for a website')).toHaveValue(
    /^<iframe src="http:.+\/embed\/market\/\d+"/,
  );
  await expect(dialog.frameLocator('iframe').getByRole('heading', { name: market.question })).toBeVisible();
  await expectGoodLooks(page, 'the share dialog');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeFocused();
});

test('a frame on another site is live and leads to the market', async ({ people }) => {
  const asker = await people.signUp('Lea');
  const market = await askQuestion(asker, {
    question: `"><img src=x> & <b>Rain</b>? ${crypto.randomUUID()}`,
  });
  const visitor = await people.visitor();
  const stop = await visitFrameOf(visitor, `/embed/market/${market.id}`);
  const frame = visitor.frameLocator('iframe');
  await expect(frame.getByRole('heading', { name: market.question })).toBeVisible();
  await expect(frame.getByText('50%')).toBeVisible();

  await asker.client.call('placeTrade', { params: { id: market.id }, body: { side: 'YES', credits: 500 } });
  await expect(frame.getByText('70%')).toBeVisible({ timeout: 15_000 });

  const opened = visitor.context().waitForEvent('page');
  await frame.getByRole('link', { name: 'Trade on this' }).click();
  await expect((await opened).getByRole('heading', { level: 1, name: market.question })).toBeVisible();
  await stop();
});

test('no other page lets itself be framed', async ({ people, guard }) => {
  guard.expect(/frame-ancestors|X-Frame-Options|ERR_BLOCKED_BY_RESPONSE/);
  const asker = await people.signUp('Mia');
  const market = await askQuestion(asker);
  const visitor = await people.visitor();
  const stop = await visitFrameOf(visitor, `/market/${market.id}`);
  await expect
    .poll(() => visitor.frames().map((frame) => frame.url()))
    .toContain('chrome-error://chromewebdata/');
  await stop();
});

test('the frame looks good on its own', async ({ people }) => {
  const asker = await people.signUp('Noa');
  const binary = await askQuestion(asker);
  const many = await askQuestion(asker, { outcomes: ['W'.repeat(60), 'Two', 'Three', 'Four', 'Five'] });
  for (const [name, { id }] of Object.entries({ binary, many })) {
    await asker.page.setViewportSize({ width: 320, height: 320 });
    await asker.page.goto(`/embed/market/${id}`);
    await expectGoodLooks(asker.page, `the frame of ${name}`);
  }
});

test('what a visitor chose is still on the ticket once they have signed up', async ({ people }) => {
  const asker = await people.signUp('Oda');
  const market = await askQuestion(asker);
  const page = await people.visitor();
  await page.goto(`/market/${market.id}`);
  const ticket = ticketOn(page);
  await ticket.getByText(/^NO 50¢/).click();
  await ticket.getByLabel('Amount', { exact: true }).fill('120');
  await ticket.getByRole('link', { name: 'Sign up to trade' }).click();
  await fillSignUp(page, 'Pia', newEmail('Pia'));
  await expect(page.getByRole('heading', { level: 1, name: market.question })).toBeVisible();
  await expect(ticket.getByRole('button', { name: /^Buy .+ NO for ₡ 120$/ })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/market/${market.id}$`));
});
