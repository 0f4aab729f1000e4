import type { MarketId, NotificationKind, PostId, UserId } from '@mesh-markets/contract';
import { openEngine } from '@mesh-markets/engine';
import { openEngineAt } from '@mesh-markets/engine/time-travel';
import { quickAddJob } from 'graphile-worker';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type MailServer, startMailServer } from './fixtures/mailServer.ts';
import { type Browser, type PushService, startPushService } from './fixtures/pushService.ts';
import {
  addMarket,
  addTrader,
  inAnHour,
  signUp,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

/** Everything arrives everywhere: one server with real mail and push services. */

const HOUR = 3_600_000;
let server: TestServer;
let mail: MailServer;
let push: PushService;
let reader: Awaited<ReturnType<typeof signUp>>;
let browser: Browser;
let other: UserId;

beforeAll(async () => {
  mail = await startMailServer();
  push = await startPushService();
  server = await startTestServer({
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(mail.port),
    SMTP_FROM: 'Mesh Markets <markets@example.org>',
    PUBLIC_URL: 'http://markets.example.org',
    MAILS_PER_HOUR: '1000',
    EMAIL_VERIFICATION: 'off',
    PUSH_TO_PRIVATE: '1',
  });
  reader = await signUp(server, 'Reader');
  other = (await addTrader(server.engine, 'Other')).userId;
  const answer = await server.send('/api/notifications/settings', { as: reader });
  const kinds = answer.body.kinds.map(({ kind }: { kind: string }) => ({ kind, email: true, push: true }));
  const changed = await server.send('/api/notifications/settings', {
    as: reader,
    method: 'PATCH',
    body: { kinds },
  });
  expect(changed.status).toBe(200);
  browser = push.subscribe();
  const subscribed = await server.send('/api/push/subscribe', { as: reader, body: browser.subscription });
  expect(subscribed.body.devices).toHaveLength(1);
});
afterAll(async () => {
  await server.end();
  await mail.close();
  await push.close();
});

/** What the job runner does by itself when its minute comes. */
const runJob = (name: string) => quickAddJob({ pgPool: server.database.pool }, name, {});

const buy = (userId: UserId, marketId: MarketId, credits: number) =>
  server.engine.placeTrade({ userId, marketId, order: { outcome: 0, credits } });

/** A market that was asked long ago and closes in a few hours. */
const marketClosingSoon = async (question: string): Promise<MarketId> => {
  const past = await openEngineAt(server.database.url, new Date(Date.now() - 240 * HOUR));
  try {
    const closesAt = new Date(Date.now() + 5 * HOUR).toISOString();
    return await addMarket(past.engine, other, { question, closesAt });
  } finally {
    await past.close();
  }
};

/** A closed market of `creator` in which `holder` has a stake. */
const closedMarket = async (creator: UserId, holder: UserId, question: string): Promise<MarketId> => {
  const marketId = await addMarket(server.engine, creator, { question, b: 50 });
  await buy(holder, marketId, 20);
  await server.engine.closeMarket({ userId: creator, marketId, reason: 'It is known.' });
  return marketId;
};

/** As a server does where results wait for objections. */
const propose = async (creator: UserId, marketId: MarketId, disputedBy?: UserId): Promise<void> => {
  const { engine, close } = await openEngine(server.database.url, { disputeHours: 1 });
  try {
    await engine.resolveMarket({ userId: creator, marketId, outcome: 'YES' });
    if (disputedBy === undefined) return;
    await engine.disputeProposal({ userId: disputedBy, marketId, version: 1, reason: 'It did not.' });
  } finally {
    await close();
  }
};

interface Case {
  readonly kind: NotificationKind;
  /** Makes it happen, with these words in the question or the comment. */
  readonly provoke: (words: string) => Promise<unknown>;
  /** How the news begins. */
  readonly says: RegExp;
}

const comment = (userId: UserId, postId: string, body: string, parentId?: string) =>
  server.engine.postComment({
    userId,
    postId: postId as PostId,
    body,
    ...(parentId !== undefined && { parentId: parentId as never }),
  });

const cases: readonly Case[] = [
  {
    kind: 'TRADE_EXECUTED',
    provoke: async (question) => buy(reader.me.id, await addMarket(server.engine, other, { question }), 30),
    says: /^Your trade executed at \d+/,
  },
  {
    kind: 'CLOSES_SOON',
    provoke: async (question) => {
      await buy(reader.me.id, await marketClosingSoon(question), 20);
      await runJob('remindOfMarkets');
    },
    says: /^A market you hold closes soon/,
  },
  {
    kind: 'MARKET_CLOSED',
    provoke: async (question) => {
      const marketId = await addMarket(server.engine, other, { question });
      await buy(reader.me.id, marketId, 20);
      await server.engine.closeMarket({ userId: other, marketId, reason: 'It is known.' });
    },
    says: /^A market you hold has closed/,
  },
  {
    kind: 'MARKET_RESOLVED',
    provoke: async (question) => {
      const marketId = await closedMarket(other, reader.me.id, question);
      await server.engine.resolveMarket({ userId: other, marketId, outcome: 'YES' });
    },
    says: /^You earned ₡\s\d+/,
  },
  {
    kind: 'RESULT_PROPOSED',
    provoke: async (question) => propose(other, await closedMarket(other, reader.me.id, question)),
    says: /^A result is proposed: /,
  },
  {
    kind: 'RESULT_DISPUTED',
    provoke: async (question) =>
      propose(reader.me.id, await closedMarket(reader.me.id, other, question), other),
    says: /^Other disputes a result/,
  },
  {
    kind: 'RESULT_CORRECTED',
    provoke: async (question) => {
      const marketId = await closedMarket(other, reader.me.id, question);
      await server.engine.resolveMarket({ userId: other, marketId, outcome: 'YES' });
      await server.engine.decideAsOperator(marketId, {
        decision: 'CHANGE',
        outcome: 'NO',
        reason: 'It did not.',
      });
    },
    says: /corrected/,
  },
  {
    kind: 'NEEDS_RESOLVING',
    provoke: async (question) => {
      const marketId = await addMarket(server.engine, reader.me.id, { question, b: 50 });
      await server.engine.closeMarket({ userId: reader.me.id, marketId, reason: 'It is known.' });
    },
    says: /^Your market needs resolving/,
  },
  {
    kind: 'ORACLE_ASKED',
    provoke: async (question) => {
      await addMarket(server.engine, other, { question, oracleId: reader.me.id });
    },
    says: /asks you to be the oracle of a market/,
  },
  {
    kind: 'ORACLE_ANSWERED',
    provoke: async (question) => {
      const marketId = await addMarket(server.engine, reader.me.id, { question, b: 50, oracleId: other });
      await server.engine.declineOracle({ userId: other, marketId });
    },
    says: /does not want to be your oracle/,
  },
  {
    kind: 'LARGE_TRADE',
    provoke: async (question) =>
      buy(other, await addMarket(server.engine, reader.me.id, { question, b: 50 }), 600),
    says: /^Other bought YES for ₡\s600/,
  },
  {
    kind: 'COMMENT',
    provoke: async (words) =>
      comment(other, await addMarket(server.engine, reader.me.id, { question: words, b: 50 }), words),
    says: /^Other commented/,
  },
  {
    kind: 'REPLY',
    provoke: async (words) => {
      const { id } = (await server.engine.createPost({ userId: other, body: 'Hello.' })).answer;
      const first = (await comment(reader.me.id, id, 'Well?')).answer;
      await comment(other, id, words, first.id);
    },
    says: /^Other answered you/,
  },
  {
    kind: 'MENTION',
    provoke: async (words) => {
      const { id } = (await server.engine.createPost({ userId: other, body: 'Hello.' })).answer;
      await comment(other, id, `${words} @${reader.me.handle}`);
    },
    says: /^Other mentioned you/,
  },
  {
    kind: 'FOLLOWER',
    provoke: () => server.engine.followUser(other, reader.me.handle),
    says: /^Other follows you/,
  },
  {
    kind: 'QUESTION',
    provoke: async (question) => {
      const { userId } = await addTrader(server.engine, 'Other');
      await server.engine.followUser(reader.me.id, (await server.engine.getMe(userId)).handle);
      await addMarket(server.engine, userId, { question });
    },
    says: /^Other asked a question/,
  },
];

describe('every kind arrives on every channel', () => {
  test('and the table below has every kind there is', async () => {
    const { body } = await server.send('/api/notifications/settings', { as: reader });
    const kinds = body.kinds.map(({ kind }: { kind: string }) => kind);
    expect(cases.map(({ kind }) => kind).sort()).toEqual(kinds.sort());
  });

  test.each(cases)('$kind', async ({ kind, provoke, says }) => {
    const words = `Is this about ${kind.toLowerCase().replace('_', ' ')}?`;
    await provoke(words);
    const found = await vi.waitFor(
      async () => {
        const { body } = await server.send('/api/notifications?limit=50', { as: reader });
        const entry = body.notifications.find((one: { kind: string }) => one.kind === kind);
        expect(entry).toBeDefined();
        return entry;
      },
      { timeout: 10_000 },
    );
    expect(found.readAt).toBeUndefined();
    await vi.waitFor(
      () => {
        const pushed = browser.received.find(({ payload }) => payload.tag === `notification-${found.id}`);
        expect(pushed?.payload.title).toMatch(says);
        const bodies = mail.to(reader.email).map(({ text = '' }) => text.replaceAll('\r\n', '\n'));
        const title = pushed!.payload.title;
        expect(
          bodies.some((text) => text.includes(title)),
          bodies.join('\n====\n'),
        ).toBe(true);
        if (kind !== 'FOLLOWER') expect(pushed!.payload.body).toContain(words);
      },
      { timeout: 10_000 },
    );
  });
});

test('an e-mail has both texts, a list to leave, and an address of its own', async () => {
  const question = 'Will <b>this</b> be "escaped" & kept?';
  const marketId = await addMarket(server.engine, other, { question, closesAt: inAnHour() });
  await buy(reader.me.id, marketId, 25);
  const received = await vi.waitFor(
    () => {
      const found = mail.to(reader.email).find(({ text }) => text?.includes(question));
      expect(found).toBeDefined();
      return found!;
    },
    { timeout: 10_000 },
  );
  expect(received.from).toMatchObject({ name: 'Mesh Markets', address: 'markets@example.org' });
  expect(received.html).toContain('Will &lt;b&gt;this&lt;/b&gt; be &quot;escaped&quot; &amp; kept?');
  expect(received.html).not.toContain('<b>this</b>');
  expect(received.header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(received.header('list-unsubscribe')).toMatch(
    /^<http:\/\/markets\.example\.org\/unsubscribe\/[\w-]+>$/,
  );
  expect(received.header('auto-submitted')).toBe('auto-generated');
  expect(received.messageId).toMatch(/^<[\da-f-]{36}@markets\.example\.org>$/);
});

test('a push message is sealed for its browser, signed, and says how long and how urgent', async () => {
  const { body: key } = await server.send('/api/push/key');
  const { headers, claims } = browser.received[0]!;
  expect(headers['content-encoding']).toBe('aes128gcm');
  expect(headers.ttl).toBe('86400');
  expect(['high', 'normal']).toContain(headers.urgency);
  expect(headers.authorization).toContain(key.publicKey);
  expect(claims).toMatchObject({ aud: push.url, sub: 'mailto:markets@example.org' });
  expect(claims.exp).toBeLessThanOrEqual(Date.now() / 1000 + 24 * 3600);
});

test('a test notification goes over the one channel that was asked for', async () => {
  const [mails, pushes] = [mail.to(reader.email).length, browser.received.length];
  const sendTest = (channel: string) =>
    server.send('/api/notifications/test', { as: reader, body: { channel } });
  expect((await sendTest('PUSH')).body).toEqual({ sent: 1 });
  await vi.waitFor(() => expect(browser.received.at(-1)?.payload.title).toBe('This is a test'), {
    timeout: 10_000,
  });
  expect(browser.received).toHaveLength(pushes + 1);
  expect(mail.to(reader.email)).toHaveLength(mails);
  expect((await sendTest('EMAIL')).body).toEqual({ sent: 1 });
  await vi.waitFor(() => expect(mail.to(reader.email).at(-1)?.subject).toBe('This is a test'), {
    timeout: 10_000,
  });
  expect((await sendTest('IN_APP')).body).toEqual({ sent: 1 });
  const bot = await addTrader(server.engine, 'Bot');
  expect(await server.send('/api/notifications/test', { as: bot, body: { channel: 'EMAIL' } })).toMatchObject(
    {
      status: 404,
      body: { code: 'NOT_FOUND' },
    },
  );
});

test('what was sent, and what waits, is counted', async () => {
  const { body } = await server.send('/metrics');
  expect(body).toMatch(/^mesh_messages_total\{channel="email",result="sent"\} [1-9]/m);
  expect(body).toMatch(/^mesh_messages_total\{channel="push",result="sent"\} [1-9]/m);
  expect(body).toMatch(/^mesh_messages_waiting\{channel="email"\} \d+$/m);
});
