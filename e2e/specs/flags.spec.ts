import type { Market } from '@mesh-markets/contract';
import { openEngine } from '@mesh-markets/engine';
import type { Page } from '@playwright/test';
import { expectGoodLooks } from '../support/looks.ts';
import { askQuestion } from '../support/markets.ts';
import { expect, test } from '../support/test.ts';

/** Turns a switch at the page for admins. */
const turn = async (page: Page, verb: 'Switch off' | 'Switch on', label: string, reason?: string) => {
  await page.getByRole('button', { name: `${verb} ${label}` }).click();
  const dialog = page.getByRole('dialog');
  if (reason !== undefined) {
    await dialog.getByLabel('Reason (optional)').fill(reason);
    await expectGoodLooks(page, 'asking once more');
  }
  await dialog.getByRole('button', { name: verb }).click();
  await expect(dialog).toHaveCount(0);
};

/** Every kind of page about markets, for somebody whom they are not open to. */
const visitMarkets = async (page: Page, market: Market): Promise<void> => {
  const notOpen = page.getByRole('heading', { level: 2, name: 'Markets are not open to you yet' });
  for (const address of [
    `/market/${market.id}`,
    '/markets',
    '/topic/weather',
    '/leaderboard',
    '/portfolio',
  ]) {
    await page.goto(address);
    await expect(notOpen).toBeVisible();
  }
  await expectGoodLooks(page, 'markets that are not open');
};

const ofMarkets = /^\/(market|markets|topic|leaderboard|portfolio)(\/|$)/;

const lookForLinks = async (page: Page, { question }: Market, handle: string): Promise<void> => {
  const others = ['/', '/search', '/wallet', '/notifications', '/settings', '/transparency', `/u/${handle}`];
  for (const address of others) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await page.waitForLoadState('networkidle');
    const targets = await page
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect([address, targets.filter((target) => ofMarkets.test(target))]).toEqual([address, []]);
    await expect(page.getByText(question)).toHaveCount(0);
  }
};

test('an admin turns switches, and open pages follow', async ({ people, sites, guard }) => {
  test.setTimeout(120_000);
  // What is at an address of a market is asked for before it is known that there are none.
  guard.expect(/status of 404 .*\/api\/(market|leaderboard|portfolio)/);
  const site = await sites.start();
  const here = people.at(site.url);
  const [boss, reader] = [await here.signUp('Boss'), await here.signUp('Reader')];
  const visitor = await here.visitor();
  const books = await openEngine(site.databaseUrl);
  await books.engine.grantAdmin({ userId: boss.me.id });
  await books.close();
  const market = await askQuestion(boss, { b: 100 });
  await boss.client.call('createPost', { body: { body: 'Only words.' } });
  const { page } = boss;
  await page.goto('/admin/flags');
  await expect(page.getByText('Never changed.')).toHaveCount(5);
  await expectGoodLooks(page, 'switches');

  await test.step('trading stops with a sentence, and goes on', async () => {
    await reader.page.goto(`/market/${market.id}`);
    await turn(page, 'Switch off', 'Trading', 'An odd price.');
    await expect(page.getByText('“An odd price.”')).toBeVisible();
    const sentence = reader.page.getByText('Trading is switched off for everybody at the moment.').first();
    await expect(sentence).toBeVisible();
    await expectGoodLooks(reader.page, 'a ticket without trading');
    await turn(page, 'Switch on', 'Trading');
    await expect(sentence).toHaveCount(0);
  });

  await test.step('nobody new comes in', async () => {
    await visitor.goto('/sign-up');
    await expect(visitor.getByLabel('E-mail address')).toBeVisible();
    await turn(page, 'Switch off', 'New accounts');
    await expect(visitor.getByText('New accounts cannot be made at the moment.')).toBeVisible();
    await expectGoodLooks(visitor, 'sign-up, closed');
  });

  await test.step('markets go from an open page, and words stay', async () => {
    await reader.page.goto('/');
    await expect(reader.page.getByText(market.question).first()).toBeVisible();
    await turn(page, 'Switch off', 'Prediction markets');
    await expect(reader.page.getByText(market.question)).toHaveCount(0);
    await expect(reader.page.getByText('Only words.')).toBeVisible();
    await expect(reader.page.getByRole('link', { name: 'Portfolio' })).toHaveCount(0);
    await expectGoodLooks(reader.page, 'a feed without markets');
  });

  await test.step('an address of a market says plainly that it is not open', () =>
    visitMarkets(reader.page, market));
  await test.step('and no other page leads to one', () => lookForLinks(reader.page, market, boss.me.handle));
});
