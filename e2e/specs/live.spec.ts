import type { Locator, Page } from '@playwright/test';
import { askQuestion } from '../support/markets.ts';
import { type Person, password } from '../support/people.ts';
import { balanceOf, expectNotice, marketCard, showTab, ticketOn } from '../support/steps.ts';
import { expect, expectCleanBooks, test } from '../support/test.ts';

/** What one browser does is on the other's screen by then. */
const atOnce = { timeout: 1_000 };
/** A client waits up to some seconds between its tries to come back. */
const afterARestart = { timeout: 20_000 };

const noConnection = /net::ERR_(CONNECTION_\w+|EMPTY_RESPONSE|FAILED)/;

const expectLive = (page: Page): Promise<void> =>
  expect(page.getByRole('main').getByText('Live', { exact: true })).toBeVisible(afterARestart);

const tradeOf = (page: Page, { me }: Person, words: string): Locator =>
  page
    .getByRole('table', { name: 'Trades, newest first' })
    .getByRole('row', { name: `@${me.handle}` })
    .filter({ hasText: words });

const buy = async (page: Page, credits: string): Promise<void> => {
  const ticket = ticketOn(page);
  await ticket.getByRole('textbox', { name: /^Amount/ }).fill(credits);
  await ticket.getByRole('button', { name: new RegExp(`^Buy .+ YES for ₡ ${credits}$`) }).click();
  await expectNotice(page, new RegExp(`Bought .+ YES for ₡\\s${credits}`));
};

test('two browsers side by side see each other’s trades within a second, through a restart too', async ({
  people,
  sites,
  guard,
}) => {
  guard.expect(noConnection);
  const site = await sites.start();
  const there = people.at(site.url);
  const [ida, jan] = [await there.signUp('Ida'), await there.signUp('Jan')];
  const market = await askQuestion(ida);
  for (const { page } of [ida, jan]) {
    await page.goto(`/market/${market.id}`);
    await showTab(page, 'Trades');
    await expectLive(page);
  }
  // No page asks from here on: what it shows was told.
  const asked: string[] = [];
  jan.page.on('request', (request) => asked.push(request.url()));

  await buy(ida.page, '60');
  await expect(tradeOf(jan.page, ida, '₡ 60')).toBeVisible(atOnce);
  await buy(jan.page, '70');
  await expect(tradeOf(ida.page, jan, '₡ 70')).toBeVisible(atOnce);
  expect(asked.filter((url) => url.endsWith('/trade'))).toHaveLength(1);

  await site.stop();
  await expect(ida.page.getByText('Live', { exact: true })).toHaveCount(0);
  const again = await sites.restart(site);
  for (const { page } of [ida, jan]) await expectLive(page);
  await buy(jan.page, '80');
  await expect(tradeOf(ida.page, jan, '₡ 80')).toBeVisible(atOnce);
  await buy(ida.page, '90');
  await expect(tradeOf(jan.page, ida, '₡ 90')).toBeVisible(atOnce);
  await expectCleanBooks(again.databaseUrl);
});

test('what happens while the server is away is on the page when it is back', async ({
  people,
  sites,
  guard,
}) => {
  guard.expect(noConnection);
  const first = await sites.start();
  const second = await sites.startOn(first.databaseUrl);
  const [kim, leo] = [await people.at(first.url).signUp('Kim'), await people.at(second.url).signUp('Leo')];
  const market = await askQuestion(leo);
  await kim.page.goto(`/market/${market.id}`);
  await showTab(kim.page, 'Trades');
  await expectLive(kim.page);

  await first.kill();
  await leo.client.call('placeTrade', { params: { id: market.id }, body: { side: 'NO', credits: 333 } });
  await expect(kim.page.getByText(/The server does not answer|Reconnecting/)).toBeVisible(afterARestart);
  await sites.restart(first);
  await expectLive(kim.page);
  await expect(tradeOf(kim.page, leo, '₡ 333')).toBeVisible(atOnce);

  // And from then on at once again, although the other server is the one that trades.
  await leo.client.call('placeTrade', { params: { id: market.id }, body: { side: 'YES', credits: 444 } });
  await expect(tradeOf(kim.page, leo, '₡ 444')).toBeVisible(atOnce);
});

test('cards in the feed, and what one holds in another window, move by themselves', async ({ people }) => {
  const mia = await people.signUp('Mia');
  const market = await askQuestion(mia);
  const { page } = mia;
  const other = await page.context().newPage();
  await page.goto('/');
  await other.goto('/wallet');
  await expectLive(page);
  await expectLive(other);
  const card = marketCard(page, market.question);
  await expect(card).toContainText('50');

  await mia.client.call('placeTrade', { params: { id: market.id }, body: { side: 'YES', credits: 900 } });
  await expect(card).not.toContainText('50%', atOnce);
  for (const window of [page, other]) await expect(balanceOf(window)).toContainText('₡ 8,406', atOnce);
});

test('a new password ends no window of the browser it was set in: both go on hearing what one holds', async ({
  people,
}) => {
  const nia = await people.signUp('Nia');
  const market = await askQuestion(nia);
  const { page } = nia;
  const other = await page.context().newPage();
  await page.goto('/settings');
  await other.goto('/');
  await expectLive(other);
  await page.getByLabel('Current password').fill(password);
  await page.getByLabel('New password').fill('a whole new horse');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expectNotice(page, /^Your password is changed/);

  // By the cookie that the browser has now.
  const bought = await page.request.post(`/api/market/${market.id}/trade`, {
    data: { side: 'YES', credits: 900 },
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  expect(bought.ok()).toBe(true);
  for (const window of [page, other]) await expect(balanceOf(window)).toContainText('₡ 8,406', afterARestart);
});
