import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openEngine } from '@mesh-markets/engine';
import type { Page } from '@playwright/test';
import { expectGoodLooks } from '../support/looks.ts';
import { askQuestion } from '../support/markets.ts';
import { expectNotice } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';

/** Somebody who receives webhooks: keeps what arrives, and answers as it is told. */
const startReceiver = async () => {
  const received: { readonly type: string }[] = [];
  let status = 204;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push(JSON.parse(body));
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    answerWith: (next: number) => {
      status = next;
    },
    close: () => server.close(),
  };
};

/** One trade by one of two people. */
const readDashboard = async (page: Page): Promise<void> => {
  await page.goto('/admin');
  await expect(page.getByRole('img', { name: 'Trades by day. 1 trade.' })).toBeVisible();
  await expect(page.getByText('issued less all of these is ₡\u202f0.')).toBeVisible();
  await expect(page.getByText('1 of 2 people')).toBeVisible();
  await expectGoodLooks(page, 'dashboard');
  await page.getByText('90 days').click();
  await expect(page.getByRole('img', { name: /^Volume by day/ })).toBeVisible();
  await page.getByText('Show as a table').first().click();
  await expect(page.getByRole('region', { name: 'Trades by day' }).getByRole('row')).toHaveCount(91);
};

const takeDown = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  await expect(page.getByText(/signs too for 24 hours/).last()).toBeVisible();
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('Switched off')).toBeVisible();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Nobody is told yet')).toBeVisible();
};

test('an admin sees what happens, and tells another program of it', async ({ people, sites }) => {
  test.setTimeout(90_000);
  const site = await sites.start({ WEBHOOKS_ALLOW_PRIVATE: '1' });
  const here = people.at(site.url);
  const [boss, trader] = [await here.signUp('Boss'), await here.signUp('Trader')];
  const books = await openEngine(site.databaseUrl);
  await books.engine.grantAdmin({ userId: boss.me.id });
  await books.close();
  const market = await askQuestion(trader, { b: 100 });
  const receiver = await startReceiver();
  const { page } = boss;

  await boss.client.call('placeTrade', {
    params: { id: market.id },
    body: { outcome: 0, credits: 120 },
  });
  await test.step('the dashboard adds up', () => readDashboard(page));

  await test.step('a webhook is added, and its secret shown once', async () => {
    await page.getByRole('link', { name: 'Webhooks', exact: true }).click();
    await expect(page.getByText('Nobody is told yet')).toBeVisible();
    await expectGoodLooks(page, 'webhooks, none');
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    await page.getByRole('button', { name: 'Add webhook', exact: true }).click();
    await expect(page.getByText('Must be an address like https://example.org/hooks.')).toBeVisible();
    await page.getByLabel('Address').fill(receiver.url);
    await page.getByLabel('Trade', { exact: true }).check();
    await expectGoodLooks(page, 'webhook form');
    await page.getByRole('button', { name: 'Add webhook', exact: true }).click();
    await expect(page.getByText(/^whsec_/)).toBeVisible();
    await page.getByRole('button', { name: 'I have it' }).click();
  });

  await test.step('what happens arrives, and is in the log', async () => {
    await page.getByRole('button', { name: 'Send a test' }).click();
    const log = page.getByRole('list', { name: `Sent to ${receiver.url}` });
    await expect(log.getByText('Delivered')).toHaveCount(1);
    receiver.answerWith(500);
    await trader.client.call('placeTrade', {
      params: { id: market.id },
      body: { outcome: 1, credits: 50 },
    });
    await expect(log.getByText('The receiver answered 500.')).toBeVisible();
    receiver.answerWith(200);
    await log.getByRole('button', { name: /^Send again: Trade/ }).click();
    await expectNotice(page, 'On its way once more.');
    await expect(log.getByText('Delivered')).toHaveCount(2);
    expect(receiver.received.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['test', 'market_traded']),
    );
    await expectGoodLooks(page, 'webhooks with a log');
  });

  await test.step('the secret is changed, the webhook switched off and removed', () => takeDown(page));

  await test.step('nobody else may look', async () => {
    await trader.page.goto('/admin');
    await expect(trader.page.getByText('This page is for admins')).toBeVisible();
  });
  receiver.close();
});
