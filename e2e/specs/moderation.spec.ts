import { openEngine } from '@mesh-markets/engine';
import type { Page } from '@playwright/test';
import { sharedSite } from '../site/sharedSite.ts';
import { expectGoodLooks } from '../support/looks.ts';
import { askQuestion } from '../support/markets.ts';
import { password } from '../support/people.ts';
import { expectNotice } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';

/** Hidden by one, seen so by the other, and shown again. */
const hideAndShow = async (page: Page, other: Page, id: string): Promise<void> => {
  await page.goto(`/market/${id}`);
  await page.getByRole('button', { name: 'Hide from feeds and search' }).click();
  const dialog = page.getByRole('dialog', { name: 'Hide from feeds and search' });
  await dialog.getByLabel('Why').fill('About a private person.');
  await expectGoodLooks(page, 'hiding');
  await dialog.getByRole('button', { name: 'Hide', exact: true }).click();
  await expect(page.getByText(/left this out of feeds and search/)).toBeVisible();
  await expectGoodLooks(page, 'a hidden market');
  await other.goto(`/market/${id}`);
  await expect(other.getByText(/left this out of feeds and search/)).toBeVisible();
  await page.getByRole('button', { name: 'Show it again' }).click();
  await expect(page.getByText(/left this out of feeds and search/)).toHaveCount(0);
};

test('a moderator bans and hides, those concerned read why, and an admin reads who did what', async ({
  people,
}) => {
  test.slow();
  const [mia, rex, boss] = [
    await people.signUp('Mia'),
    await people.signUp('Rex'),
    await people.signUp('Nora'),
  ];
  const books = await openEngine(sharedSite().databaseUrl);
  await books.engine.setRole({ userId: boss.me.id }, 'admin');
  await books.close();
  const market = await askQuestion(mia, { b: 100 });
  const person = boss.page.getByRole('article', { name: rex.me.name });

  await test.step('an admin finds a person and makes them a moderator', async () => {
    const { page } = boss;
    await page.goto('/admin/people');
    await page.getByLabel('Find somebody').fill(rex.me.handle);
    await expect(page.getByRole('article')).toHaveCount(1);
    await person.getByLabel(`Role of ${rex.me.name}`).selectOption('moderator');
    await expect(person.getByText('Moderator', { exact: true }).first()).toBeVisible();
    await expectGoodLooks(page, 'people');
  });

  await test.step('the moderator bans somebody, and the other admin pages stay closed', async () => {
    const { page } = rex;
    // With the role all that he was signed in to has ended.
    await page.goto('/admin/log');
    await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
    await page.request.post('/api/auth/sign-in/email', { data: { email: rex.email, password } });
    await page.goto('/admin/log');
    await expect(page.getByText('This page is for admins')).toBeVisible();
    await page.goto('/admin/people');
    await page.getByLabel('Find somebody').fill(mia.me.handle);
    await expect(page.getByRole('article')).toHaveCount(1);
    await page.getByRole('button', { name: 'Ban', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: `Ban ${mia.me.name}` });
    await dialog.getByLabel('From what').selectOption('TRADING');
    await dialog.getByLabel('Why').fill('Trades on what only she knows.');
    await expectGoodLooks(page, 'banning');
    await dialog.getByRole('button', { name: 'Ban', exact: true }).click();
    await expectNotice(page, `${mia.me.name} has been told why.`);
    await expect(page.getByText(/^Cannot trade until/)).toBeVisible();
    await expectGoodLooks(page, 'somebody banned');
  });

  await test.step('the one concerned reads it on every page', async () => {
    await mia.page.goto('/');
    await expect(mia.page.getByText(/^You cannot trade until/)).toBeVisible();
    await expect(mia.page.getByText('Trades on what only she knows.')).toBeVisible();
    await expectGoodLooks(mia.page, 'banned');
  });

  await test.step('the moderator hides a market, which says so', () =>
    hideAndShow(rex.page, mia.page, market.id));

  await test.step('an admin reads who did what', async () => {
    const { page } = boss;
    await page.goto('/admin/log');
    const entries = page.getByRole('list', { name: 'Log' }).getByRole('listitem');
    await expect(entries.nth(0)).toContainText('showed again');
    await expect(entries.nth(1)).toContainText('About a private person.');
    await expect(entries.nth(2)).toContainText('From trading, for 7 days. Trades on what only she knows.');
    await expect(entries.nth(3)).toContainText('Is now a moderator.');
    await expectGoodLooks(page, 'log');
  });
});
