import { expect, type Locator, type Page } from '@playwright/test';
import { password } from './people.ts';

/** Where the frame shows what somebody has: in one of the rails, or along the top of a phone. */
export const balanceOf = (page: Page): Locator =>
  page.getByRole('link', { name: /^Your balance/ }).or(page.getByRole('region', { name: 'Your balance' }));

/** The ticket beside the chart, or the sheet over the page. */
export const ticketOn = (page: Page): Locator =>
  page.getByRole('dialog').or(page.getByRole('complementary', { name: 'Trade' }));

export const marketCard = (page: Page, question: string): Locator =>
  page.getByRole('article', { name: question });

/** The figure that stands beside a term, such as "Balance after". */
export const figure = (place: Locator, term: string): Locator =>
  place
    .getByRole('term')
    .filter({ hasText: new RegExp(`^${term}$`) })
    .locator('xpath=following-sibling::dd[1]');

export const fillSignUp = async (page: Page, name: string, email: string): Promise<void> => {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: /^Join with/ }).click();
};

export const fillSignIn = async (page: Page, email: string, given = password): Promise<void> => {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(given);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
};

/** What stands under a market besides its odds. */
export const showTab = (page: Page, name: 'Discussion' | 'Trades' | 'Holders' | 'Rules'): Promise<void> =>
  page.getByRole('tab', { name }).click();

/** A short word that passes by at the edge of the screen. */
export const expectNotice = (page: Page, words: string | RegExp): Promise<void> =>
  expect(page.getByRole('list', { name: 'Notices' })).toContainText(words);
