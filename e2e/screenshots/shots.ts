import { expect, type Page } from '@playwright/test';
import { ticketOn } from '../support/steps.ts';
import { markets } from './content.ts';
import type { Past } from './past.ts';

/** A place in the app worth a picture, and how to get there. */
export interface Shot {
  readonly name: string;
  readonly address: string;
  /** Nobody is signed in. */
  readonly visitor?: boolean;
  /** Somebody who runs the site looks. */
  readonly admin?: boolean;
  /** What somebody does there before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

const [snow, cup, , marathon, , , , , council, stars] = markets.map(({ question }) => question);

const openTicket = async (page: Page): Promise<void> => {
  // Where there is room for it the ticket of a market's page is open already.
  if (!(await ticketOn(page).isVisible())) {
    await page
      .getByRole('button', { name: /^Buy YES/ })
      .first()
      .click();
  }
  await ticketOn(page).getByLabel('Amount', { exact: true }).fill('250');
};

const openTab = (name: string) => (page: Page) => page.getByRole('tab', { name }).click();

const openRules = async (page: Page): Promise<void> => {
  await openTab('Rules')(page);
  await expect(page.getByRole('strong')).toBeVisible();
};

const openResolution = (choice: RegExp) => async (page: Page) => {
  await page.getByRole('button', { name: 'Resolve' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: choice }).check();
  await expect(page.getByRole('region', { name: 'Who gets what' })).toBeVisible();
};

const fillQuestion = async (page: Page): Promise<void> => {
  await page.getByLabel('Question', { exact: true }).fill('Will the heating in room 4 work by December?');
};

const fillOutcomes = async (page: Page): Promise<void> => {
  await page.getByLabel('Question', { exact: true }).fill('Which room gets the new whiteboard?');
  await page.getByText('Several outcomes', { exact: true }).click();
  for (const [index, room] of ['Danube', 'Elbe', 'Rhine'].entries()) {
    await page.getByLabel(`Outcome ${index + 1}`, { exact: true }).fill(room);
  }
};

const scrollTo = (title: string) => async (page: Page) => {
  const heading = page.getByRole('heading', { level: 2, name: title });
  await expect(heading).toBeVisible();
  await heading.evaluate((element) => element.scrollIntoView());
};

const openMenu = (page: Page) => page.getByRole('button', { name: /: account$/ }).click();

const marketShots = (marketIds: Past['marketIds']): Shot[] => {
  const at = (question: string | undefined) => `/market/${marketIds.get(question ?? '')}`;
  return [
    { name: 'market-open', address: at(snow) },
    { name: 'market-visitor', address: at(snow), visitor: true },
    { name: 'market-holders', address: at(snow), act: openTab('Holders') },
    { name: 'market-rules', address: at(snow), act: openRules },
    { name: 'market-outcomes', address: at(cup) },
    { name: 'market-closing', address: at(marathon) },
    { name: 'market-closed', address: at(council) },
    { name: 'resolve', address: at(council), act: openResolution(/^YES/) },
    { name: 'resolve-parts', address: at(council), act: openResolution(/^Partly/) },
    { name: 'market-resolved', address: at(stars) },
    { name: 'market-ticket', address: at(snow), act: openTicket },
  ];
};

export const shotsOf = ({ marketIds, handles }: Past): Shot[] => [
  { name: 'feed', address: '/' },
  { name: 'feed-visitor', address: '/', visitor: true },
  { name: 'feed-ticket', address: '/', act: openTicket },
  { name: 'markets', address: '/markets' },
  { name: 'markets-closed', address: '/markets?state=closed' },
  { name: 'markets-resolved', address: '/markets?state=resolved' },
  ...marketShots(marketIds),
  { name: 'ask', address: '/ask', act: fillQuestion },
  { name: 'ask-outcomes', address: '/ask', act: fillOutcomes },
  { name: 'ask-post', address: '/ask?kind=post' },
  { name: 'wallet', address: '/wallet' },
  { name: 'wallet-visitor', address: '/wallet', visitor: true },
  { name: 'portfolio', address: '/portfolio' },
  { name: 'leaderboard', address: '/leaderboard' },
  { name: 'profile', address: `/u/${handles[0]}` },
  { name: 'profile-other', address: `/u/${handles[2]}` },
  { name: 'notifications', address: '/notifications' },
  { name: 'settings', address: '/settings' },
  { name: 'settings-security', address: '/settings', act: scrollTo('Security') },
  { name: 'settings-keys', address: '/settings', act: scrollTo('API keys') },
  { name: 'account-menu', address: '/', act: openMenu },
  { name: 'market-trades', address: `/market/${[...marketIds.values()][0]}`, act: openTab('Trades') },
  { name: 'search', address: '/search?q=will' },
  { name: 'search-empty', address: '/search' },
  { name: 'topic', address: '/topic/weather' },
  { name: 'followers', address: `/u/${handles[0]}/followers` },
  { name: 'transparency', address: '/transparency' },
  { name: 'unsubscribe', address: `/unsubscribe/${'x'.repeat(40)}`, visitor: true },
  { name: 'forgot-password', address: '/forgot-password', visitor: true },
  { name: 'reset-password', address: '/reset-password#token=something', visitor: true },
  { name: 'verify-email', address: '/verify-email#token=something', visitor: true },
  ...['', '/reports', '/disputes', '/waiting', '/people', '/invitations', '/log', '/flags', '/webhooks'].map(
    (part) => ({ name: `admin${part.replace('/', '-')}`, address: `/admin${part}`, admin: true }),
  ),
  { name: 'sign-in', address: '/sign-in', visitor: true },
  { name: 'sign-up', address: '/sign-up', visitor: true },
  { name: 'not-found', address: '/no/such/page' },
  { name: 'set-up', address: '/setup?token=something' },
];
