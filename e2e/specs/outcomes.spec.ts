import type { Page } from '@playwright/test';
import { askQuestion, ownWords } from '../support/markets.ts';
import { balanceOf, expectNotice, figure, marketCard, ticketOn } from '../support/steps.ts';
import { expect, expectCleanBooks, test } from '../support/test.ts';

const bakers = ['Alfama Bakery', 'Bread & Sons', 'Crumb', 'Dough Nation'] as const;

const outcomesOn = (page: Page) => page.getByRole('region', { name: 'Outcomes' });

test('a question with four outcomes is asked, shown and traded', async ({ people }) => {
  const { page } = await people.signUp('Bea');
  const question = ownWords('Which bakery wins the golden loaf?');
  await page.goto('/ask');
  await page.getByLabel('Question', { exact: true }).fill(question);
  await page.getByText('Several outcomes', { exact: true }).click();
  await page.getByRole('button', { name: 'Add an outcome' }).click();
  await expect(page.getByText('Each opens at 25 %.')).toBeVisible();
  for (const [index, baker] of bakers.entries()) {
    await page.getByLabel(`Outcome ${index + 1}`, { exact: true }).fill(baker);
  }
  await page.getByRole('button', { name: 'Open the market for ₡ 1,387' }).click();
  await expect(page.getByRole('heading', { level: 1, name: question })).toBeVisible();
  for (const baker of bakers) await expect(outcomesOn(page)).toContainText(`${baker}25 %`);

  await outcomesOn(page).getByRole('button', { name: 'Buy 25¢ Crumb' }).click();
  const ticket = ticketOn(page);
  await ticket.getByLabel('Amount', { exact: true }).fill('400');
  await expect(figure(ticket, 'Moves the odds')).toHaveText('25 % → 50 %');
  await ticket.getByRole('button', { name: /^Buy .+ “Crumb” for ₡ 400$/ }).click();
  await expectNotice(page, /Bought .+ “Crumb” for ₡\s400/);
  await expect(outcomesOn(page).getByRole('listitem').first()).toContainText('Crumb50 %');
  await expect(outcomesOn(page).getByRole('listitem').nth(3)).toContainText('17 %');

  await page.goto('/');
  const card = marketCard(page, question);
  await expect(card.getByRole('listitem').first()).toContainText('Crumb');
  await expect(card.getByRole('link', { name: '+1 more' })).toBeVisible();
});

test('a resolution in parts pays each share its part', async ({ people }) => {
  const asker = await people.signUp('Carl');
  const traders = [await people.signUp('Dora'), await people.signUp('Emil')] as const;
  const market = await askQuestion(asker, { outcomes: [...bakers] });
  const buy = (who: 0 | 1, outcome: number) =>
    traders[who].client.call('placeTrade', {
      params: { id: market.id },
      body: { outcome, credits: 300 },
    });
  const [first, second] = [await buy(0, 0), await buy(1, 1)];
  await asker.client.call('closeMarket', { params: { id: market.id }, body: { reason: 'It is known.' } });

  const { page } = asker;
  await page.goto(`/market/${market.id}`);
  await page.getByRole('button', { name: 'Resolve' }).click();
  const dialog = page.getByRole('dialog', { name: 'Resolve this market' });
  await dialog.getByRole('radio', { name: /^Partly/ }).check();
  await expect(dialog.getByText('They sum to exactly 100 %.')).toBeVisible();
  for (const [baker, percent] of [
    [bakers[0], '50'],
    [bakers[1], '37.5'],
    [bakers[2], '12.5'],
  ] as const) {
    await dialog.getByLabel(baker, { exact: true }).fill(percent);
  }
  await expect(dialog.getByText('They sum to 125 %: take 25 % away.')).toBeVisible();
  await dialog.getByLabel(bakers[3], { exact: true }).fill('0');

  const [firstPaid, secondPaid] = [
    Math.floor(first.trade.shares * 0.5),
    Math.floor(second.trade.shares * 0.375),
  ];
  const preview = dialog.getByRole('region', { name: 'Who gets what' });
  await expect(preview).toContainText(`Pays ₡ ${firstPaid + secondPaid} to 2 people`);
  await dialog.getByRole('button', { name: 'Resolve to these parts and pay out' }).click();
  await expectNotice(page, `Resolved: ₡ ${firstPaid + secondPaid} paid to 2 people`);
  const resolution = page.getByRole('region', { name: 'Resolution' });
  await expect(resolution.getByRole('listitem').first()).toHaveText('Alfama Bakery50 %');

  await traders[1].page.goto('/wallet');
  await expect(traders[1].page.getByRole('row', { name: /^Payout/ })).toContainText(`+₡ ${secondPaid}`);
  await expectCleanBooks();
});

test('voiding a market gives everybody back what they put in', async ({ people }) => {
  const asker = await people.signUp('Fay');
  const trader = await people.signUp('Gil');
  const market = await askQuestion(asker);
  for (const side of ['YES', 'NO'] as const) {
    await trader.client.call('placeTrade', { params: { id: market.id }, body: { side, credits: 150 } });
  }

  const { page } = asker;
  await page.goto(`/market/${market.id}`);
  await page.getByRole('button', { name: 'Close early' }).click();
  await page.getByRole('dialog').getByLabel('Why before its time?').fill('It is known.');
  await page.getByRole('dialog').getByRole('button', { name: 'Close the market' }).click();
  await page.getByRole('button', { name: 'Resolve' }).click();
  const dialog = page.getByRole('dialog', { name: 'Resolve this market' });
  await dialog.getByRole('radio', { name: /^Cannot be decided/ }).check();
  await expect(dialog.getByRole('region', { name: 'Who gets what' })).toContainText('Pays ₡ 300 to 1 person');
  await dialog.getByRole('button', { name: 'Void the market and refund' }).click();
  await expect(page.getByText('Void, stakes returned')).toBeVisible();
  await expect(balanceOf(page)).toContainText('₡ 10,000');

  await trader.page.goto('/wallet');
  await expect(trader.page.getByRole('row', { name: /^Refund of a void market/ })).toContainText('+₡ 300');
  await expect(trader.page.getByRole('region', { name: 'Balance', exact: true })).toContainText('₡ 10,000');
  await expectCleanBooks();
});

test('sixty-four outcomes are all there, and a sixty-fifth is refused', async ({ people }) => {
  const { page, client } = await people.signUp('Hana');
  const outcomes = Array.from({ length: 64 }, (_, index) => `Horse number ${index + 1}`);
  const market = await askQuestion({ client }, { outcomes, b: 100 });
  await page.goto('/');
  await expect(marketCard(page, market.question).getByRole('link', { name: '+61 more' })).toBeVisible();
  await page.goto(`/market/${market.id}`);
  await page.getByRole('button', { name: 'Show all 64 outcomes' }).click();
  await expect(outcomesOn(page).getByRole('listitem')).toHaveCount(64);
  await outcomesOn(page).getByRole('button', { name: 'Horse number 64' }).click();
  await ticketOn(page)
    .getByRole('button', { name: /^Buy .+ “Horse number 64” for ₡ 50$/ })
    .click();
  await expectNotice(page, /Bought .+ “Horse number 64” for ₡\s50/);
  await expect(outcomesOn(page).getByRole('listitem').first()).toContainText('Horse number 64');

  await page.goto('/ask');
  await page.getByText('Several outcomes', { exact: true }).click();
  const add = page.getByRole('button', { name: 'Add an outcome' });
  for (let count = 4; count <= 64; count += 1) await add.press('Enter');
  await expect(page.getByLabel('Outcome 64', { exact: true })).toBeVisible();
  await expect(add).toHaveAccessibleDescription('A market has at most 64 outcomes.');
  await add.press('Enter');
  await expect(page.getByLabel('Outcome 65', { exact: true })).toHaveCount(0);
});
