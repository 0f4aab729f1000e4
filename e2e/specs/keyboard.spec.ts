import type { Locator, Page } from '@playwright/test';
import { askQuestion, ownWords } from '../support/markets.ts';
import { password } from '../support/people.ts';
import { balanceOf, expectNotice, marketCard, ticketOn } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';

const mostStops = 80;

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === element.ownerDocument.activeElement);

/** Walks with the Tab key until the target has the focus, as somebody without a mouse has to. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < mostStops; stop += 1) {
    if (await isFocused(target)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target, `after ${mostStops} presses of Tab`).toBeFocused();
};

const fillByKeyboard = async (page: Page, field: Locator, text: string): Promise<void> => {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
};

const pressByKeyboard = async (page: Page, button: Locator): Promise<void> => {
  await tabTo(page, button);
  await page.keyboard.press('Enter');
};

/** Round the dialog more than once: the focus must never reach the page behind it. */
const expectTrapped = async (page: Page, dialog: Locator): Promise<void> => {
  for (const key of [...Array<string>(20).fill('Tab'), ...Array<string>(20).fill('Shift+Tab')]) {
    await page.keyboard.press(key);
    const behind = await dialog.evaluate((element) => {
      const focused = element.ownerDocument.activeElement;
      // Between the last stop and the first one the browser's own bar would have its turn.
      const nowhere = focused === null || focused === element.ownerDocument.body;
      return !nowhere && !element.contains(focused);
    });
    expect(behind, `the focus is behind the dialog after ${key}`).toBe(false);
  }
};

test('signing in, asking, trading and resolving need no mouse', async ({ people }) => {
  test.slow();
  const { email } = await people.signUp('Dana');
  const page = await people.visitor();
  const question = ownWords('Can this be done without a mouse?');

  await test.step('sign in', async () => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
    await page.keyboard.press('Enter');
    await pressByKeyboard(page, page.getByRole('main').getByRole('link', { name: 'Sign in' }));
    await fillByKeyboard(page, page.getByLabel('E-mail address'), email);
    await fillByKeyboard(page, page.getByLabel('Password', { exact: true }), password);
    await page.keyboard.press('Enter');
    await expect(balanceOf(page)).toContainText('₡ 10,000');
  });

  await test.step('ask', async () => {
    await page.keyboard.press('n');
    await expect(page.getByLabel('Question', { exact: true })).toBeFocused();
    await page.keyboard.type(question);
    await pressByKeyboard(page, page.getByRole('button', { name: /^Open the market for/ }));
    await expect(page.getByRole('heading', { level: 1, name: question })).toBeVisible();
  });

  await test.step('trade', async () => {
    const ticket = ticketOn(page);
    await tabTo(page, ticket.getByRole('radio', { name: /^YES/ }));
    await page.keyboard.press('ArrowRight');
    await expect(ticket.getByRole('radio', { name: /^NO/ })).toBeChecked();
    await fillByKeyboard(page, ticket.getByLabel('Amount', { exact: true }), '70');
    await page.keyboard.press('Enter');
    await expectNotice(page, /Bought .+ NO for ₡\s70/);
  });

  await test.step('close and resolve', async () => {
    await pressByKeyboard(page, page.getByRole('button', { name: 'Close early' }));
    const closing = page.getByRole('dialog', { name: 'Close this market now?' });
    await page.keyboard.type('It is known.');
    await pressByKeyboard(page, closing.getByRole('button', { name: 'Close the market' }));
    await pressByKeyboard(page, page.getByRole('button', { name: 'Resolve' }));
    const resolving = page.getByRole('dialog', { name: 'Resolve this market' });
    await tabTo(page, resolving.getByRole('radio', { name: /^YES/ }));
    await page.keyboard.press('ArrowDown');
    await expect(resolving.getByRole('radio', { name: /^NO/ })).toBeChecked();
    await pressByKeyboard(page, resolving.getByRole('button', { name: 'Resolve NO and pay out' }));
    await expect(page.getByText('Resolved NO')).toBeVisible();
  });
});

test('dialogs keep the focus, close on Escape and give the focus back', async ({ people }) => {
  const asker = await people.signUp('Egon');
  const market = await askQuestion(asker);
  const { page } = asker;
  await page.goto('/');
  const buy = marketCard(page, market.question).getByRole('button', { name: 'Buy NO 50¢' });
  await buy.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Amount', { exact: true })).toBeFocused();
  await expectTrapped(page, page.getByRole('dialog'));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(buy).toBeFocused();

  await page.goto(`/market/${market.id}`);
  await asker.client.call('closeMarket', { params: { id: market.id }, body: { reason: 'It is known.' } });
  const resolve = page.getByRole('button', { name: 'Resolve' });
  await expect(page.getByText('Closed, waiting for resolution by')).toBeVisible();
  await resolve.focus();
  await page.keyboard.press('Enter');
  await expectTrapped(page, page.getByRole('dialog', { name: 'Resolve this market' }));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(resolve).toBeFocused();
});

test('single keys walk the feed, open the help and rest while somebody types', async ({ people }) => {
  const asker = await people.signUp('Fritz');
  const [older, newer] = [await askQuestion(asker), await askQuestion(asker)];
  const { page } = asker;
  await page.goto('/');
  const items = page.getByRole('list', { name: 'Posts' }).getByRole('listitem');
  await expect(marketCard(page, newer.question)).toBeVisible();

  await page.keyboard.press('j');
  await expect(items.filter({ has: marketCard(page, newer.question) })).toBeFocused();
  await page.keyboard.press('j');
  await expect(items.filter({ has: marketCard(page, older.question) })).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: newer.question })).toBeVisible();

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toContainText('Ask a question');
  await page.keyboard.press('n');
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);

  await page.keyboard.press('n');
  const question = page.getByLabel('Question', { exact: true });
  await expect(question).toBeFocused();
  await page.keyboard.type('n?jk');
  await expect(question).toHaveValue('n?jk');
  await expect(help).toHaveCount(0);
});
