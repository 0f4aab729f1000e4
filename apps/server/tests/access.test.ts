import {
  type CallerKind,
  callers,
  conditionOf,
  KeyScope,
  mayCall,
  type Route,
  routes,
  scopeOf,
  type UserId,
} from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authRoutes } from '../src/auth/authRoutes.ts';
import { signUnsubscription } from '../src/mail/unsubscribeToken.ts';
import { observe } from './fixtures/observe.ts';
import {
  addDueMarket,
  addKey,
  addMarket,
  addTrader,
  authSecret,
  inAnHour,
  newKey,
  type Person,
  signUp,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

const cronSecret = 'a-cron-secret-for-tests';
let server: TestServer;
let stranger: Person;
let strangerId: UserId;
let admin: Person;
let key: Person;
let marketId: string;
let postId: string;
let commentId: string;
let token: string;

beforeAll(async () => {
  server = await startTestServer({ MARKET_CRON_SECRET: cronSecret });
  const creator = await signUp(server, 'Creator');
  const somebody = await signUp(server, 'Stranger');
  stranger = somebody;
  strangerId = somebody.me.id;
  const boss = await signUp(server, 'Boss');
  await server.engine.grantAdmin({ userId: boss.me.id });
  admin = { headers: boss.headers };
  key = await addTrader(server.engine, 'Bot');
  marketId = await addMarket(server.engine, creator.me.id);
  token = signUnsubscription({ userId: creator.me.id, kind: 'REPLY' }, authSecret);
  const post = (await server.engine.createPost({ userId: creator.me.id, body: 'Hello.' })).answer;
  postId = post.id;
  const comment = { userId: creator.me.id, postId: post.id, body: 'First!' };
  commentId = (await server.engine.postComment(comment)).answer.id;
});
afterAll(() => server.end());

const bodies: Readonly<Record<string, () => unknown>> = {
  createPost: () => ({ body: 'Hello.' }),
  createMarket: () => ({ question: 'Is it so?', closesAt: inAnHour(), b: 50 }),
  askOracle: () => ({ oracleId: strangerId }),
  quote: () => ({ side: 'YES', credits: 5 }),
  placeTrade: () => ({ side: 'YES', credits: 5 }),
  closeMarket: () => ({ reason: 'It is known.' }),
  previewResolution: () => ({ outcome: 'YES' }),
  resolveMarket: () => ({ outcome: 'YES' }),
  disputeProposal: () => ({ version: 1, reason: 'It was not so.' }),
  amendProposal: () => ({ version: 1, outcome: 'NO' }),
  withdrawProposal: () => ({ version: 1 }),
  decideDispute: () => ({ version: 1, decision: 'UPHOLD', reason: 'I looked.' }),
  previewCorrection: () => ({ outcome: 'NO' }),
  correctResolution: () => ({ outcome: 'NO', reason: 'I looked.' }),
  updateMe: () => ({ name: 'Somebody' }),
  flagBot: () => ({ bot: true }),
  claimAdmin: () => ({ token: 'guess' }),
  createApiKey: () => ({ name: 'My bot' }),
  createWebhook: () => ({ url: 'https://example.org/hooks', eventTypes: ['market_traded'] }),
  updateWebhook: () => ({ enabled: false }),
  rotateWebhookSecret: () => ({}),
  testWebhook: () => ({}),
  replayWebhookDelivery: () => ({}),
  postComment: () => ({ body: 'Hello.' }),
  editComment: () => ({ body: 'Good bye.' }),
  likeComment: () => ({ liked: true }),
  updateNotificationSettings: () => ({ largeTrade: 900 }),
  sendTestNotification: () => ({ channel: 'IN_APP' }),
  subscribePush: () => ({
    endpoint: 'https://push.example.org/somebody',
    keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
  }),
  unsubscribePush: () => ({ endpoint: 'https://push.example.org/somebody' }),
  reportComment: () => ({ reason: 'SPAM' }),
  reportPost: () => ({ reason: 'OTHER', note: 'Strange.' }),
  handleReport: () => ({ verdict: 'DISMISS' }),
  banPerson: () => ({ scope: 'POSTING', reason: 'Spam.', days: 1 }),
  setRole: () => ({ role: 'user' }),
  setFlag: () => ({ enabled: true }),
  hidePost: () => ({ reason: 'Off topic.' }),
  signUp: () => ({
    name: 'New',
    email: `new${Math.random()}@example.org`,
    password: 'correct horse battery',
  }),
  signIn: () => ({ email: 'nobody@example.org', password: 'correct horse battery' }),
  signOut: () => ({}),
  requestPasswordReset: () => ({ email: 'nobody@example.org' }),
  resetPassword: () => ({ token: 'A'.repeat(43), newPassword: 'another horse battery' }),
  verifyEmail: () => ({ token: 'A'.repeat(43) }),
  sendVerification: () => ({}),
  changeEmail: () => ({ newEmail: 'new@example.org', currentPassword: 'wrong horse battery' }),
  createInvitation: () => ({ uses: 1, days: 1 }),
  startCodes: () => ({ password: 'wrong horse battery' }),
  confirmCodes: () => ({ code: '123456' }),
  renewBackupCodes: () => ({ code: '123456' }),
  stopCodes: () => ({ code: '123456' }),
  startPasskey: () => ({}),
  renamePasskey: () => ({ name: 'My phone' }),
  secondStep: () => ({ code: '123456' }),
  passkeyOptions: () => ({}),
  startProvider: () => ({}),
  setPassword: () => ({ newPassword: 'other horse battery' }),
  changePassword: () => ({ currentPassword: 'wrong horse battery', newPassword: 'other horse battery' }),
};

const call = (
  name: string,
  route: Route,
  as?: Person,
  headers: Readonly<Record<string, string>> = newKey(),
  about: { readonly id?: string; readonly handle?: string } = {},
) => {
  const ids = {
    '/api/posts': postId,
    '/api/comments': commentId,
    '/api/keys': '999',
    '/api/notifications': '999',
  };
  const id = about.id ?? Object.entries(ids).find(([start]) => route.path.startsWith(start))?.[1] ?? marketId;
  const path = route.path
    .replace('{id}', id)
    .replace('{handle}', about.handle ?? 'creator')
    .replace('{token}', token)
    .replace('{name}', 'creation');
  const queries: Readonly<Record<string, string>> = {
    findUsers: '?query=c',
    search: '?query=c',
    getOembed: `?url=${encodeURIComponent(`${server.url}/market/${marketId}`)}`,
  };
  const query = queries[name] ?? '';
  const body = bodies[name]?.();
  return server.send(path + query, {
    method: route.method,
    headers,
    ...(as && { as }),
    ...(body !== undefined && { body }),
  });
};

const all: [string, Route][] = Object.entries({ ...routes, ...authRoutes });
const open = all.filter(([, { access }]) => access === 'anyone');
const personal = all.filter(([, { access }]) => access === 'user');

/** Without a right password, a server of mail or a link that works. */
const visitorStatus: Readonly<Record<string, number>> = {
  secondStep: 401,
  passkeySignIn: 400,
  startProvider: 403,
  signIn: 401,
  requestPasswordReset: 403,
  resetPassword: 410,
  verifyEmail: 410,
};

describe('a visitor', () => {
  test.each(open)('may call %s', async (name, route) => {
    const expected = visitorStatus[name] ?? route.status ?? 200;
    expect((await call(name, route)).status).toBe(expected);
  });

  test.each(personal)('has to sign in for %s', async (name, route) => {
    expect(await call(name, route)).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  });

  test.each(all.filter(([, { access }]) => access !== 'cron'))(
    'with a wrong key is refused by %s',
    async (name, route) => {
      const headers = { ...newKey(), authorization: `Bearer mm_${'A'.repeat(43)}` };
      expect(await call(name, route, undefined, headers)).toMatchObject({
        status: 401,
        body: { code: 'UNAUTHENTICATED' },
      });
    },
  );
});

/** What somebody whom the table lets in is told all the same; 200 or the route's own status otherwise. */
const strangerStatus: Readonly<Record<string, number>> = {
  claimAdmin: 403,
  // Nothing is proposed there.
  disputeProposal: 409,
  revokeApiKey: 404,
  markRead: 404,
  editComment: 403,
  deleteComment: 403,
  changePassword: 400,
  setPassword: 403,
  startCodes: 400,
  // Nothing of these is on.
  confirmCodes: 404,
  renewBackupCodes: 404,
  stopCodes: 404,
  addPasskey: 400,
  renamePasskey: 404,
  removePasskey: 404,
  unlinkProvider: 404,
  sendVerification: 403,
  changeEmail: 400,
  endSession: 404,
  revokeInvitation: 404,
};

describe('somebody signed in', () => {
  test.each(personal)('calls %s', async (name, route) => {
    const allowed = mayCall(name, route.access).includes('user');
    const expected = allowed ? (strangerStatus[name] ?? route.status ?? 200) : 403;
    const { status } = await call(name, route, stranger);
    observe('user', name, status);
    expect(status).toBe(expected);
  });
});

/** Beside what the table says: what a key may not do of the routes that the auth library answers. */
const forbiddenToKeys = ['changePassword', 'setPassword', 'sendVerification', 'changeEmail'];

describe('an API key', () => {
  test.each(personal)('calls %s', async (name, route) => {
    const allowed = mayCall(name, route.access).includes('bot') && !forbiddenToKeys.includes(name);
    const expected = allowed ? (strangerStatus[name] ?? route.status ?? 200) : 403;
    const { status } = await call(name, route, key);
    observe('bot', name, status);
    expect(status).toBe(expected);
  });
});

describe('an API key of one scope', () => {
  const keys = {} as Record<KeyScope, Person>;
  beforeAll(async () => {
    const { me } = await signUp(server, 'Scoped');
    await server.engine.grantAdmin({ userId: me.id });
    for (const scope of KeyScope.options) keys[scope] = await addKey(server.engine, me.id, [scope]);
  });

  const withKeys = all.filter(([, { access }]) => access !== 'cron');
  const cases = withKeys.flatMap(([name, route]) =>
    KeyScope.options.map((scope) => [scope, name, route] as const),
  );

  test.each(cases)('%s: %s', async (scope, name, route) => {
    const allowed = mayCall(name, route.access);
    const answer = await call(name, route, keys[scope]);
    observe(`${scope} key`, name, answer.status);
    if (allowed.includes('user') && !allowed.includes('bot')) {
      expect(answer).toMatchObject({ status: 403, body: { detail: expect.stringContaining('Sign in') } });
    } else if (scope === scopeOf(name, route)) {
      expect(answer.body?.facts?.scope).toBeUndefined();
      expect(answer.status).toBeLessThan(500);
    } else {
      expect(answer).toMatchObject({
        status: 403,
        body: { code: 'FORBIDDEN', facts: { scope: scopeOf(name, route) } },
      });
    }
  });
});

/** What the table leaves to the engine: whose something is, and a token. Their rules have tests of their own. */
const byOwner = ['editComment', 'deleteComment', 'claimAdmin'];

describe('the table of rights', () => {
  const everybody = {} as Record<CallerKind, Person | undefined>;
  const ids = {} as Record<'creator' | 'oracle' | 'author', UserId>;

  beforeAll(async () => {
    const { engine } = server;
    for (const kind of ['user', 'creator', 'oracle', 'moderator', 'admin'] as const) {
      const { me, headers } = await signUp(server, `The${kind}`);
      everybody[kind] = { headers };
      if (kind === 'moderator' || kind === 'admin') await engine.setRole({ userId: me.id }, kind);
      if (kind === 'creator' || kind === 'oracle') ids[kind] = me.id;
    }
    everybody.bot = await addTrader(engine, 'TheBot');
    ids.author = (await engine.createAccount({ name: 'Author' })).userId;
  });

  /** Something fresh for the route to act on, of somebody else. */
  const fresh = async (path: string, name: string): Promise<{ id?: string; handle?: string }> => {
    const { engine } = server;
    if (path.startsWith('/api/market/{id}')) {
      const { creator, oracle } = ids;
      const id = await addMarket(engine, creator, { oracleId: oracle, b: 50 });
      const asked = ['askOracle', 'withdrawOracle', 'acceptOracle', 'declineOracle'].includes(name);
      if (!asked) await engine.acceptOracle({ userId: oracle, marketId: id });
      return { id };
    }
    if (path.startsWith('/api/users/{handle}') || path.startsWith('/api/admin/people')) {
      return { handle: (await engine.createAccount({ name: 'Somebody' })).handle };
    }
    const post = (await engine.createPost({ userId: ids.author, body: 'Hello.' })).answer;
    if (path.startsWith('/api/posts') || path.startsWith('/api/admin/posts')) return { id: post.id };
    if (!path.startsWith('/api/comments')) return {};
    const comment = { userId: ids.author, postId: post.id, body: 'First!' };
    return { id: (await engine.postComment(comment)).answer.id };
  };

  const cases = Object.entries<Route>(routes)
    .filter(([name, { access }]) => access !== 'cron' && !byOwner.includes(name))
    .flatMap(([name, route]) => callers.map((kind) => [kind, name, route] as const));

  test.each(cases)('%s: %s', async (kind, name, route) => {
    const about = await fresh(route.path, name);
    const { status } = await call(name, route, everybody[kind], newKey(), about);
    observe(kind, name, status);
    // Something fresh is nobody's stake, and nobody has abandoned it.
    const now = conditionOf(name, kind) !== 'ABANDONED';
    if (now && mayCall(name, route.access).includes(kind)) {
      expect([401, 403]).not.toContain(status);
      expect(status).toBeLessThan(500);
    } else {
      expect(status).toBe(kind === 'anonymous' ? 401 : 403);
    }
  });
});

describe('an admin', () => {
  test('closes and resolves what others have made', async () => {
    const about = { id: await addMarket(server.engine, strangerId) };
    const doing = (name: 'closeMarket' | 'previewResolution' | 'resolveMarket') =>
      call(name, routes[name], admin, newKey(), about);
    expect((await doing('closeMarket')).body).toMatchObject({ state: 'CLOSED' });
    expect((await doing('previewResolution')).status).toBe(200);
    expect((await doing('resolveMarket')).body).toMatchObject({ state: 'RESOLVED' });
  });
});

describe('the cron route', () => {
  const closeMarkets = (authorization?: string) =>
    server.send('/api/cron/close-markets', {
      method: 'POST',
      headers: { ...(authorization && { authorization }) },
    });

  test('takes its secret and nothing else', async () => {
    expect(await closeMarkets(`Bearer ${cronSecret}`)).toMatchObject({ status: 200, body: { closed: 0 } });
    for (const wrong of [
      undefined,
      'Bearer wrong',
      cronSecret,
      `Basic ${cronSecret}`,
      `Bearer ${cronSecret}x`,
    ]) {
      expect(await closeMarkets(wrong)).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    }
    const asAdmin = await server.send('/api/cron/close-markets', { method: 'POST', as: admin });
    expect(asAdmin.status).toBe(401);
  });

  test('closes due markets once', async () => {
    const trader = await addTrader(server.engine, 'Closer');
    const due = await addDueMarket(server.database.url, trader.userId);
    expect((await closeMarkets(`Bearer ${cronSecret}`)).body).toEqual({ closed: 1 });
    expect((await closeMarkets(`Bearer ${cronSecret}`)).body).toEqual({ closed: 0 });
    expect((await server.send(`/api/market/${due}`)).body.market.state).toBe('CLOSED');
  });

  test('refuses everyone where no secret is set', async () => {
    const closed = await startTestServer();
    for (const authorization of ['Bearer ', 'Bearer undefined', 'Bearer null']) {
      const answer = await closed.send('/api/cron/close-markets', {
        method: 'POST',
        headers: { authorization },
      });
      expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    }
    await closed.end();
  });
});
