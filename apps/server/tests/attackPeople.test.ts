import { randomUUID } from 'node:crypto';
import { type Route, routes } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { authRoutes } from '../src/auth/authRoutes.ts';
import {
  addMarket,
  newKey,
  type Person,
  password,
  signUp,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

/*
 * What somebody with an account can do to the accounts of others. Roles are tried by access.test.ts, for every route and role; here it
 * is what belongs to one person.
 */

let server: TestServer;
let owner: Awaited<ReturnType<typeof signUp>>;
let thief: Person & { readonly me: { readonly id: string } };
/** The owner's things, by the part of an address that names them. */
const things = { notification: '', key: '', post: '', comment: '', device: '' };

beforeAll(async () => {
  server = await startTestServer();
  const { engine } = server;
  owner = await signUp(server, 'Owner');
  thief = await signUp(server, 'Thief');
  const fan = await signUp(server, 'Fan');
  await engine.followUser(fan.me.id, 'owner');
  await engine.projectOutbox();
  things.notification = (await engine.listNotifications(owner.me.id, { show: 'all', limit: 1 }))
    .notifications[0]!.id;
  const made = await server.send('/api/keys', { as: owner, body: { name: 'mine' } });
  things.key = made.body.key.id;
  const post = (await engine.createPost({ userId: owner.me.id, body: 'Mine.' })).answer;
  things.post = post.id;
  const comment = { userId: owner.me.id, postId: post.id, body: 'Mine too.' };
  things.comment = (await engine.postComment(comment)).answer.id;
  const subscription = {
    endpoint: 'https://push.example.org/owner',
    keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
  };
  const settings = await server.send('/api/push/subscribe', { as: owner, body: subscription });
  things.device = settings.body.devices[0].id;
});
afterAll(() => server.end());

describe('what is somebody else’s, named by its id,', () => {
  test.each([
    ['a notification read', 'POST', () => `/api/notifications/${things.notification}/read`, {}, 404],
    ['a key revoked', 'DELETE', () => `/api/keys/${things.key}`, undefined, 404],
    ['a comment changed', 'PATCH', () => `/api/comments/${things.comment}`, { body: 'Theirs.' }, 403],
    ['a comment taken down', 'DELETE', () => `/api/comments/${things.comment}`, undefined, 403],
  ])('is not touched: %s', async (_what, method, address, body, status) => {
    const answer = await server.send(address(), { method, as: thief, ...(body && { body }) });
    expect(answer.status).toBe(status);
    const unread = await server.send('/api/notifications/unread', { as: owner });
    expect(unread.body.unread).toBeGreaterThan(0);
    const keys = await server.send('/api/keys', { as: owner });
    expect(keys.body.keys).toHaveLength(1);
    const { threads } = await server.engine.listComments(things.post as never, { sort: 'newest', limit: 5 });
    expect(threads).toMatchObject([{ comment: { body: 'Mine too.' } }]);
  });

  test('a browser stays subscribed when somebody else names it', async () => {
    for (const body of [{ id: things.device }, { endpoint: 'https://push.example.org/owner' }])
      await server.send('/api/push/unsubscribe', { as: thief, body });
    const settings = await server.send('/api/notifications/settings', { as: owner });
    expect(settings.body.devices).toHaveLength(1);
  });

  test('an idempotency key of theirs is no key to their answer', async () => {
    const key = newKey();
    const mine = { headers: key, body: { body: 'First.' } };
    const first = await server.send('/api/posts', { as: owner, ...mine });
    const second = await server.send('/api/posts', { as: thief, ...mine });
    expect(second.status).toBe(201);
    expect(second.headers.get('idempotency-replayed')).toBeNull();
    expect(second.body.author.handle).toBe('thief');
    expect(second.body.id).not.toBe(first.body.id);
  });

  test('nothing of the wallet, the portfolio, the address or the sessions is in what others may read', async () => {
    const told = await Promise.all(
      ['/api/users/owner', '/api/users?query=owner', '/api/feed', '/api/users/owner/follows'].map(
        async (address) => JSON.stringify((await server.send(address, { as: thief })).body),
      ),
    );
    for (const text of told) {
      expect(text).toContain('{');
      expect(text).not.toContain(owner.email);
      expect(text).not.toMatch(/balance"|email|token|secret|password|prefix/);
    }
  });
});

const everyRoute: [string, Route][] = Object.entries({ ...routes, ...authRoutes });
const withBody = everyRoute.flatMap(([name, { body }]) =>
  body === undefined ? [] : [[name, body] as const],
);

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** The objects in a schema that let fields through that nobody named. */
const openObjects = (schema: Schema, at = 'body'): string[] => [
  ...(schema.type === 'object' && schema.additionalProperties !== false ? [at] : []),
  ...Object.entries({ ...schema.properties, ...schema.$defs }).flatMap(([name, inner]) =>
    openObjects(inner, `${at}.${name}`),
  ),
  ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((inner) =>
    openObjects(inner, at),
  ),
  ...(schema.items ? openObjects(schema.items, `${at}[]`) : []),
];

describe('a field that nobody asked for', () => {
  /** Take what mail programs post, and what browsers make of a passkey by a standard that grows; a library reads what it knows of it. */
  const takesAnything = ['unsubscribe', 'addPasskey', 'passkeySignIn'];

  test.each(withBody.filter(([name]) => !takesAnything.includes(name)))('is refused by %s', (_name, body) => {
    const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Schema;
    expect(openObjects(schema)).toEqual([]);
  });

  test('makes nobody an admin, and nobody rich', async () => {
    const power = {
      role: 'admin',
      userId: owner.me.id,
      balance: 1e9,
      id: '1',
      is_bot: false,
      emailVerified: true,
    };
    const marketId = await addMarket(server.engine, owner.me.id);
    const tries: [string, string, object][] = [
      ['PATCH', '/api/me', { name: 'Thief' }],
      ['POST', '/api/posts', { body: 'Hello.' }],
      ['POST', `/api/market/${marketId}/trade`, { side: 'YES', credits: 5 }],
      ['POST', '/api/auth/sign-up/email', { name: 'New', email: `${randomUUID()}@example.org`, password }],
      ['POST', '/api/keys', { name: 'key' }],
    ];
    for (const [method, address, body] of tries)
      for (const [name, value] of Object.entries(power)) {
        const answer = await server.send(address, {
          method,
          as: thief,
          headers: newKey(),
          body: { ...body, [name]: value },
        });
        expect([address, name, answer.status]).toEqual([address, name, 400]);
      }
    const me = await server.send('/api/me', { as: thief });
    expect(me.body).toMatchObject({ role: 'user', balance: 10_000, id: thief.me.id });
  });
});

describe('a guesser of accounts', () => {
  const signIn = (email: string, guess: string) =>
    server.send('/api/auth/sign-in/email', { body: { email, password: guess } });

  test('is told the same of an account that is there and of one that is not', async () => {
    const known = await signIn(owner.email, 'wrong wrong wrong');
    const unknown = await signIn('nobody-at-all@example.org', 'wrong wrong wrong');
    const { requestId: _one, ...first } = known.body;
    const { requestId: _other, ...second } = unknown.body;
    expect([known.status, first]).toEqual([unknown.status, second]);
    const names = (answer: { headers: Headers }) => [...answer.headers.keys()].sort();
    expect(names(known)).toEqual(names(unknown));
    expect(known.headers.getSetCookie()).toEqual([]);
  });

  test('learns no e-mail address from a handle, a name or a mention', async () => {
    for (const query of [owner.email, owner.email.split('@')[0]!, 'example.org']) {
      const { body } = await server.send(`/api/users?query=${encodeURIComponent(query)}`, { as: thief });
      expect(JSON.stringify(body)).not.toContain('example.org');
    }
    const found = await server.send(`/api/search?query=${encodeURIComponent('example.org')}`, { as: thief });
    expect(JSON.stringify(found.body)).not.toContain(owner.email);
  });

  test('cannot tell a key that was revoked from one that never was', async () => {
    const made = await server.send('/api/keys', { as: owner, body: { name: 'short-lived' } });
    await server.send(`/api/keys/${made.body.key.id}`, { method: 'DELETE', as: owner });
    const told = await Promise.all(
      [made.body.secret, `mm_${'A'.repeat(43)}`].map(async (secret) => {
        const { status, body } = await server.send('/api/me', {
          headers: { authorization: `Bearer ${secret}` },
        });
        return [status, body.code, body.detail];
      }),
    );
    expect(told[0]).toEqual(told[1]);
    expect(told[0]?.[0]).toBe(401);
  });
});
