import type { MarketId } from '@mesh-markets/contract';
import type { Page } from '@playwright/test';
import { expectGoodLooks } from '../support/looks.ts';
import { withMail } from '../support/mail.ts';
import { askQuestion, ownWords } from '../support/markets.ts';
import { type Person, password } from '../support/people.ts';
import { expectNotice, fillSignIn } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';

const bell = (page: Page) => page.getByRole('link', { name: /^Notifications/ });

const buy = ({ client }: Person, id: MarketId, credits: number) =>
  client.call('placeTrade', { params: { id }, body: { side: 'YES', credits } });

test('a large trade rings the bell of whoever asked, and is read where it leads', async ({ people }) => {
  const asker = await people.signUp('Anton');
  const whale = await people.signUp('Wal');
  const market = await askQuestion(asker);
  const { page } = asker;
  await page.goto('/');
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await buy(whale, market.id, 700);

  await expectNotice(page, `Wal bought YES for ₡ 700: ${market.question}`);
  await expect(bell(page)).toHaveAccessibleName('Notifications (1 unread)');
  await expect(page).toHaveTitle(/^\(1\) /);
  await bell(page).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Today' })).toBeVisible();
  const entry = page.getByRole('main').getByRole('link', { name: /^Unread: Wal bought YES for ₡ 700/ });
  await entry.click();
  await expect(page.getByRole('heading', { level: 1, name: market.question })).toBeVisible();
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await expect(page).not.toHaveTitle(/^\(/);
});

test('all are marked as read at once, and filters narrow them down', async ({ people }) => {
  const asker = await people.signUp('Berta');
  const fan = await people.signUp('Fan');
  const market = await askQuestion(asker);
  await fan.client.call('followUser', { params: { handle: asker.me.handle } });
  await fan.client.call('postComment', {
    params: { id: market.postId },
    body: { body: ownWords('I doubt it') },
  });
  await buy(fan, market.id, 600);
  const { page } = asker;
  await page.goto('/notifications');
  const unread = page.getByRole('main').getByRole('link', { name: /^Unread: / });
  await expect(unread).toHaveCount(3);
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await expect(unread).toHaveCount(2);
  await expect(page.getByText('Fan follows you')).toBeVisible();
  await page.getByRole('link', { name: 'All', exact: true }).click();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(unread).toHaveCount(0);
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await page.getByRole('link', { name: 'Unread', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'All read' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Mark all as read' })).toHaveCount(0);
});

test('choices are kept, and without a mail server no e-mail is offered', async ({ people }) => {
  const { page } = await people.signUp('Carla');
  await page.goto('/settings#notifications');
  const closed = page.getByRole('checkbox', { name: 'A market you hold has closed: Push' });
  await expect(closed).not.toBeChecked();
  await closed.check();
  await page.getByLabel('A trade is large from').fill('0');
  await page.getByRole('button', { name: 'Save the size' }).click();
  await expect(page.getByLabel('A trade is large from')).toHaveAccessibleDescription(
    'Must be at least 1 credit.',
  );
  await page.getByLabel('A trade is large from').fill('1200');
  await page.getByRole('button', { name: 'Save the size' }).click();
  await expect(page.getByRole('button', { name: 'Save the size' })).toHaveAttribute('aria-disabled', 'true');
  await page.reload();
  await expect(closed).toBeChecked();
  await expect(page.getByLabel('A trade is large from')).toHaveValue('1200');
  await expect(page.getByRole('checkbox', { name: /: E-mail$/ })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'E-mail', exact: true })).toHaveCount(0);
});

test('a test notification in the app arrives at once', async ({ people }) => {
  const { page } = await people.signUp('Dora');
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Test: In app' }).click();
  await expectNotice(page, 'This is a test');
  await expect(bell(page)).toHaveAccessibleName('Notifications (1 unread)');
});

/** A browser without a screen refuses notifications whatever it is told; for the page it has not been asked yet. */
const letBeAsked = `Object.defineProperty(Notification, 'permission', { get: () => 'default' })`;

test('a browser that says no to push is told how to say yes', async ({ people }) => {
  const { page } = await people.signUp('Emil');
  await page.goto('/settings#notifications');
  const push = page.getByRole('region', { name: 'Push notifications' });
  await expect(push.getByRole('status')).toContainText('This browser does not allow notifications');
  await expect(push.getByRole('button')).toHaveCount(0);
});

test('push that cannot be turned on says why', async ({ people, guard }) => {
  guard.expect(/does not support the Push API in incognito mode/);
  const { page } = await people.signUp('Ella');
  await page.addInitScript(letBeAsked);
  await page.goto('/settings#notifications');
  const push = page.getByRole('region', { name: 'Push notifications' });
  await push.getByRole('button', { name: 'Turn on in this browser' }).click();
  await expect(push.getByRole('alert')).toContainText('was closed without an answer');

  // It may show them now, but has no push service of its maker.
  await page.context().grantPermissions(['notifications']);
  await push.getByRole('button', { name: 'Turn on in this browser' }).click();
  await expect(push.getByRole('alert')).toContainText("could not reach its maker's push service");
});

test('the service worker shows what is pushed', async ({ people }) => {
  const { page } = await people.signUp('Frida');
  await page.goto('/settings');
  const tools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    tools.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      const active = versions.find(({ status }) => status === 'activated');
      if (active) resolve(active.registrationId);
    });
  });
  await tools.send('ServiceWorker.enable');
  const appeared = page.context().waitForEvent('serviceworker');
  await page.evaluate(`navigator.serviceWorker.register('/sw.js').then(() => undefined)`);
  const worker = await appeared;
  const registrationId = await registered;
  // Without a screen nothing can be shown, so what would be is kept.
  await worker.evaluate(`self.shown = [];
    self.registration.showNotification = async (title, options) => void self.shown.push({ title, ...options });`);
  const { origin } = new URL(page.url());
  const push = (data: string) =>
    tools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  await push(
    JSON.stringify({ title: 'You earned ₡ 120', body: 'Will it rain?', path: '/market/1', tag: 'one' }),
  );
  await push('not what we send');
  await expect
    .poll(() => worker.evaluate('self.shown'))
    .toEqual([
      { title: 'You earned ₡ 120', body: 'Will it rain?', tag: 'one', data: { path: '/market/1' } },
      { title: 'Something new', body: '', tag: 'unreadable', data: { path: '/notifications' } },
    ]);
});

test('a password is changed with the old one, and only with that', async ({ people, guard }) => {
  guard.expect(/status of 400 .*change-password$/);
  guard.expect(/status of 401 .*\/api\//);
  const { page, email } = await people.signUp('Gitta');
  await page.goto('/settings');
  const form = page
    .getByRole('region', { name: 'Password' })
    .or(page.locator('form:has(input[autocomplete="new-password"])'));
  await form.getByLabel('Current password', { exact: true }).fill('not my password');
  await form.getByLabel('New password', { exact: true }).fill('another battery staple');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(form.getByLabel('Current password', { exact: true })).toHaveAccessibleDescription(
    'Is not your password.',
  );
  await form.getByLabel('Current password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expectNotice(page, 'Your password is changed.');
  const elsewhere = await people.visitor();
  await elsewhere.goto('/sign-in');
  await fillSignIn(elsewhere, email, 'another battery staple');
  await expect(bell(elsewhere)).toBeVisible();
});

/** A port on which nobody listens, for a server that must be told before it starts. */
test('the link of an e-mail ends its kind, for a visitor too', async ({ people, sites }) => {
  await withMail(async (mail, given) => {
    const settings = { ...given, EMAIL_VERIFICATION: 'off' };
    const site = await sites.startOn(await sites.database(), Number(given.PORT), settings);
    const here = people.at(site.url);
    const reader = await here.signUp('Hanna');
    await reader.page.goto('/settings#notifications');
    await expect(reader.page.getByText(`To ${reader.email}.`)).toBeVisible();
    await expectGoodLooks(reader.page, 'settings with e-mail');
    const asker = await here.signUp('Ingo');
    const market = await askQuestion(asker);
    await buy(reader, market.id, 100);
    await asker.client.call('closeMarket', { params: { id: market.id }, body: { reason: 'It is known.' } });
    await asker.client.call('resolveMarket', { params: { id: market.id }, body: { outcome: 'YES' } });
    await expect.poll(() => mail.to(reader.email).length).toBe(1);
    const [received] = mail.to(reader.email);
    expect(received!.subject).toContain(market.question);
    const link = /<(http[^>]+)>/.exec(received!.header('list-unsubscribe')!)![1]!;

    const stranger = await here.visitor();
    await stranger.goto(link);
    await expect(stranger.getByRole('heading', { name: 'Stop these e-mails?' })).toBeVisible();
    await expectGoodLooks(stranger, 'unsubscribe');
    await stranger.getByRole('button', { name: 'Stop e-mails about what your markets came to' }).click();
    await expect(stranger.getByRole('heading', { name: 'Done' })).toBeVisible();
    await expect(stranger.getByRole('status').filter({ hasText: 'No more' })).toContainText(
      'h•••@example.org',
    );
    await reader.page.reload();
    const choice = (channel: string) =>
      reader.page.getByRole('checkbox', { name: `A market you hold is resolved: ${channel}` });
    await expect(choice('E-mail')).not.toBeChecked();
    await expect(choice('In app')).toBeChecked();
  });
});

test('notifications of every kind look good', async ({ people }) => {
  const asker = await people.signUp('Jana');
  const fan = await people.signUp('Karl');
  const rain = await askQuestion(asker, { question: 'W'.repeat(134) + crypto.randomUUID().slice(0, 6) });
  await fan.client.call('followUser', { params: { handle: asker.me.handle } });
  await fan.client.call('postComment', {
    params: { id: rain.postId },
    body: { body: `@${asker.me.handle} ${'w'.repeat(200)}` },
  });
  await buy(fan, rain.id, 900);
  await buy(asker, rain.id, 50);
  await asker.client.call('closeMarket', { params: { id: rain.id }, body: { reason: 'It is known.' } });
  await asker.client.call('resolveMarket', { params: { id: rain.id }, body: { outcome: 'NO' } });
  const { page } = asker;
  await page.goto('/notifications');
  await expect(page.getByText(/You lost ₡/)).toBeVisible();
  for (const size of [
    { width: 1280, height: 900 },
    { width: 360, height: 740 },
  ]) {
    await page.setViewportSize(size);
    await page.goto('/notifications');
    await expect(page.getByText(/You lost ₡/)).toBeVisible();
    await expectGoodLooks(page, `notifications at ${size.width}`);
    await page.goto('/settings');
    await expect(page.getByRole('table', { name: 'What you are told, and how' })).toBeVisible();
    await expectGoodLooks(page, `settings at ${size.width}`);
  }
  const newcomer = await people.signUp('Lea');
  await newcomer.page.goto('/notifications');
  await expect(newcomer.page.getByRole('heading', { name: 'Nothing to tell you yet' })).toBeVisible();
  await expectGoodLooks(newcomer.page, 'no notifications');
});
