import { openEngine } from '@mesh-markets/engine';
import type { Page } from '@playwright/test';
import { sharedSite } from '../site/sharedSite.ts';
import { expectGoodLooks } from '../support/looks.ts';
import { askQuestion } from '../support/markets.ts';
import type { Person } from '../support/people.ts';
import { expectNotice, showTab } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';

const makeModerator = async ({ me }: Person): Promise<void> => {
  const books = await openEngine(sharedSite().databaseUrl);
  await books.engine.setRole({ userId: me.id }, 'moderator');
  await books.close();
};

const thinkOfSteppingDown = async (page: Page): Promise<void> => {
  await showTab(page, 'Rules');
  const stepDown = page.getByRole('button', { name: 'Step down as oracle' });
  await stepDown.click();
  await expectGoodLooks(page, 'stepping down');
  await page
    .getByRole('dialog', { name: 'Step down as oracle?' })
    .getByRole('button', { name: 'Stay' })
    .click();
  await expect(stepDown).toBeFocused();
};

test('an oracle is asked, accepts, closes early for a reason and resolves', async ({ people }) => {
  test.slow();
  const [asker, oracle, reader] = [
    await people.signUp('Ida'),
    await people.signUp('Otto'),
    await people.signUp('Rita'),
  ];
  const market = await askQuestion(asker, { b: 100, oracleId: oracle.me.id });
  const address = `/market/${market.id}`;
  await oracle.client.call('placeTrade', { params: { id: market.id }, body: { outcome: 0, credits: 20 } });
  await reader.page.goto(address);
  const line = reader.page.getByText(/^Resolves:/);
  await expect(line).toContainText(`@${oracle.me.handle} (asked, has not answered)`);

  await test.step('who is asked hears of it, and answers on the page of the market', async () => {
    const { page } = oracle;
    await page.goto('/notifications');
    await page.getByRole('link', { name: /asks you to be the oracle/ }).click();
    await expect(page.getByRole('heading', { name: 'Will you be the oracle of this market?' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Close early' })).toHaveCount(0);
    await expectGoodLooks(page, 'being asked to be an oracle');
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    await expectNotice(page, 'You are the oracle of this market now.');
  });

  await test.step('everybody sees it without asking again, and what the oracle holds', async () => {
    await expect(line).toContainText(`@${oracle.me.handle} (accepted, holds`);
    await asker.page.goto('/notifications');
    await expect(asker.page.getByText(`${oracle.me.name} accepts to be your oracle`)).toBeVisible();
  });

  await test.step('closing early takes a reason, which everybody reads', async () => {
    const { page } = oracle;
    await page.getByRole('button', { name: 'Close early' }).click();
    const dialog = page.getByRole('dialog', { name: 'Close this market now?' });
    await expect(dialog.getByRole('button', { name: 'Close the market' })).toBeDisabled();
    await dialog.getByLabel('Why before its time?').fill('The result was read out this morning.');
    await expectGoodLooks(page, 'closing early with a reason');
    await dialog.getByRole('button', { name: 'Close the market' }).click();
    const said = 'The result was read out this morning.';
    await expect(reader.page.getByText(`Closed early by @${oracle.me.handle}: ${said}`)).toBeVisible();
    await showTab(reader.page, 'Rules');
    await expect(reader.page.getByRole('list', { name: 'Oracles' }).getByRole('listitem')).toHaveCount(2);
  });

  await test.step('stepping down asks first', () => thinkOfSteppingDown(oracle.page));

  await test.step('moderators find it among what waits', async () => {
    await makeModerator(reader);
    await reader.page.goto('/admin/waiting');
    const waiting = reader.page.getByRole('listitem').filter({ hasText: market.question });
    // The oldest come first, and others have closed markets of their own.
    await expect(async () => {
      await reader.page.getByRole('listitem').last().scrollIntoViewIfNeeded();
      await expect(waiting).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expect(waiting).toContainText(`Waits for @${asker.me.handle} or @${oracle.me.handle}`);
    await expectGoodLooks(reader.page, 'what waits for somebody');
  });

  await test.step('and the oracle says what happened', async () => {
    const { page } = oracle;
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('list', { name: 'What those who decide hold' })).toContainText('holds');
    await dialog.getByRole('radio', { name: /YES/ }).check();
    await dialog.getByRole('button', { name: /^Resolve YES/ }).click();
    await expect(page.getByText('Decided by').first()).toBeVisible();
  });
});
