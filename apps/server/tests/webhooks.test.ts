import { createHmac } from 'node:crypto';
import { type Webhook, type WebhookDelivery, WebhookEvent } from '@mesh-markets/contract';
import { outgoing } from '@mesh-markets/engine/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Received, type Receiver, startReceiver } from './fixtures/receiver.ts';
import {
  addMarket,
  addTrader,
  newKey,
  type Person,
  signUp,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let server: TestServer;
let admin: Person & { me: { id: string } };
const open: Receiver[] = [];
beforeAll(async () => {
  server = await startTestServer({ WEBHOOKS_ALLOW_PRIVATE: '1' });
  admin = await signUp(server, 'Boss');
  await server.engine.grantAdmin({ userId: admin.me.id as never });
});
afterAll(() => server.end());
afterEach(async () => {
  // Nothing of one test goes to a receiver of the next.
  for (const { id } of (await asAdmin('/api/admin/webhooks')).body.webhooks) {
    await asAdmin(`/api/admin/webhooks/${id}`, 'DELETE');
  }
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

const asAdmin = (path: string, method = 'GET', body?: unknown) =>
  server.send(path, { as: admin, method, ...(body !== undefined && { body }) });

const receive = async (...answer: Parameters<typeof startReceiver>): Promise<Receiver> => {
  const receiver = await startReceiver(...answer);
  open.push(receiver);
  return receiver;
};

const addWebhook = async (
  url: string,
  eventTypes = ['market_traded'],
): Promise<{ webhook: Webhook; secret: string }> => {
  const made = await asAdmin('/api/admin/webhooks', 'POST', { url, eventTypes });
  expect(made.status).toBe(201);
  return made.body;
};

const deliveriesOf = async ({ id }: Webhook): Promise<WebhookDelivery[]> =>
  (await asAdmin(`/api/admin/webhooks/${id}/deliveries`)).body.deliveries;

const webhookOf = async ({ id }: Webhook): Promise<Webhook> =>
  (await asAdmin('/api/admin/webhooks')).body.webhooks.find((one: Webhook) => one.id === id);

const within = { timeout: 15_000, interval: 50 };

const settled = async (webhook: Webhook, wanted: Partial<WebhookDelivery>): Promise<WebhookDelivery> =>
  vi.waitFor(async () => {
    const [delivery] = await deliveriesOf(webhook);
    expect(delivery).toMatchObject(wanted);
    return delivery!;
  }, within);

/** The back-off is over. */
const tryAgainNow = (): Promise<void> => outgoing.retryWebhooks(server.database.pool);

/** What the specification says, written without looking at how we sign. */
const isSignedBy = (secret: string, { headers, body }: Received): boolean => {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const content = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.');
  const right = createHmac('sha256', key).update(content, 'utf8').digest('base64');
  return String(headers['webhook-signature'])
    .split(' ')
    .some((signature) => signature === `v1,${right}`);
};

const trade = async (): Promise<void> => {
  const trader = await addTrader(server.engine, 'Hooked');
  const market = await addMarket(server.engine, trader.userId);
  const answer = await server.send(`/api/market/${market}/trade`, {
    as: trader,
    headers: newKey(),
    body: { side: 'YES', credits: 25 },
  });
  expect(answer.status).toBe(200);
};

describe('what happens is told', () => {
  test('each kind, in the words of the contract, signed, under an id of its own', async () => {
    const receiver = await receive();
    const all = ['market_created', 'market_traded', 'market_closed', 'market_resolved', 'user_signed_up'];
    const { secret } = await addWebhook(receiver.url, all);
    const trader = await addTrader(server.engine, 'Teller');
    const market = await addMarket(server.engine, trader.userId);
    const asTrader = (path: string, body: unknown) =>
      server.send(`/api/market/${market}${path}`, { as: trader, headers: newKey(), body });
    await asTrader('/trade', { side: 'YES', credits: 25 });
    await asTrader('/close', { reason: 'It is known.' });
    await asTrader('/resolve', { outcome: 'YES' });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(5), within);
    const events = receiver.received.map(({ body }) => WebhookEvent.parse(JSON.parse(body)));
    expect(events.map(({ type }) => type).sort()).toEqual([...all].sort());
    const traded = events.find(({ type }) => type === 'market_traded');
    expect(traded?.data).toMatchObject({
      marketId: market,
      tradeId: `${market}-1`,
      userId: trader.userId,
      credits: 25,
    });
    for (const one of receiver.received) {
      expect(isSignedBy(secret, one)).toBe(true);
      expect(one.headers['webhook-id']).toMatch(/^evt_[0-9a-f]{32}$/);
      expect(Math.abs(Number(one.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
      expect(one.headers['content-type']).toBe('application/json');
    }
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(5);
  });

  test('once, with two servers at work', async () => {
    const second = await startOn(server.database, { WEBHOOKS_ALLOW_PRIVATE: '1' });
    const receiver = await receive();
    const { webhook } = await addWebhook(receiver.url);
    await Promise.all(Array.from({ length: 10 }, trade));
    await vi.waitFor(async () => {
      const deliveries = await deliveriesOf(webhook);
      expect(deliveries.map(({ state }) => state)).toEqual(Array.from({ length: 10 }, () => 'DELIVERED'));
    }, within);
    await second.close();
    expect(receiver.received).toHaveLength(10);
  });

  test('only what an endpoint asked for, and nothing is written when nobody asks', async () => {
    const before = await outgoing.countEvents(server.database.pool);
    await trade();
    await vi.waitFor(async () => expect(await outgoing.factsWaiting(server.database.pool)).toBe(0), within);
    expect(await outgoing.countEvents(server.database.pool)).toBe(before);
  });
});

describe('a receiver', () => {
  test('that fails is tried again under the same id, and then its failures are forgotten', async () => {
    const receiver = await receive(500);
    const { webhook } = await addWebhook(receiver.url);
    await trade();
    const failed = await settled(webhook, { state: 'PENDING', attempts: 1, status: 500 });
    expect(failed.problem).toBe('The receiver answered 500.');
    const delay = Date.parse(failed.nextTryAt!) - Date.parse(failed.attemptedAt!);
    expect(delay).toBeGreaterThanOrEqual(8_000);
    expect(delay).toBeLessThanOrEqual(12_000);
    expect(await webhookOf(webhook)).toMatchObject({ enabled: true, failuresInARow: 1 });
    receiver.answerWith(200);
    await tryAgainNow();
    await settled(webhook, { state: 'DELIVERED', attempts: 2, status: 200 });
    expect((await webhookOf(webhook)).failuresInARow).toBe(0);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([ids[0], ids[0]]);
    expect(receiver.received[1]!.body).toBe(receiver.received[0]!.body);
  });

  test('that redirects is not followed', async () => {
    const elsewhere = await receive();
    const receiver = await receive((response) => response.writeHead(302, { location: elsewhere.url }).end());
    const { webhook } = await addWebhook(receiver.url);
    await trade();
    const failed = await settled(webhook, { state: 'PENDING', attempts: 1, status: 302 });
    expect(failed.problem).toBe('The receiver answered 302; redirects are not followed.');
    expect(elsewhere.received).toEqual([]);
  });

  test('that says 410 gets nothing more until an admin switches it on again', async () => {
    const receiver = await receive(410);
    const { webhook } = await addWebhook(receiver.url);
    await trade();
    await settled(webhook, { state: 'FAILED', attempts: 1, status: 410 });
    expect(await webhookOf(webhook)).toMatchObject({ enabled: false, disabledReason: 'GONE' });
    await trade();
    await server.engine.projectOutbox();
    expect(await deliveriesOf(webhook)).toHaveLength(1);
    receiver.answerWith(200);
    await asAdmin(`/api/admin/webhooks/${webhook.id}`, 'PATCH', { enabled: true });
    await trade();
    await settled(webhook, { state: 'DELIVERED' });
  });

  test('that takes nothing for days is switched off, and gives up after the last attempt', async () => {
    const receiver = await receive(503);
    const { webhook } = await addWebhook(receiver.url);
    await trade();
    await settled(webhook, { state: 'PENDING', attempts: 1 });
    await outgoing.failFor(server.database.pool, 6, 9);
    await tryAgainNow();
    await settled(webhook, { state: 'FAILED', attempts: 10 });
    expect(await webhookOf(webhook)).toMatchObject({ enabled: false, disabledReason: 'FAILING' });
  });

  test('that asks for time gets it', async () => {
    const receiver = await receive((response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    const { webhook } = await addWebhook(receiver.url);
    await trade();
    const waiting = await settled(webhook, { state: 'PENDING', attempts: 1 });
    expect(Date.parse(waiting.nextTryAt!) - Date.parse(waiting.attemptedAt!)).toBeGreaterThanOrEqual(
      3_600_000,
    );
  });

  test('that is not there is told apart from one that refuses', async () => {
    const receiver = await receive();
    await receiver.close();
    open.pop();
    const { webhook } = await addWebhook(receiver.url);
    await trade();
    const failed = await settled(webhook, { state: 'PENDING', attempts: 1 });
    expect(failed.status).toBeUndefined();
    expect(failed.problem).toContain('ECONNREFUSED');
  });
});

describe('an admin', () => {
  test('sends a test, and sends what was sent once more under the same id', async () => {
    const receiver = await receive();
    const { webhook, secret } = await addWebhook(receiver.url);
    expect((await asAdmin(`/api/admin/webhooks/${webhook.id}/test`, 'POST', {})).status).toBe(201);
    const sent = await settled(webhook, { state: 'DELIVERED', eventType: 'test' });
    expect(JSON.parse(receiver.received[0]!.body)).toMatchObject({ type: 'test' });
    expect((await asAdmin(`/api/admin/deliveries/${sent.id}/replay`, 'POST', {})).status).toBe(200);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2), within);
    expect(receiver.received[1]!.headers['webhook-id']).toBe(receiver.received[0]!.headers['webhook-id']);
    expect(isSignedBy(secret, receiver.received[1]!)).toBe(true);
    await settled(webhook, { state: 'DELIVERED', attempts: 1 });
  });

  test('changes the secret: both sign for a day, then the new one alone', async () => {
    const receiver = await receive();
    const { webhook, secret: old } = await addWebhook(receiver.url);
    const rotated = await asAdmin(`/api/admin/webhooks/${webhook.id}/rotate`, 'POST', {});
    const fresh: string = rotated.body.secret;
    expect(fresh).not.toBe(old);
    expect(Date.parse(rotated.body.webhook.previousSecretUntil)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    await trade();
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), within);
    expect([old, fresh].map((secret) => isSignedBy(secret, receiver.received[0]!))).toEqual([true, true]);
    await outgoing.endRotations(server.database.pool);
    await trade();
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2), within);
    expect([old, fresh].map((secret) => isSignedBy(secret, receiver.received[1]!))).toEqual([false, true]);
  });

  test('sees the secret once; the database has it encrypted', async () => {
    const receiver = await receive();
    const { webhook, secret } = await addWebhook(receiver.url);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify((await asAdmin('/api/admin/webhooks')).body)).not.toContain(secret.slice(6));
    expect(await outgoing.sealedSecret(server.database.pool, webhook.id)).not.toContain(secret.slice(6));
  });

  test('is told at once that an address cannot be used', async () => {
    for (const [url, sentence] of [
      ['ftp://example.org/x', 'Must be an address like'],
      ['nonsense', 'Must be an address like'],
      ['https://user:secret@example.org/', 'Leave name and password out'],
    ]) {
      const refused = await asAdmin('/api/admin/webhooks', 'POST', { url, eventTypes: ['market_traded'] });
      expect(refused.status).toBe(400);
      expect(JSON.stringify(refused.body)).toContain(sentence);
    }
  });
});

test('events and deliveries are forgotten by age', async () => {
  const receiver = await receive();
  const { webhook } = await addWebhook(receiver.url);
  await trade();
  await settled(webhook, { state: 'DELIVERED' });
  expect(await server.engine.expireEvents(1)).toEqual({ deleted: 0 });
  await outgoing.ageEvents(server.database.pool, 2);
  expect((await server.engine.expireEvents(1)).deleted).toBeGreaterThan(0);
  expect(await deliveriesOf(webhook)).toEqual([]);
});
