import type { TradeAnswer } from '@mesh-markets/contract';
import type { Page } from '@playwright/test';
import { ownWords } from '../support/markets.ts';
import { newEmail } from '../support/people.ts';
import {
  balanceOf,
  expectNotice,
  figure,
  fillSignUp,
  marketCard,
  showTab,
  ticketOn,
} from '../support/steps.ts';
import { expect, expectCleanBooks, test } from '../support/test.ts';

/** What an open page asks for again and again arrives within one round of asking and the answer's way. */
const onePoll = { timeout: 7_500 };

const joinAs = async (page: Page, name: string): Promise<void> => {
  await page.goto('/sign-up');
  await fillSignUp(page, name, newEmail(name));
  await expectNotice(page, `Welcome, ${name}. ₡ 10,000 is in your wallet.`);
  await expect(balanceOf(page)).toContainText('₡ 10,000');
};

/** Presses the ticket's one button and hears what the server answers. */
const sendOrder = async (page: Page, button: RegExp): Promise<TradeAnswer> => {
  const answered = page.waitForResponse((response) => response.url().endsWith('/trade'));
  await ticketOn(page).getByRole('button', { name: button }).click();
  return (await (await answered).json()) as TradeAnswer;
};

const askByHand = async (page: Page, question: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Ask/ }).click();
  await expect(page.getByRole('heading', { name: 'Ask a question' })).toBeVisible();
  await page.getByLabel('Question', { exact: true }).fill(question);
  await expect(page.getByText(`${question.length} / 140`)).toBeVisible();

  await page.getByRole('button', { name: '1 month' }).click();
  await expect(page.getByText(/\(Europe\/Berlin\), in 4 weeks\./)).toBeVisible();

  const meaning = page.getByRole('list', { name: 'What this liquidity means' });
  await expect(meaning).toContainText('You pay up to ₡ 694');
  await page.getByLabel('Liquidity', { exact: true }).fill('500');
  await expect(meaning).toContainText('You pay up to ₡ 347');
  await expect(meaning).toContainText('A trade of ₡ 100 moves the odds from 50 % to 59 %.');

  await page.getByRole('button', { name: 'Open the market for ₡ 347' }).click();
  await expectNotice(page, 'Your market is open.');
  await expect(page.getByRole('heading', { level: 1, name: question })).toBeVisible();
  await expect(balanceOf(page)).toContainText('₡ 9,653');
};

/** From the card in the feed; the figures before are compared with what the server did. */
const buyFromTheCard = async (page: Page, question: string): Promise<TradeAnswer> => {
  const card = marketCard(page, question);
  await card.getByRole('button', { name: 'Buy YES 50¢' }).click();
  const ticket = ticketOn(page);
  await ticket.getByLabel('Amount', { exact: true }).fill('200');
  await expect(figure(ticket, 'Moves YES')).toHaveText('50 % → 66 %');
  await expect(figure(ticket, 'Balance after')).toHaveText('₡ 9,800');
  const shares = await figure(ticket, 'Shares you get').innerText();
  const price = await figure(ticket, 'Average price').innerText();
  const payout = await figure(ticket, 'Payout if YES').innerText();

  const { trade, balance } = await sendOrder(page, new RegExp(`^Buy ${shares} YES for ₡ 200$`));
  expect(trade.shares.toFixed(1)).toBe(shares);
  expect(`${(trade.price * 100).toFixed(1)}¢`).toBe(price);
  expect(payout).toContain(`₡\u202f${Math.floor(trade.shares)} `);
  expect(balance).toBe(9_800);
  await expectNotice(page, `Bought ${shares} YES for ₡ 200`);
  await expect(balanceOf(page)).toContainText('₡ 9,800');
  await expect(card.getByRole('button', { name: 'Buy YES 66¢' })).toBeVisible();
  return { trade, balance } as TradeAnswer;
};

const sellHalf = async (page: Page): Promise<TradeAnswer> => {
  await page.getByRole('region', { name: 'Your position' }).getByRole('button', { name: 'Sell YES' }).click();
  const ticket = ticketOn(page);
  await ticket.getByRole('button', { name: '50 %' }).click();
  const credits = await figure(ticket, 'Credits you get').innerText();
  const after = await figure(ticket, 'Balance after').innerText();
  const answer = await sendOrder(page, /^Sell .+ YES for ₡/);
  expect(`₡\u202f${-answer.trade.cost}`).toBe(credits);
  await expectNotice(page, /Sold .+ YES for ₡/);
  await expect(balanceOf(page)).toContainText(after);
  return answer;
};

const closeEarly = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Close early' }).click();
  const dialog = page.getByRole('dialog', { name: 'Close this market now?' });
  await dialog.getByLabel('Why before its time?').fill('It is known.');
  await dialog.getByRole('button', { name: 'Close the market' }).click();
  await expectNotice(page, 'The market is closed. It can be resolved now.');
  await expect(page.getByText('Closed, waiting for resolution by')).toBeVisible();
};

const resolveYes = async (page: Page, handle: string, payout: number): Promise<void> => {
  await page.getByRole('button', { name: 'Resolve' }).click();
  const dialog = page.getByRole('dialog', { name: 'Resolve this market' });
  await dialog.getByRole('radio', { name: /^YES/ }).check();
  const preview = dialog.getByRole('region', { name: 'Who gets what' });
  await expect(preview).toContainText(`Pays ₡ ${payout} to 1 person`);
  await expect(preview.getByRole('row', { name: `@${handle}` })).toContainText(`₡ ${payout}`);
  await dialog.getByLabel('Evidence').fill('It did, see https://example.org/weather');
  await dialog.getByRole('button', { name: 'Resolve YES and pay out' }).click();
  await expectNotice(page, `Resolved: ₡ ${payout} paid to 1 person`);
  const resolution = page.getByRole('region', { name: 'Resolution' });
  await expect(resolution).toContainText('It did, see');
  await expect(page.getByText('Resolved YES')).toBeVisible();
};

test('a question is asked, traded, closed and resolved, and the winner is paid', async ({ people }) => {
  test.slow();
  const question = ownWords('Will it snow in Lisbon before the year ends?');
  const [ana, ben] = [await people.visitor(), await people.visitor()];

  await test.step('Ana joins and asks', async () => {
    await joinAs(ana, 'Ana');
    await askByHand(ana, question);
    await showTab(ana, 'Trades');
    await expect(ana.getByRole('tabpanel', { name: 'Trades' })).toContainText('No trades yet');
  });

  const bought = await test.step('Ben joins, sees it in the feed and buys', async () => {
    await joinAs(ben, 'Ben');
    await expect(marketCard(ben, question)).toBeVisible();
    return buyFromTheCard(ben, question);
  });
  const { handle } = bought.trade.user;

  await test.step("Ana's open page shows his trade by itself", async () => {
    const row = ana
      .getByRole('table', { name: 'Trades, newest first' })
      .getByRole('row', { name: `@${handle}` });
    await expect(row).toContainText('bought', onePoll);
    await expect(row).toContainText('₡ 200');
    await expect(ana.getByText('66%')).toBeVisible();
  });

  const sold = await test.step('Ben sells half', async () => {
    await marketCard(ben, question).getByRole('link', { name: question }).click();
    return sellHalf(ben);
  });

  const payout = Math.floor(bought.trade.shares - sold.trade.shares);
  await test.step('Ana closes early and resolves, seeing who gets what', async () => {
    await closeEarly(ana);
    await resolveYes(ana, handle, payout);
  });

  await test.step('Ben finds the payout on the market and in his wallet', async () => {
    await expect(ben.getByText(`You were paid ₡ ${payout}.`)).toBeVisible(onePoll);
    await ben.goto('/wallet');
    const balance = new Intl.NumberFormat('en-US').format(sold.balance + payout);
    const movement = ben.getByRole('row', { name: /^Payout/ });
    await expect(movement).toContainText(question);
    await expect(movement).toContainText(`+₡ ${payout}`);
    await expect(movement).toContainText(`₡ ${balance}`);
    await expect(ben.getByRole('region', { name: 'Balance', exact: true })).toContainText(`₡ ${balance}`);
  });

  await expectCleanBooks();
});
