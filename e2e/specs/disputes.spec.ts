import { openEngine } from '@mesh-markets/engine';
import { expectGoodLooks } from '../support/looks.ts';
import { askQuestion } from '../support/markets.ts';
import type { Person } from '../support/people.ts';
import { expect, expectCleanBooks, test } from '../support/test.ts';

const makeAdmin = async (databaseUrl: string, { me }: Person): Promise<void> => {
  const { engine, close } = await openEngine(databaseUrl);
  await engine.setRole({ userId: me.id }, 'admin');
  await close();
};

/** Says that the other side won, on the market's page. */
const changeToNo = async ({ page }: Person): Promise<void> => {
  await page.getByRole('button', { name: 'Decide the dispute' }).click();
  const deciding = page.getByRole('dialog');
  await deciding.getByText('Change', { exact: true }).click();
  await deciding.getByText('NO', { exact: true }).click();
  await expectGoodLooks(page, 'deciding a dispute');
  await deciding.getByLabel('Why').fill('The score says so.');
  await deciding.getByRole('button', { name: 'Decide and pay out' }).click();
};

const dispute = async ({ page }: Person): Promise<void> => {
  await page.getByRole('button', { name: 'Dispute this result' }).click();
  const disputing = page.getByRole('dialog');
  await disputing.getByLabel('What is wrong with it?').fill('The other side won.');
  await expectGoodLooks(page, 'disputing a result');
  await disputing.getByRole('button', { name: 'Dispute this result' }).click();
};

/** Opens the question by the keyboard, and leaves it. */
const thinkOfWithdrawing = async ({ page }: Person): Promise<void> => {
  const withdraw = page.getByRole('button', { name: 'Withdraw it' });
  await withdraw.press('Enter');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Keep it' })).toBeFocused();
  await expectGoodLooks(page, 'withdrawing a result');
  await page.keyboard.press('Escape');
  await expect(withdraw).toBeFocused();
};

test('a proposed result is disputed, decided and paid, and corrected afterwards', async ({
  people,
  sites,
}) => {
  test.setTimeout(120_000);
  const { url, databaseUrl } = await sites.start({ DISPUTE_HOURS: '24' });
  const here = people.at(url);
  const [asker, trader, judge] = [
    await here.signUp('Ada'),
    await here.signUp('Bo'),
    await here.signUp('Cleo'),
  ];
  await makeAdmin(databaseUrl, judge);
  const { id } = await askQuestion(asker);
  const trade = { params: { id }, body: { outcome: 1, credits: 200 } };
  const { holding } = await trader.client.call('placeTrade', trade);
  const won = Math.floor(holding);
  await asker.client.call('closeMarket', { params: { id }, body: { reason: 'It is known.' } });

  await asker.page.goto(`/market/${id}`);
  await asker.page.getByRole('button', { name: 'Resolve' }).click();
  const proposing = asker.page.getByRole('dialog', { name: 'Resolve this market' });
  await proposing.getByText('YES', { exact: true }).click();
  await expect(proposing.getByRole('region', { name: 'Who gets what' })).toBeVisible();
  await expectGoodLooks(asker.page, 'proposing a result');
  await proposing.getByRole('button', { name: 'Propose YES' }).click();
  await expect(asker.page.getByRole('heading', { name: 'Proposed result' })).toBeVisible();
  await thinkOfWithdrawing(asker);

  await trader.page.goto(`/market/${id}`);
  const proposal = trader.page.getByRole('region', { name: 'Proposed result' });
  await expect(proposal).toContainText('You would get ₡ 0.');
  await dispute(trader);
  await expect(proposal).toContainText('1 person disputes it.');
  await expect(asker.page.getByText('1 person disputes it.')).toBeVisible();
  await expectGoodLooks(trader.page, 'a disputed result');

  await judge.page.goto('/admin/disputes');
  await expect(judge.page.getByRole('list', { name: 'Disputes' })).toContainText('The other side won.');
  await expectGoodLooks(judge.page, 'the disputes');
  await judge.page.getByRole('list', { name: 'Disputes' }).getByRole('link').click();
  await changeToNo(judge);
  await expect(judge.page.getByRole('heading', { name: 'Resolution' })).toBeVisible();
  await expect(trader.page.getByText(`You were paid ₡ ${won}.`)).toBeVisible();

  // Nothing is left of it: what cannot be taken back the house pays.
  const other = await askQuestion(asker);
  const { balance } = await trader.client.call('getWallet', {});
  await trader.client.call('placeTrade', {
    params: { id: other.id },
    body: { outcome: 0, credits: balance },
  });
  await judge.page.getByRole('button', { name: 'Correct the result' }).click();
  const correcting = judge.page.getByRole('dialog');
  await correcting.getByText('YES', { exact: true }).click();
  await correcting.getByLabel('Why').fill('The score was of another game.');
  await expect(correcting).toContainText(`₡ ${won} cannot be taken back`);
  await expectGoodLooks(judge.page, 'correcting a result');
  await correcting.getByRole('button', { name: 'Correct the result' }).click();
  const resolution = trader.page.getByRole('region', { name: 'Resolution' });
  await expect(resolution).toContainText(`₡ ${won} could not be taken back; the house paid it.`);
  await resolution.getByText('How it came to this').click();
  for (const words of ['The other side won.', 'The score says so.', 'The score was of another game.'])
    await expect(resolution.getByText(words).first()).toBeVisible();
  await expectGoodLooks(trader.page, 'a corrected result');
  await expectCleanBooks(databaseUrl);
});
