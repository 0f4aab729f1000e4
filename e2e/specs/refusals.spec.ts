import { askQuestion, ownWords } from '../support/markets.ts';
import type { Person } from '../support/people.ts';
import { balanceOf, expectNotice, figure, marketCard, ticketOn } from '../support/steps.ts';
import { expect, expectCleanBooks, test } from '../support/test.ts';

/** Lets something happen while an order is on its way to the server. */
const beforeOrderArrives = async ({ page }: Person, happen: () => Promise<unknown>): Promise<void> => {
  await page.route(
    '**/trade',
    async (route) => {
      await happen();
      await route.continue();
    },
    { times: 1 },
  );
};

test('an amount beyond the balance is refused in words, beside the field', async ({ people }) => {
  const market = await askQuestion(await people.signUp('Ida'));
  const { page, client } = await people.signUp('Jan');
  await page.goto(`/market/${market.id}`);
  const ticket = ticketOn(page);
  const amount = ticket.getByLabel('Amount', { exact: true });
  await amount.fill('10001');
  await expect(amount).toHaveAccessibleDescription('You have ₡ 10,000. Lower the amount to fit.');
  await expect(figure(ticket, 'Balance after')).toHaveText('–');
  await ticket.getByRole('button', { name: /^Buy .+ for ₡ 10,001$/ }).press('Enter');
  for (const [typed, words] of [
    ['12.5', 'Credits are whole numbers: leave the decimals out.'],
    ['a lot', 'Write the amount as a number, for example 50.'],
    ['0', 'Spend at least ₡ 1.'],
  ] as const) {
    await amount.fill(typed);
    await expect(amount).toHaveAccessibleDescription(words);
  }
  await ticket.getByRole('button', { name: 'Max' }).click();
  await expect(figure(ticket, 'Balance after')).toHaveText('₡ 0');
  await expect(amount).toHaveAccessibleDescription('You have ₡ 10,000.');
  expect((await client.call('getMarket', { params: { id: market.id } })).trades).toEqual([]);
});

test('credits spent elsewhere meanwhile are refused beside the amount', async ({ people, guard }) => {
  guard.expect(/status of 402 .*\/trade$/);
  const asker = await people.signUp('Kim');
  const [here, elsewhere] = [await askQuestion(asker), await askQuestion(asker)];
  const trader = await people.signUp('Leo');
  await trader.page.goto(`/market/${here.id}`);
  const ticket = ticketOn(trader.page);
  const amount = ticket.getByLabel('Amount', { exact: true });
  await amount.fill('9000');
  await beforeOrderArrives(trader, () =>
    trader.client.call('placeTrade', {
      params: { id: elsewhere.id },
      body: { side: 'NO', credits: 2_000 },
    }),
  );
  await ticket.getByRole('button', { name: /for ₡ 9,000$/ }).click();
  await expect(amount).toHaveAccessibleDescription(/^You have ₡8,000; this costs ₡9,000\./);
  await expect(balanceOf(trader.page)).toContainText('₡ 8,000');
});

test('a market that closes meanwhile takes no order', async ({ people, guard }) => {
  guard.expect(/status of 409 .*\/trade$/);
  const asker = await people.signUp('Mia');
  const market = await askQuestion(asker);
  const trader = await people.signUp('Nils');
  await trader.page.goto(`/market/${market.id}`);
  await beforeOrderArrives(trader, () =>
    asker.client.call('closeMarket', { params: { id: market.id }, body: { reason: 'It is known.' } }),
  );
  await ticketOn(trader.page)
    .getByRole('button', { name: /^Buy .+ YES for ₡ 50$/ })
    .click();
  await expectNotice(trader.page, 'This market closed before your order arrived. Nothing was spent.');
  await expect(trader.page.getByRole('complementary', { name: 'How it ended' })).toContainText(
    'This market is closed for trading',
  );
  await expect(trader.page.getByText('Closed, waiting for resolution by')).toBeVisible();
  await expect(balanceOf(trader.page)).toContainText('₡ 10,000');
});

test('odds that moved past the accepted price stop the order until it is confirmed', async ({
  people,
  guard,
}) => {
  guard.expect(/status of 409 .*\/trade$/);
  const market = await askQuestion(await people.signUp('Otto'));
  const [trader, other] = [await people.signUp('Pia'), await people.signUp('Ron')];
  await trader.page.goto(`/market/${market.id}`);
  const ticket = ticketOn(trader.page);
  await ticket.getByLabel('Amount', { exact: true }).fill('100');
  await ticket.getByLabel('How much worse than the price shown you accept').selectOption('1 %');
  await beforeOrderArrives(trader, () =>
    other.client.call('placeTrade', { params: { id: market.id }, body: { side: 'YES', credits: 400 } }),
  );
  await ticket.getByRole('button', { name: /^Buy .+ YES for ₡ 100$/ }).click();
  await expect(ticket.getByRole('alert')).toContainText('Nothing was spent.');
  await expect(figure(ticket, 'Moves YES')).toHaveText('66 % → 70 %');
  await expect(balanceOf(trader.page)).toContainText('₡ 10,000');

  await ticket.getByRole('button', { name: /^Buy .+ YES for ₡ 100$/ }).click();
  await expectNotice(trader.page, /Bought .+ YES for ₡\s100/);
  await expect(balanceOf(trader.page)).toContainText('₡ 9,900');
});

test('a question of 141 characters is counted, refused and mended', async ({ people }) => {
  const { page } = await people.signUp('Sue');
  await page.goto('/ask');
  const question = page.getByLabel('Question', { exact: true });
  const words = ownWords('Will this be too long by a single letter?').padEnd(141, '?');
  await question.fill(words);
  await expect(page.getByText('141 / 140')).toBeVisible();
  await page.getByRole('button', { name: /^Open the market/ }).click();
  await expect(question).toHaveAccessibleDescription('Must be at most 140 characters.');
  await question.fill(words.slice(0, 140));
  await expect(page.getByText('140 / 140')).toBeVisible();
  await page.getByRole('button', { name: /^Open the market/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: words.slice(0, 140) })).toBeVisible();
});

test('tags in what people write are shown as they were written', async ({ people }) => {
  const script = '<script>alert(1)</script><img src=x onerror=alert(2)>';
  const question = ownWords(`Does ${script} run?`);
  const outcome = '<b onclick=alert(3)>bold</b>';
  const asker = await people.signUp('Ted');
  const market = await askQuestion(asker, {
    question,
    outcomes: [outcome, 'plain'],
    description: `See ${script} and [a link](javascript:alert(4)) **strong**`,
  });
  await asker.client.call('createPost', { body: { body: `${question} javascript:alert(5)` } });
  const { page } = asker;
  page.on('dialog', (dialog) => {
    throw new Error(`What somebody wrote has run: ${dialog.message()}`);
  });
  await page.goto('/');
  await expect(marketCard(page, question)).toBeVisible();
  await expect(page.getByRole('article', { name: 'Post by Ted' }).first()).toContainText(question);
  await page.goto(`/market/${market.id}`);
  await expect(page).toHaveTitle(/<script>/);
  await expect(page.getByRole('region', { name: 'Outcomes' })).toContainText(outcome);
  await page.getByRole('tab', { name: 'Rules' }).click();
  const rules = page.getByRole('tabpanel', { name: 'Rules' });
  await expect(rules.getByRole('strong')).toHaveText('strong');
  await expect(rules).toContainText(`See ${script} and a link strong`);
  await expect(rules.getByRole('link', { name: 'a link' })).not.toHaveAttribute('href', /javascript/);
});

test('the page lets no script run that is not its own', async ({ people, guard }) => {
  guard.expect(/Content Security Policy/);
  const page = await people.visitor();
  await page.goto('/');
  const refused = page.waitForEvent('console', (message) =>
    message.text().includes('Content Security Policy'),
  );
  await page.evaluate(`{
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    document.body.append(script);
  }`);
  await refused;
  await expect(page).toHaveTitle(/Mesh Markets/);
});

test('the books are clean after all of this', async () => {
  await expectCleanBooks();
});
