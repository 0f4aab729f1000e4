import type { MarketId, Trade } from '@mesh-markets/contract';
import { askQuestion } from '../support/markets.ts';
import type { Person } from '../support/people.ts';
import { balanceOf, expectNotice, showTab, ticketOn } from '../support/steps.ts';
import { expect, expectCleanBooks, test } from '../support/test.ts';

/** A query that failed a few times pauses for longer and longer before it asks again. */
const afterAnOutage = { timeout: 20_000 };

const noConnection = /net::ERR_(CONNECTION_\w+|EMPTY_RESPONSE|INTERNET_DISCONNECTED|FAILED)/;

const tradesOf = async ({ client }: Person, id: MarketId): Promise<readonly Trade[]> =>
  (await client.call('getMarket', { params: { id } })).trades;

test('an order whose answer is lost is sent again and bought once', async ({ people, guard }) => {
  guard.expect(noConnection);
  const market = await askQuestion(await people.signUp('Ulla'));
  const trader = await people.signUp('Vera');
  const { page } = trader;
  await page.goto(`/market/${market.id}`);
  await page.route(
    '**/trade',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  const ticket = ticketOn(page);
  await ticket.getByRole('button', { name: /^Buy .+ YES for ₡ 50$/ }).click();
  await expect(ticket.getByRole('alert')).toContainText('Send it again: it cannot count twice.');
  expect(await tradesOf(trader, market.id)).toHaveLength(1);

  const answered = page.waitForResponse('**/trade');
  await ticket.getByRole('button', { name: 'Send the same order again' }).click();
  expect((await answered).headers()['idempotency-replayed']).toBe('true');
  await expectNotice(page, /Bought .+ YES for ₡\s50/);
  await expect(balanceOf(page)).toContainText('₡ 9,950');
  expect(await tradesOf(trader, market.id)).toHaveLength(1);
});

test('a server that is killed and comes back is taken up again without a reload', async ({
  people,
  sites,
  guard,
}) => {
  test.slow();
  guard.expect(noConnection);
  const site = await sites.start();
  const here = people.at(site.url);
  const [asker, trader] = [await here.signUp('Walt'), await here.signUp('Xenia')];
  const market = await askQuestion(asker);
  const { page } = trader;
  await page.goto(`/market/${market.id}`);
  const ticket = ticketOn(page);
  const buy = ticket.getByRole('button', { name: /^Buy .+ YES for ₡ 50$/ });
  await expect(buy).toBeVisible();

  await site.kill();
  await buy.click();
  await expect(ticket.getByRole('alert')).toContainText('No answer came back');
  await expect(page.getByRole('heading', { level: 1, name: market.question })).toBeVisible();

  await sites.restart(site);
  await ticket.getByRole('button', { name: 'Send the same order again' }).click();
  await expectNotice(page, /Bought .+ YES for ₡\s50/);
  expect(await tradesOf(trader, market.id)).toHaveLength(1);

  await asker.client.call('placeTrade', { params: { id: market.id }, body: { side: 'NO', credits: 500 } });
  await showTab(page, 'Trades');
  const row = page
    .getByRole('table', { name: 'Trades, newest first' })
    .getByRole('row', { name: `@${asker.me.handle}` });
  await expect(row).toContainText('₡ 500', afterAnOutage);
  await expect(balanceOf(page)).toContainText('₡ 9,950');
  await expectCleanBooks(site.databaseUrl);
});

test('a page that loses the network says so and catches up when it is back', async ({ people, guard }) => {
  guard.expect(noConnection);
  const asker = await people.signUp('Yves');
  const market = await askQuestion(asker);
  const { page } = await people.signUp('Zora');
  await page.goto(`/market/${market.id}`);
  await expect(ticketOn(page).getByRole('button', { name: 'Max' })).toBeVisible();

  await showTab(page, 'Trades');
  await page.context().setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
  await asker.client.call('placeTrade', { params: { id: market.id }, body: { side: 'YES', credits: 400 } });
  await page.context().setOffline(false);
  await expect(page.getByText('You are offline.')).toHaveCount(0);
  await expect(page.getByRole('table', { name: 'Trades, newest first' })).toContainText(
    '₡ 400',
    afterAnOutage,
  );
});

test('a page that cannot be loaded offers to try again', async ({ people, guard }) => {
  guard.expect(noConnection);
  const market = await askQuestion(await people.signUp('Abel'));
  const page = await people.visitor();
  await page.goto('/leaderboard');
  await page.route('**/api/market/**', (route) => route.abort());
  await page.goto(`/market/${market.id}`);
  const retry = page.getByRole('button', { name: 'Try again' });
  await expect(retry).toBeVisible(afterAnOutage);
  await page.unroute('**/api/market/**');
  await retry.click();
  await expect(page.getByRole('heading', { level: 1, name: market.question })).toBeVisible();
});

test('two servers on one database show each other’s trades', async ({ people, sites }) => {
  const first = await sites.start();
  const second = await sites.startOn(first.databaseUrl);
  const asker = await people.at(first.url).signUp('Bert');
  const trader = await people.at(second.url).signUp('Cora');
  const market = await askQuestion(asker);
  await asker.page.goto(`/market/${market.id}`);
  await trader.page.goto(`/market/${market.id}`);
  await ticketOn(trader.page)
    .getByRole('button', { name: /^Buy .+ YES for ₡ 50$/ })
    .click();
  await expectNotice(trader.page, /Bought .+ YES for ₡\s50/);
  await showTab(asker.page, 'Trades');
  const row = asker.page
    .getByRole('table', { name: 'Trades, newest first' })
    .getByRole('row', { name: `@${trader.me.handle}` });
  await expect(row).toContainText('₡ 50');

  const atOnce = [asker, trader].flatMap(({ client }) =>
    Array.from({ length: 10 }, () =>
      client.call('placeTrade', { params: { id: market.id }, body: { side: 'NO', credits: 7 } }),
    ),
  );
  await Promise.all(atOnce);
  expect(await tradesOf(asker, market.id)).toHaveLength(21);
  await expectCleanBooks(first.databaseUrl);
});
