import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createTestDatabase, deliveries } from '@mesh-markets/engine/testing';
import { quickAddJob } from 'graphile-worker';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type MailServer, startMailServer } from './fixtures/mailServer.ts';
import { mailSettings as mailTo } from './fixtures/mailSettings.ts';
import { type PushService, startPushService } from './fixtures/pushService.ts';
import {
  addMarket,
  addTrader,
  authSecret,
  type Sent,
  send,
  signUp,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

/** What becomes of messages when things go wrong. */

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Without mails about accounts, which are tried elsewhere. */
const mailSettings = (port: number, more: Record<string, string> = {}) =>
  mailTo(port, { EMAIL_VERIFICATION: 'off', PUSH_TO_PRIVATE: '1', ...more });

const begin = async (
  more: Record<string, string> = {},
): Promise<{ mail: MailServer; server: TestServer }> => {
  const mail = await startMailServer();
  ends.push(() => mail.close());
  const server = await startTestServer(mailSettings(mail.port, more));
  ends.push(() => server.end());
  return { mail, server };
};

const sendTest = (server: TestServer, as: Awaited<ReturnType<typeof signUp>>, channel = 'EMAIL') =>
  server.send('/api/notifications/test', { as, body: { channel } });

const rows = (server: Pick<TestServer, 'database'>) => deliveries.list(server.database.pool);

/** Makes everything that was put off due, and does what the job runner does by itself every minute. */
const passTime = async (server: TestServer): Promise<void> => {
  await deliveries.makeDue(server.database.pool);
  await quickAddJob({ pgPool: server.database.pool }, 'deliverMessages', {});
};

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000, interval: 50 });

describe('a server of mail', () => {
  test('that is down is tried again, later each time, and gets the mail once when it is back', async () => {
    const { mail, server } = await begin();
    const ana = await signUp(server, 'Ana');
    await mail.close();
    await sendTest(server, ana);
    await eventually(async () => {
      const [row] = await rows(server);
      expect(row).toMatchObject({ state: 'PENDING', attempts: 1 });
      expect(row!.problem).toMatch(/ECONNREFUSED/);
      expect(row!.wait).toBeLessThanOrEqual(30);
    });
    await passTime(server);
    await eventually(async () => {
      const [row] = await rows(server);
      expect(row).toMatchObject({ state: 'PENDING', attempts: 2 });
      expect(row!.wait).toBeGreaterThan(30);
    });
    const again = await startMailServer({ port: mail.port });
    ends.push(() => again.close());
    await passTime(server);
    await eventually(async () => expect(await rows(server)).toMatchObject([{ state: 'SENT', attempts: 3 }]));
    await passTime(server);
    expect(again.to(ana.email)).toHaveLength(1);
  });

  test('that never answers is given up in the end, and the reader is told why', async () => {
    const { mail, server } = await begin();
    const ana = await signUp(server, 'Ana');
    await mail.close();
    await sendTest(server, ana);
    await eventually(async () => expect(await rows(server)).toMatchObject([{ attempts: 1 }]));
    await deliveries.wearOut(server.database.pool);
    await passTime(server);
    await eventually(async () => expect(await rows(server)).toMatchObject([{ state: 'DEAD', attempts: 12 }]));
    const { body } = await server.send('/api/notifications/settings', { as: ana });
    expect(body.problems).toMatchObject([
      { channel: 'EMAIL', problem: expect.stringMatching(/ECONNREFUSED/) },
    ]);
  });

  test('that knows no such mailbox is not asked again', async () => {
    const mail = await startMailServer({ refuses: () => 'no such mailbox' });
    ends.push(() => mail.close());
    const server = await startTestServer(mailSettings(mail.port));
    ends.push(() => server.end());
    const ana = await signUp(server, 'Ana');
    await sendTest(server, ana);
    await eventually(async () => {
      const [row] = await rows(server);
      expect(row).toMatchObject({ state: 'DEAD', attempts: 1 });
      expect(row!.problem).toContain('no such mailbox');
    });
  });
});

describe('a push service', () => {
  const beginPush = async () => {
    const push: PushService = await startPushService();
    ends.push(() => push.close());
    const server = await startTestServer({ PUSH_TO_PRIVATE: '1' });
    ends.push(() => server.end());
    const ana = await signUp(server, 'Ana');
    const browser = push.subscribe();
    await server.send('/api/push/subscribe', { as: ana, body: browser.subscription });
    return { push, server, ana, browser };
  };

  test.each([404, 410])('that answers %d has lost the browser, and so have we', async (status) => {
    const { push, server, ana, browser } = await beginPush();
    push.answerNext({ status });
    await sendTest(server, ana, 'PUSH');
    await eventually(async () => expect(await rows(server)).toMatchObject([{ state: 'DEAD', attempts: 1 }]));
    const { body } = await server.send('/api/notifications/settings', { as: ana });
    expect(body.devices).toEqual([]);
    expect(browser.received).toEqual([]);
    expect((await sendTest(server, ana, 'PUSH')).status).toBe(404);
  });

  test('that has too much to do is asked again when it says so', async () => {
    const { push, server, ana, browser } = await beginPush();
    push.answerNext({ status: 429, retryAfter: '600' });
    await sendTest(server, ana, 'PUSH');
    await eventually(async () => {
      const [row] = await rows(server);
      expect(row).toMatchObject({ state: 'PENDING', attempts: 1 });
      expect(row!.wait).toBeGreaterThan(300);
    });
    await passTime(server);
    await eventually(() => expect(browser.received).toHaveLength(1));
    await eventually(async () => expect(await rows(server)).toMatchObject([{ state: 'SENT', attempts: 2 }]));
  });

  test('on a private address is never called, unless the operator allows it', async () => {
    const push = await startPushService();
    ends.push(() => push.close());
    const server = await startTestServer();
    ends.push(() => server.end());
    const ana = await signUp(server, 'Ana');
    const { subscription } = push.subscribe();
    expect(await server.send('/api/push/subscribe', { as: ana, body: subscription })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
    const endpoint = subscription.endpoint.replace('http:', 'https:');
    await server.send('/api/push/subscribe', { as: ana, body: { ...subscription, endpoint } });
    await sendTest(server, ana, 'PUSH');
    await eventually(async () => {
      const [row] = await rows(server);
      expect(row!.problem).toContain('not an address of the public internet');
    });
  });
});

describe('nothing is sent twice', () => {
  test('by two servers on one database', async () => {
    const { mail, server } = await begin();
    const second = await startOn(server.database, mailSettings(mail.port));
    ends.push(() => second.close());
    const people = [];
    for (let i = 0; i < 12; i += 1) people.push(await signUp(server, `Reader${i}`));
    const ana = await addTrader(server.engine, 'Ana');
    const marketId = await addMarket(server.engine, ana.userId);
    for (const { me } of people) {
      await server.engine.placeTrade({ userId: me.id, marketId, order: { outcome: 0, credits: 20 } });
    }
    await server.engine.closeMarket({ userId: ana.userId, marketId, reason: 'It is known.' });
    await server.engine.resolveMarket({ userId: ana.userId, marketId, outcome: 'NO' });
    const dig = () => quickAddJob({ pgPool: server.database.pool }, 'deliverMessages', {});
    await Promise.all(Array.from({ length: 8 }, dig));
    await eventually(() => expect(new Set(mail.mails.map(({ recipients }) => recipients[0])).size).toBe(12));
    await Promise.all(Array.from({ length: 8 }, dig));
    await eventually(async () => {
      const states = new Set((await rows(server)).map(({ state }) => state));
      expect([...states]).toEqual(['SENT']);
    });
    for (const { email } of people) expect(mail.to(email)).toHaveLength(1);
  });

  test('but when a server dies between sending and noting it, the same mail comes again under the same name', async () => {
    const database = await createTestDatabase();
    const accepted = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    let arrivals = 0;
    const mail = await startMailServer({
      beforeAccepting: async () => {
        arrivals += 1;
        accepted.resolve();
        if (arrivals === 1) await held.promise;
      },
    });
    ends.push(async () => {
      held.resolve();
      await mail.close();
    });
    const first = await runServer(database.url, mail.port);
    const there = { send: (to: string, sent?: Sent) => send(first.url + to, sent) };
    const ana = await signUp(there, 'Ana');
    await there.send('/api/notifications/test', { as: ana, body: { channel: 'EMAIL' } });
    await accepted.promise;
    await kill(first.process);

    const second = await startOn(database, mailSettings(mail.port));
    ends.push(async () => {
      await second.close();
      await database.drop();
    });
    // The one who claimed it may still be at work for all anybody knows: nothing happens before its time is over.
    await quickAddJob({ pgPool: database.pool }, 'deliverMessages', {});
    const claimed = await deliveries.list(database.pool);
    expect(claimed[0]!.wait).toBeGreaterThan(60);
    expect(mail.mails).toHaveLength(1);
    await deliveries.makeDue(database.pool);
    await quickAddJob({ pgPool: database.pool }, 'deliverMessages', {});
    await eventually(() => expect(mail.mails).toHaveLength(2));
    expect(mail.mails[1]!.messageId).toBe(mail.mails[0]!.messageId);
  });
});

const runServer = async (
  databaseUrl: string,
  smtpPort: number,
): Promise<{ url: string; process: ChildProcess }> => {
  const child = fork(path.join(import.meta.dirname, 'fixtures', 'runServer.ts'), {
    env: {
      ...process.env,
      ...mailSettings(smtpPort),
      DATABASE_URL: databaseUrl,
      AUTH_SECRET: authSecret,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
    },
  });
  const [url] = (await once(child, 'message')) as [string];
  return { url, process: child };
};

const kill = async (child: ChildProcess): Promise<void> => {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
};

describe('a reader', () => {
  test('gets so many mails an hour, and the rest in one', async () => {
    const { mail, server } = await begin({ MAILS_PER_HOUR: '2' });
    const ana = await signUp(server, 'Ana');
    for (const count of [1, 2]) {
      await sendTest(server, ana);
      await eventually(() => expect(mail.to(ana.email)).toHaveLength(count));
      await eventually(async () => expect((await rows(server)).at(-1)).toMatchObject({ state: 'SENT' }));
    }
    for (let i = 0; i < 3; i += 1) await sendTest(server, ana);
    await eventually(async () => {
      const waiting = (await rows(server)).filter(({ state }) => state === 'PENDING');
      expect(waiting).toHaveLength(3);
      for (const { wait, attempts } of waiting) {
        expect(attempts).toBe(0);
        expect(wait).toBeGreaterThan(3_000);
      }
    });
    expect(mail.to(ana.email)).toHaveLength(2);
    await deliveries.passAnHour(server.database.pool);
    await passTime(server);
    await eventually(() => expect(mail.to(ana.email)).toHaveLength(3));
    expect(mail.to(ana.email)[2]!.subject).toBe('3 notifications from Mesh Markets');
  });

  test('who wants a digest gets one mail a day, without what they have read', async () => {
    const { mail, server } = await begin();
    const ana = await signUp(server, 'Ana');
    await server.send('/api/notifications/settings', {
      as: ana,
      method: 'PATCH',
      body: { digest: 'DAILY', kinds: [{ kind: 'TRADE_EXECUTED', email: true }] },
    });
    const bob = await addTrader(server.engine, 'Bob');
    const questions = ['Will it rain?', 'Will it snow?', 'Will it hail?'];
    for (const question of questions) {
      const marketId = await addMarket(server.engine, bob.userId, { question });
      await server.engine.placeTrade({ userId: ana.me.id, marketId, order: { outcome: 0, credits: 20 } });
    }
    await eventually(async () => expect(await rows(server)).toHaveLength(3));
    for (const { wait, attempts } of await rows(server)) {
      expect(attempts).toBe(0);
      expect(wait).toBeLessThanOrEqual(24 * 3_600);
    }
    const { body } = await server.send('/api/notifications', { as: ana });
    const seen = body.notifications.find(
      (one: { market: { question: string } }) => one.market.question === questions[1],
    );
    await server.send(`/api/notifications/${seen.id}/read`, { as: ana, body: {} });
    await quickAddJob({ pgPool: server.database.pool }, 'deliverMessages', {});
    await passTime(server);
    await eventually(() => expect(mail.to(ana.email)).toHaveLength(1));
    const [digest] = mail.to(ana.email);
    expect(digest!.subject).toBe('Your day on Mesh Markets: 2 notifications');
    expect(digest!.text).toContain(questions[0]);
    expect(digest!.text).not.toContain(questions[1]);
    expect(digest!.text).toContain(questions[2]);
  });
});

describe('leaving the list', () => {
  const linkOf = (mail: MailServer, address: string): string =>
    /<http:\/\/markets\.example\.org(.+)>/.exec(mail.to(address)[0]!.header('list-unsubscribe')!)![1]!;

  test('takes one post of a mail program, without a cookie, and ends e-mails of that kind only', async () => {
    const { mail, server } = await begin();
    const ana = await signUp(server, 'Ana');
    await server.send('/api/notifications/settings', {
      as: ana,
      method: 'PATCH',
      body: { kinds: [{ kind: 'TRADE_EXECUTED', email: true }] },
    });
    const bob = await addTrader(server.engine, 'Bob');
    const trade = async () => {
      const marketId = await addMarket(server.engine, bob.userId);
      await server.engine.placeTrade({ userId: ana.me.id, marketId, order: { outcome: 0, credits: 20 } });
    };
    await trade();
    await eventually(() => expect(mail.to(ana.email)).toHaveLength(1));
    const link = linkOf(mail, ana.email);

    const shown = await server.send(`/api${link}`);
    expect(shown.body).toEqual({ email: 'a•••@example.org', kind: 'TRADE_EXECUTED', stopped: false });
    const left = await server.send(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(left).toMatchObject({ status: 200, body: { stopped: true } });
    expect((await server.send(`/api${link}`)).body).toMatchObject({ stopped: true });
    const { body } = await server.send('/api/notifications/settings', { as: ana });
    const byEmail = body.kinds.filter(({ email }: { email: boolean }) => email);
    expect(byEmail.length).toBeGreaterThan(3);
    expect(body.kinds).toContainEqual({ kind: 'TRADE_EXECUTED', inApp: true, email: false, push: false });

    await trade();
    await eventually(async () => expect(await server.engine.countUnread(ana.me.id)).toEqual({ unread: 2 }));
    expect(await rows(server)).toHaveLength(1);

    const all = await server.send(link, { method: 'POST', body: { all: true } });
    expect(all.body).toEqual({ email: 'a•••@example.org', stopped: true });
    const after = await server.send('/api/notifications/settings', { as: ana });
    expect(after.body.kinds.filter(({ email }: { email: boolean }) => email)).toEqual([]);
  });

  test('needs a link of ours', async () => {
    const { server } = await begin();
    const forged = Buffer.from(`${'x'.repeat(16)}1:`).toString('base64url');
    expect((await server.send(`/api/unsubscribe/${forged}`)).status).toBe(404);
    expect((await server.send(`/unsubscribe/${forged}`, { method: 'POST', body: {} })).status).toBe(404);
    const elsewhere = await server.send('/api/auth/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=b',
    });
    expect(elsewhere.status).toBe(415);
  });
});
