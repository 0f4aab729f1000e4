import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectGoodLooks } from '../support/looks.ts';
import { askQuestion } from '../support/markets.ts';
import type { Person } from '../support/people.ts';
import { setTheStage } from '../support/stage.ts';
import { expect, test } from '../support/test.ts';

const buy = (person: Person, id: string, outcome: number, credits: number) =>
  person.client.call('placeTrade', { params: { id: id as never }, body: { outcome, credits } });

const figure = (page: Page, term: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.getByText(term, { exact: true }) })
    .getByRole('definition');

const download = async (page: Page): Promise<string> => {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  return readFileSync(await file.path(), 'utf8');
};

test('a portfolio adds up, can be searched, and comes as a file', async ({ people }) => {
  const { trader, binary, multiple, resolved } = await setTheStage(people);
  const { page, client } = trader;
  const expected = await client.call('getPortfolio');
  await page.goto('/portfolio');
  const profit = expected.realised + expected.value - expected.invested;
  expect(profit).toBe(expected.profit);
  await expect(figure(page, 'Profit in all')).toContainText(Math.abs(profit).toLocaleString('en-US'));
  await expect(figure(page, 'Profit made')).toContainText(
    Math.abs(expected.realised).toLocaleString('en-US'),
  );
  await expect(page.getByRole('img', { name: /^Realised profit since/ })).toBeVisible();

  const rows = page
    .getByRole('table')
    .getByRole('row')
    .filter({ has: page.getByRole('link') });
  await expect(rows).toHaveCount(8);
  await page.getByText('Resolved', { exact: true }).first().click();
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(resolved.question.slice(0, 20));
  await page.getByText('All', { exact: true }).click();
  await page.getByRole('searchbox', { name: 'Find' }).fill('two');
  await expect(rows).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Find' }).fill('no such words');
  await expect(page.getByRole('heading', { name: 'No position like that' })).toBeVisible();
  await expectGoodLooks(page, 'a portfolio in which nothing is found');

  const text = await download(page);
  expect(text.startsWith('\uFEFFmarket_id,question,state,')).toBe(true);
  expect(text.trimEnd().split('\r\n')).toHaveLength(9);
  for (const { id } of [binary, multiple, resolved]) expect(text).toContain(`\r\n${id},`);
});

test('a wallet names what was traded and comes as a file', async ({ people }) => {
  const [asker, trader] = [await people.signUp('Iris'), await people.signUp('Jonas')];
  const market = await askQuestion(asker, { b: 200, outcomes: ['=1+1', 'Blue', 'Green'] });
  await buy(trader, market.id, 0, 25);
  const { page } = trader;
  await page.goto('/wallet');
  await expect(page.getByRole('row', { name: /Bought =1\+1/ })).toBeVisible();
  await expectGoodLooks(page, 'a wallet');
  const text = await download(page);
  // A spreadsheet must not run what somebody typed.
  expect(text).toContain(`,"'=1+1",`);
  expect(text).toContain(',BUY,-25,');
});

test('a visitor is asked to sign in, and asks for nothing that is refused', async ({ people }) => {
  const page = await people.visitor();
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() === 401 && !response.url().endsWith('/api/me')) refused.push(response.url());
  });
  for (const address of ['/wallet', '/portfolio', '/settings']) {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'This page is about you' })).toBeVisible();
  }
  expect(refused).toEqual([]);
});

test('leaderboards have addresses, and leave out bots and own markets unless asked', async ({ people }) => {
  const [asker, winner, robot] = [
    await people.signUp('Kim'),
    await people.signUp('Lea'),
    await people.signUp('Robo'),
  ];
  await robot.page.goto('/settings');
  const isBot = robot.page.getByLabel('A program trades with this account');
  await isBot.check();
  await robot.page.locator('form').filter({ has: isBot }).getByRole('button', { name: 'Save' }).click();
  await expect(robot.page.getByText('Saved.')).toBeVisible();
  const market = await askQuestion(asker, { b: 2_000 });
  for (const person of [robot, winner, asker]) await buy(person, market.id, 0, 900);
  await asker.client.call('closeMarket', { params: { id: market.id }, body: { reason: 'It is known.' } });
  await asker.client.call('resolveMarket', { params: { id: market.id }, body: { outcome: 'YES' } });

  const { page } = winner;
  const row = (person: Person) => page.getByRole('row').filter({ hasText: `@${person.me.handle}` });
  await page.goto('/leaderboard');
  await expect(async () => {
    await page.reload();
    await expect(row(winner).first()).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(row(robot)).toHaveCount(0);
  await expect(row(asker)).toHaveCount(0);
  await page.getByLabel('Include bots').check();
  await expect(row(robot)).toContainText('Bot');
  await page.getByLabel('Include own markets').check();
  await expect(row(asker)).toBeVisible();
  await page.getByText('This week').click();
  await expect(page).toHaveURL(/period=week/);
  const shared = page.url();
  await page.goto('/');
  await page.goto(shared);
  await expect(page.getByLabel('Include bots')).toBeChecked();
  await expect(row(asker)).toBeVisible();
  await expectGoodLooks(page, 'the leaderboard of the week');

  for (const board of ['Calibration', 'Creators']) {
    await page.getByRole('link', { name: board }).click();
    await expect(page).toHaveURL(new RegExp(board.toLowerCase()));
    await expect(
      page.getByRole('table').or(page.getByRole('heading', { name: 'Nobody is here yet' })),
    ).toBeVisible();
    await expectGoodLooks(page, `the leaderboard: ${board}`);
  }
});

test('a profile tells how somebody did', async ({ people }) => {
  const { asker, trader, resolved } = await setTheStage(people);
  const { page } = asker;
  await expect
    .poll(
      async () => (await trader.client.call('getProfile', { params: { handle: trader.me.handle } })).forecast,
    )
    .toMatchObject({ markets: 1, purchases: 2 });
  await page.goto(`/u/${trader.me.handle}`);
  await expect(page.getByText('Brier score')).toBeVisible();
  await expect(page.getByRole('img', { name: /settled purchases/ })).toBeVisible();
  // The chart of profit comes before that of calibration on the page, and may come after it in time.
  await expect(page.getByText('As a table')).toHaveCount(2);
  await page.getByText('As a table').first().click();
  await expect(page.getByRole('columnheader', { name: 'Day (UTC)' })).toBeVisible();
  await expectGoodLooks(page, 'a profile');
  await page.goto(`/u/${asker.me.handle}`);
  await expect(page.getByRole('list', { name: /^Questions by/ }).getByText('Resolved YES')).toBeVisible();
  await expect(
    page.getByRole('list', { name: /^Questions by/ }).getByRole('link', { name: resolved.question }),
  ).not.toHaveCount(0);
  await expectGoodLooks(page, 'the profile of somebody who asks');
});
