import { openEngine } from '@mesh-markets/engine';
import type { Locator, Page } from '@playwright/test';
import { sharedSite } from '../site/sharedSite.ts';
import { expectGoodLooks } from '../support/looks.ts';
import { type Stage, setTheStage } from '../support/stage.ts';
import { marketCard, showTab, ticketOn } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';

interface Stop {
  readonly address: string;
  /** There once the page has what it asked for. */
  readonly ready: (page: Page) => Locator;
}

const heading =
  (name: string, level = 1) =>
  (page: Page) =>
    page.getByRole('heading', { level, name });
const card = (question: string) => (page: Page) => marketCard(page, question);
const comments = (page: Page) => page.getByRole('list', { name: 'Comments' });

const stopsOfAnybody = ({ asker, binary, multiple, closed, resolved }: Stage): Stop[] => [
  { address: '/', ready: card(binary.question) },
  // Which market leads there depends on what all other tests have traded.
  { address: '/?tab=trending', ready: (page) => page.getByRole('article').first() },
  { address: '/?tab=following', ready: heading('Follow people and markets', 2) },
  { address: '/topic/weather', ready: card(binary.question) },
  { address: '/topic/no-such-topic', ready: heading('Nothing about this yet', 2) },
  { address: '/search', ready: (page) => page.getByRole('searchbox', { name: 'Search' }) },
  { address: '/search?q=gerda', ready: (page) => page.getByRole('list', { name: 'People' }) },
  { address: '/search?q=nothingcanhavethis', ready: heading('Nothing found', 2) },
  { address: `/u/${asker.me.handle}/followers`, ready: heading(`Who follows @${asker.me.handle}`) },
  { address: '/markets', ready: card(multiple.question) },
  { address: '/markets?state=closed', ready: card(closed.question) },
  { address: '/markets?state=resolved', ready: card(resolved.question) },
  ...[binary, multiple, closed, resolved].map(({ id }) => ({ address: `/market/${id}`, ready: comments })),
  { address: '/leaderboard', ready: (page) => page.getByRole('table') },
  { address: `/u/${asker.me.handle}`, ready: card(binary.question) },
  { address: '/no/such/page', ready: heading('There is nothing at this address', 2) },
];

const stopsOfVisitors: readonly Stop[] = [
  { address: '/sign-in', ready: heading('Sign in') },
  { address: '/sign-up', ready: heading('Join') },
  { address: '/forgot-password', ready: heading('Forgot your password?') },
  { address: '/reset-password#token=something', ready: heading('Choose a new password') },
  { address: '/verify-email#token=something', ready: heading('Confirm your e-mail address') },
  { address: '/wallet', ready: heading('This page is about you', 2) },
];

const stopsOfTraders = ({ trader, binary, multiple, resolved }: Stage): Stop[] => [
  { address: '/?tab=following', ready: card(multiple.question) },
  { address: `/u/${trader.me.handle}/following`, ready: heading(`Whom @${trader.me.handle} follows`) },
  { address: '/', ready: card(binary.question) },
  ...[binary, multiple, resolved].map(({ id }) => ({ address: `/market/${id}`, ready: comments })),
  { address: '/portfolio', ready: (page) => page.getByRole('table', { name: 'Open' }) },
  { address: '/wallet', ready: (page) => page.getByRole('table', { name: /^Movements/ }) },
  {
    address: `/u/${trader.me.handle}`,
    ready: (page) => page.getByRole('img', { name: /settled purchases/ }),
  },
  { address: '/settings', ready: (page) => page.getByRole('list', { name: 'Your API keys' }) },
  { address: '/ask', ready: heading('Ask a question') },
  { address: '/ask?kind=post', ready: heading('Write a post') },
  { address: '/setup', ready: heading('The link is incomplete', 2) },
  { address: '/setup?token=something', ready: heading('Become the first admin', 2) },
];

const visit = async (page: Page, stops: readonly Stop[]): Promise<void> => {
  for (const { address, ready } of stops) {
    await page.goto(address);
    await expect(ready(page)).toBeVisible();
    await expectGoodLooks(page, address);
  }
};

test('every page a visitor sees is accessible and fits the screen', async ({ people }) => {
  test.setTimeout(120_000);
  const page = await people.visitor();
  await visit(page, [...stopsOfAnybody(await setTheStage(people)), ...stopsOfVisitors]);
});

test('every page of a trader is accessible and fits the screen', async ({ people }) => {
  test.setTimeout(120_000);
  const stage = await setTheStage(people);
  await visit(stage.trader.page, stopsOfTraders(stage));
});

test('what waits for moderators is accessible and fits the screen', async ({ people }) => {
  const { trader } = await setTheStage(people);
  const books = await openEngine(sharedSite().databaseUrl);
  await books.engine.setRole({ userId: trader.me.id }, 'moderator');
  await books.close();
  const ready = (page: Page) => page.getByRole('list', { name: 'Waiting markets' });
  await visit(trader.page, [{ address: '/admin/waiting', ready }]);
});

test('what opens over a page is accessible and fits the screen', async ({ people }) => {
  test.setTimeout(120_000);
  const stage = await setTheStage(people);
  const { page, me } = stage.asker;
  const close = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };

  await page.goto('/');
  await marketCard(page, stage.multiple.question).getByRole('button', { name: /W$/ }).first().click();
  await expect(ticketOn(page).getByRole('button', { name: 'Max' })).toBeVisible();
  await expectGoodLooks(page, 'the ticket over the feed');
  await ticketOn(page).getByText('Sell', { exact: true }).click();
  await expectGoodLooks(page, 'a sale of nothing');
  await close();

  await page.getByRole('button', { name: `${me.name} @${me.handle}: account` }).click();
  await expect(page.getByRole('navigation', { name: 'Account' })).toBeVisible();
  await expectGoodLooks(page, 'the account menu');
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectGoodLooks(page, 'the keyboard help');
  await close();

  await page.goto(`/market/${stage.multiple.id}`);
  await showTab(page, 'Trades');
  await expect(page.getByRole('table', { name: 'Trades, newest first' })).toBeVisible();
  await expectGoodLooks(page, 'the trades');
  await showTab(page, 'Holders');
  await expect(page.getByRole('list', { name: /^Who holds “W+”, largest first$/ })).toBeVisible();
  await expectGoodLooks(page, 'the holders');
  await showTab(page, 'Rules');
  await expect(page.getByRole('heading', { name: 'Who decides' })).toBeVisible();
  await expectGoodLooks(page, 'the rules');
  await page.getByRole('button', { name: 'Close early' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectGoodLooks(page, 'closing early');
  await close();

  await page.goto(`/market/${stage.closed.id}`);
  await page.getByRole('button', { name: 'Resolve' }).click();
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /^Partly/ })
    .check();
  await expect(page.getByRole('region', { name: 'Who gets what' })).toBeVisible();
  await expectGoodLooks(page, 'resolving in parts');
  await close();

  await page.goto('/ask');
  await page.getByText('Several outcomes', { exact: true }).click();
  await page.getByRole('button', { name: /^Open the market/ }).click();
  await expect(page.getByLabel('Question', { exact: true })).toHaveAccessibleDescription(
    'Must not be empty.',
  );
  await expectGoodLooks(page, 'a question with mistakes');
});
