import { createClient } from '@mesh-markets/client';
import { openEngine } from '@mesh-markets/engine';
import type { Page } from '@playwright/test';
import { sharedSite } from '../site/sharedSite.ts';
import { expectGoodLooks } from '../support/looks.ts';
import { withMail } from '../support/mail.ts';
import { askQuestion } from '../support/markets.ts';
import { newEmail } from '../support/people.ts';
import { balanceOf, expectNotice, fillSignIn, fillSignUp, marketCard, ticketOn } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';

const signOut = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^${name} @\\w+: account$`) }).click();
  await page.getByRole('navigation', { name: 'Account' }).getByRole('button', { name: 'Sign out' }).click();
};

test('signing out and in again leads back to the same wallet', async ({ people }) => {
  const { page, email } = await people.signUp('Olga');
  await page.goto('/');
  await signOut(page, 'Olga');
  await expect(page.getByRole('heading', { name: 'What will happen next? Trade on it.' })).toBeVisible();
  await expect(balanceOf(page)).toHaveCount(0);

  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await fillSignIn(page, email);
  await expect(balanceOf(page)).toContainText('₡ 10,000');
  await expect(page.getByRole('button', { name: /^Olga @\w+: account$/ })).toBeVisible();
});

test('a wrong password says so and lets nobody in', async ({ people, guard }) => {
  guard.expect(/status of 401 .*sign-in\/email$/);
  const { email } = await people.signUp('Petra');
  const stranger = await people.visitor();
  await stranger.goto('/sign-in');
  await fillSignIn(stranger, email, 'not her password');
  await expect(stranger.getByRole('alert')).toHaveText('The e-mail address or the password is wrong.');
  await expect(stranger.getByLabel('E-mail address')).toHaveValue(email);
  await expect(balanceOf(stranger)).toHaveCount(0);
});

test('joining says beside each field what is missing or taken', async ({ people, guard }) => {
  guard.expect(/status of 400 .*sign-up\/email$/);
  const { email } = await people.signUp('Quentin');
  const page = await people.visitor();
  await page.goto('/sign-up');
  await expect(page.getByText('At least 10 characters.')).toBeVisible();
  await page.getByRole('button', { name: /^Join with/ }).click();
  await expect(page.getByLabel('Name')).toHaveAccessibleDescription('Type the name others should see.');
  await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription('Type your e-mail address.');

  const secret = page.getByLabel('Password', { exact: true });
  await page.getByLabel('Name').fill('Quentin');
  await page.getByLabel('E-mail address').fill(email);
  await secret.fill('nine char');
  await page.getByRole('button', { name: /^Join with/ }).click();
  await expect(secret).toHaveAccessibleDescription('Must be at least 10 characters.');

  await secret.fill('ten chars!');
  await page.getByRole('button', { name: /^Join with/ }).click();
  await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(
    'There is already an account with this address. Sign in instead.',
  );
  await expect(secret).not.toHaveAccessibleDescription('Must be at least 10 characters.');
});

test('a visitor who wants to trade joins first and comes back to the market', async ({ people }) => {
  const market = await askQuestion(await people.signUp('Rosa'));
  const page = await people.visitor();
  await page.goto('/');
  await marketCard(page, market.question).getByRole('button', { name: 'Buy NO 50¢' }).click();
  const ticket = ticketOn(page);
  await expect(ticket).toContainText('You start with ₡ 10,000.');
  await ticket.getByRole('link', { name: 'Sign up to trade' }).click();
  await fillSignUp(page, 'Sven', newEmail('sven'));
  await expect(page.getByRole('heading', { level: 1, name: market.question })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/market/${market.id}$`));
  await expect(balanceOf(page)).toContainText('₡ 10,000');
});

test('a page about oneself asks a visitor to sign in and then shows it', async ({ people, guard }) => {
  guard.expect(/status of 401 .*\/api\/wallet/);
  const { email } = await people.signUp('Tilda');
  const page = await people.visitor();
  await page.goto('/wallet');
  await expect(page.getByRole('heading', { name: 'This page is about you' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await fillSignIn(page, email);
  await expect(page.getByRole('heading', { level: 1, name: 'Wallet' })).toBeVisible();
  await expect(page.getByRole('row', { name: /^Welcome credits/ })).toContainText('+₡ 10,000');
});

test('the set-up link makes the first admin, once', async ({ people, sites, guard }) => {
  guard.expect(/status of 403 .*\/api\/setup$/);
  const site = await sites.start();
  const here = people.at(site.url);
  const page = await here.visitor();
  await page.goto(`/setup?token=${site.setupToken}`);
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Join with/ })
    .click();
  await fillSignUp(page, 'Uma', newEmail('uma'));
  await page.getByRole('button', { name: 'Make me the admin' }).click();
  await expect(page.getByRole('heading', { name: 'You are an admin' })).toBeVisible();

  const late = await here.signUp('Viktor');
  await late.page.goto(`/setup?token=${site.setupToken}`);
  await late.page.getByRole('button', { name: 'Make me the admin' }).click();
  await expect(late.page.getByRole('alert')).toContainText('This is not the set-up token.');

  const market = await askQuestion(late);
  await page.goto(`/market/${market.id}`);
  await page.getByRole('button', { name: 'Close early' }).click();
  await page.getByRole('dialog').getByLabel('Why before its time?').fill('It is known.');
  await page.getByRole('dialog').getByRole('button', { name: 'Close the market' }).click();
  await expectNotice(page, 'The market is closed. It can be resolved now.');
});

test('an API key is shown once, may do what was chosen, and ends when it is revoked', async ({
  people,
  guard,
}) => {
  guard.expect(/status of 400 .*\/api\/keys$/);
  const { url } = sharedSite();
  const { page, me } = await people.signUp('Wanda');
  await page.goto('/settings');
  await page.getByLabel('Name of a new key').fill('Weather bot');
  await page.getByLabel('Trade', { exact: true }).uncheck();
  await page.getByLabel('Read', { exact: true }).uncheck();
  await page.getByRole('button', { name: 'Make key' }).click();
  await expect(page.getByRole('alert')).toHaveText('Choose at least one thing the key may do.');
  await page.getByLabel('Read', { exact: true }).check();
  await page.getByLabel('When it ends').selectOption('On a day you choose');
  await page.getByLabel('Last day').fill('2020-01-01');
  await page.getByRole('button', { name: 'Make key' }).click();
  await expect(page.getByLabel('Last day')).toHaveAccessibleDescription(
    'Choose a day that is still to come.',
  );
  await page.getByLabel('When it ends').selectOption('In a year');
  await page.getByRole('button', { name: 'Make key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your new API key' });
  const secret = await dialog.getByRole('code').innerText();
  const bot = createClient({ baseUrl: url, apiKey: secret });
  await expect.poll(async () => (await bot.call('getMe')).handle).toBe(me.handle);
  await expect(bot.call('createPost', { body: { body: 'Hello.' } })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });

  await dialog.getByRole('button', { name: 'I have it' }).click();
  const keys = page.getByRole('list', { name: 'Your API keys' });
  await expect(keys).toContainText('Weather bot');
  await expect(keys).toContainText(/read · made .* · ends \w+ \d+, \d{4}/);
  await expect(page.getByText(secret)).toHaveCount(0);

  await keys.getByRole('button', { name: 'Revoke Weather bot' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await expectNotice(page, 'The key is revoked.');
  await expect(keys).toHaveCount(0);
  await expect(bot.call('getMe')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('a new name and handle are shown everywhere', async ({ people, guard }) => {
  guard.expect(/status of 409 .*\/api\/me$/);
  const taken = await people.signUp('Xaver');
  const { page } = await people.signUp('Yara');
  await page.goto('/settings');
  await page.getByLabel('Handle').fill(taken.me.handle);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByLabel('Handle')).toHaveAccessibleDescription(
    'That handle is taken. Choose another.',
  );

  const handle = `y_${crypto.randomUUID().slice(0, 8)}`;
  await page.getByLabel('Handle').fill(handle);
  await page.getByLabel('Name', { exact: true }).fill('Yara the Second');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expectNotice(page, 'Saved.');
  await page.goto(`/u/${handle}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Yara the Second' })).toBeVisible();
});

test('portfolio, profile and leaderboard show what somebody has traded', async ({ people }) => {
  const asker = await people.signUp('Zoe');
  const trader = await people.signUp('Adam');
  const market = await askQuestion(asker);
  const bought = await trader.client.call('placeTrade', {
    params: { id: market.id },
    body: { side: 'YES', credits: 300 },
  });

  await trader.page.goto('/portfolio');
  const position = trader.page
    .getByRole('table', { name: 'Open' })
    .getByRole('row', { name: market.question });
  const odds = Math.round(bought.trade.probabilityAfter * 100);
  await expect(position).toContainText(`${bought.trade.shares.toFixed(1)} YES at ${odds} %`);

  await trader.page.goto('/leaderboard');
  const mine = trader.page.getByRole('row', { name: `@${trader.me.handle} (you)` });
  await expect(mine).toBeVisible();
  await mine.getByRole('link').click();
  await expect(trader.page.getByRole('heading', { level: 1, name: 'Adam' })).toBeVisible();
  await expect(trader.page.getByRole('main')).toContainText('Markets traded');

  await trader.page.goto(`/u/${asker.me.handle}`);
  await expect(marketCard(trader.page, market.question)).toContainText('1 trader');
});

test('an address that leads nowhere says so', async ({ people, guard }) => {
  guard.expect(/status of 404 .*\/api\/(market|users)\//);
  const page = await people.visitor();
  for (const address of ['/no/such/page', '/market/999999999', '/u/nobody_at_all_here']) {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible();
  }
});

test('links in mails confirm an address and set a forgotten password anew', async ({ people, sites }) => {
  await withMail(async (mail, settings) => {
    const site = await sites.startOn(await sites.database(), Number(settings.PORT), settings);
    const here = people.at(site.url);
    const { email, page: own } = await here.signUp('Xenia');
    const linkTo = async (path: string): Promise<string> => {
      const find = () =>
        mail.mails.map(({ text }) => new RegExp(`${path}#token=[\\w-]+`).exec(text ?? '')?.[0]);
      await expect.poll(() => find().find(Boolean)).toBeTruthy();
      return find().find(Boolean)!;
    };
    await own.goto('/');
    await expect(own.getByRole('note')).toContainText('Confirm your e-mail address.');
    await own.goto(await linkTo('/verify-email'));
    await own.getByRole('button', { name: 'Yes, this is my address' }).click();
    await expect(own.getByText(`${email} is confirmed.`)).toBeVisible();
    await expect(own.getByRole('note')).toHaveCount(0);

    const page = await here.visitor();
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await expect(page.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await expect(page.getByText('a link is on its way')).toBeVisible();

    await page.goto(await linkTo('/reset-password'));
    await page.getByLabel('New password').fill('a brand new password');
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    await fillSignIn(page, email, 'a brand new password');
    await expect(balanceOf(page)).toContainText('₡ 10,000');
  });
});

test('an admin invites, a guest joins by the link, and is listed', async ({ people, sites }) => {
  const site = await sites.start({ SIGN_UP: 'invite' });
  const books = await openEngine(site.databaseUrl);
  const { token } = await books.engine.createInvitation({ uses: 1, days: 1 });
  const here = people.at(site.url);
  const page = await here.visitor();
  await page.goto(`/sign-up#invite=${token}`);
  await expect(page.getByText('You are invited. Welcome!')).toBeVisible();
  await fillSignUp(page, 'Yara', newEmail('yara'));
  await expect(balanceOf(page)).toContainText('₡ 10,000');
  const { users } = await books.engine.findUsers('yara');
  await books.engine.grantAdmin({ userId: users[0]!.id });
  await books.close();

  await page.goto('/admin/invitations');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await expectGoodLooks(page, 'inviting');
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByRole('dialog').locator('code').textContent();
  await expectGoodLooks(page, 'the link of an invitation');
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByRole('button', { name: /^Revoke invitation/ }).click();
  await expectGoodLooks(page, 'revoking an invitation');
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();

  const guest = await here.visitor();
  await guest.goto('/sign-up');
  await expect(guest.getByText('People join here by invitation.')).toBeVisible();
  await guest.goto(link!);
  await fillSignUp(guest, 'Zoe', newEmail('zoe'));
  await expect(balanceOf(guest)).toContainText('₡ 10,000');

  await page.reload();
  const newest = page.getByRole('list', { name: 'Invitations' }).getByRole('listitem').first();
  await expect(newest).toContainText('Used up');
  await expect(newest.getByRole('link', { name: /zoe/ })).toBeVisible();

  await guest.goto('/settings');
  const sessions = guest.getByRole('list', { name: 'Where you are signed in' });
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await expect(sessions).toContainText('This browser');
});
