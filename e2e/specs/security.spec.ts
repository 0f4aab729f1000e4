import type { Page } from '@playwright/test';
import { codeOf } from '../../apps/server/tests/fixtures/authenticatorApp.ts';
import { freePort, startOidcProvider } from '../../apps/server/tests/fixtures/oidcProvider.ts';
import { sharedSite } from '../site/sharedSite.ts';
import { expectGoodLooks } from '../support/looks.ts';
import { password } from '../support/people.ts';
import { balanceOf, fillSignIn } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';

const signOut = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^${name} @\\w+: account$`) }).click();
  await page.getByRole('navigation', { name: 'Account' }).getByRole('button', { name: 'Sign out' }).click();
};

test('codes of an app are asked for after the password, and backup codes do as well', async ({ people }) => {
  const { page, email } = await people.signUp('Ursula');
  await page.goto('/settings#security');
  await page.getByRole('button', { name: 'Turn on codes' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByRole('img', { name: 'QR code for an authenticator app' })).toBeVisible();
  await expectGoodLooks(page, 'the picture for an app');
  const secret = (await dialog.locator('code').textContent()) ?? '';
  await dialog.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret, -1));
  await dialog.getByRole('button', { name: 'Turn on codes' }).click();
  const codes = dialog.getByRole('list', { name: 'Backup codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  await expectGoodLooks(page, 'backup codes');
  const backup = (await codes.first().textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have them' }).click();
  await expect(page.getByText('10 backup codes are left.')).toBeVisible();

  await signOut(page, 'Ursula');
  await page.goto('/sign-in?next=/wallet');
  await fillSignIn(page, email);
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await expectGoodLooks(page, 'the second step');
  await page.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/wallet$/);

  await signOut(page, 'Ursula');
  await page.goto('/sign-in');
  await fillSignIn(page, email);
  await page.getByRole('textbox', { name: 'Code' }).fill(backup);
  await page.getByLabel('Do not ask again in this browser for 30 days').check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(balanceOf(page)).toContainText('₡ 10,000');
  await signOut(page, 'Ursula');
  await page.goto('/sign-in');
  await fillSignIn(page, email);
  await expect(balanceOf(page)).toContainText('₡ 10,000');
});

test('a passkey is added, signs in without a password, and is removed', async ({ people }) => {
  // A passkey belongs to a name, and an address of numbers is none.
  const named = people.at(sharedSite().url.replace('127.0.0.1', 'localhost'));
  const { page } = await named.signUp('Viola');
  const devices = await page.context().newCDPSession(page);
  await devices.send('WebAuthn.enable');
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto('/settings#security');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('My phone');
  await page.getByRole('dialog').getByRole('button', { name: 'Add passkey' }).click();
  const list = page.getByRole('list', { name: 'Your passkeys' });
  await expect(list.getByText('My phone')).toBeVisible();
  await expectGoodLooks(page, 'ways to sign in');

  await signOut(page, 'Viola');
  await page.goto('/sign-in?next=/settings');
  // The browser may offer the passkey in the field by itself, and then this page is over already.
  await page
    .getByRole('button', { name: 'Use a passkey' })
    .click({ timeout: 3_000 })
    .catch(() => undefined);
  await expect(page).toHaveURL(/\/settings$/);
  await page.getByRole('button', { name: 'Remove My phone' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(list).toHaveCount(0);
});

test('people come by another service, and are told when they turned back there', async ({
  people,
  sites,
  guard,
}) => {
  // The provider's own pages ask for a font from elsewhere.
  guard.expect(/fonts\.googleapis\.com/);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const provider = await startOidcProvider([`${origin}/api/auth/oidc/callback`]);
  provider.accounts.set('wanda', { email: 'wanda@acme.example', verified: true, name: 'Wanda' });
  try {
    await sites.startOn(await sites.database(), port, {
      PUBLIC_URL: origin,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      OIDC_NAME: 'Acme',
    });
    const page = await people.at(origin).visitor();
    await page.goto('/sign-in?next=/wallet');
    await expectGoodLooks(page, 'every way to sign in');
    await page.getByRole('button', { name: 'Continue with Acme' }).click();
    await page.getByRole('link', { name: /cancel/i }).click();
    await expect(page.getByRole('alert')).toHaveText('You were not signed in: it was cancelled at Acme.');
    await page.getByRole('button', { name: 'Continue with Acme' }).click();
    await page.getByPlaceholder('Enter any login').fill('wanda');
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: /sign-in/i }).click();
    await page.getByRole('button', { name: /continue/i }).click();
    await expect(page).toHaveURL(`${origin}/wallet`);
    await expect(balanceOf(page)).toContainText('₡ 10,000');
  } finally {
    await provider.stop();
  }
});
