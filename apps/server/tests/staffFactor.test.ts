import { mayCall, type Role, type Route, routes, type UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addMarket,
  addTrader,
  newKey,
  type Person,
  signUp,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

/** With REQUIRE_TWO_FACTOR=staff a role takes the second factor, and what is everybody's right takes none. */

let server: TestServer;
const weak = {} as Record<Exclude<Role, 'user'>, Person & { id: UserId }>;
let other: UserId;

beforeAll(async () => {
  server = await startTestServer({ REQUIRE_TWO_FACTOR: 'staff' });
  for (const role of ['moderator', 'admin'] as const) {
    const { me, headers } = await signUp(server, `The${role}`);
    await server.engine.setRole({ userId: me.id }, role);
    weak[role] = { headers, id: me.id };
  }
  // Giving a role ends sessions, so they come in again.
  for (const role of ['moderator', 'admin'] as const) {
    const { engine } = server;
    const { email } = await engine.getMe(weak[role].id);
    const answer = await server.send('/api/auth/sign-in/email', {
      body: { email, password: 'correct horse battery' },
    });
    weak[role] = { ...weak[role], headers: { cookie: answer.headers.getSetCookie()[0]!.split(';')[0]! } };
  }
  other = (await addTrader(server.engine, 'Other')).userId;
});
afterAll(() => server.end());

const call = (route: Route, as: Person, id: string) => {
  const path = route.path.replace('{id}', id).replace(/\{\w+\}/g, 'nobody');
  const body = route.body === undefined ? {} : { body: {} };
  return server.send(path, { method: route.method, headers: newKey(), as, ...body });
};

const isStaff = (kind: string): boolean => kind === 'moderator' || kind === 'admin';
const all = Object.entries<Route>(routes).filter(([, { access }]) => access === 'user');
const cases = (chosen: typeof all) =>
  chosen.flatMap(([name, route]) =>
    (['moderator', 'admin'] as const).map((role) => [role, name, route] as const),
  );
const asked = { status: 403, body: { code: 'SECOND_FACTOR_REQUIRED' } };

describe('what only a role may', () => {
  const byRole = all.filter(([name, { access }]) => mayCall(name, access).every(isStaff));
  test.each(cases(byRole))('%s: %s', async (role, name, route) => {
    const answer = await call(route, weak[role], '999');
    // The table comes first: a moderator is told that this is for admins.
    const may = mayCall(name, route.access).includes(role);
    expect(answer).toMatchObject(may ? asked : { status: 403, body: { code: 'FORBIDDEN' } });
  });
});

describe('what anybody may', () => {
  const open = all.filter(([name, { access }]) => mayCall(name, access).includes('user'));
  test.each(cases(open))('%s: %s', async (role, _name, route) => {
    const { body } = await call(route, weak[role], '999');
    expect(body?.code).not.toBe('SECOND_FACTOR_REQUIRED');
  });
});

describe('what whoever decides a market may', () => {
  const deciding = all.filter(([name, { access }]) => {
    const allowed = mayCall(name, access);
    return !allowed.includes('user') && !allowed.every(isStaff);
  });

  test.each(cases(deciding))('%s, in a market of their own: %s', async (role, _name, route) => {
    const id = await addMarket(server.engine, weak[role].id, { b: 50 });
    expect((await call(route, weak[role], id)).body?.code).not.toBe('SECOND_FACTOR_REQUIRED');
  });

  const alsoStaff = deciding.filter(([name, { access }]) => mayCall(name, access).some(isStaff));
  test.each(cases(alsoStaff))('%s, in the market of another: %s', async (role, name, route) => {
    const id = await addMarket(server.engine, other, { b: 50 });
    const may = mayCall(name, route.access).includes(role);
    // Who is no admin is here as anybody else is, and told by the engine whose market it is.
    expect(await call(route, weak[role], id)).toMatchObject(may ? asked : { status: 400 });
  });
});

describe('a comment', () => {
  test.each(['moderator', 'admin'] as const)(
    '%s: is theirs to delete, and of others is not',
    async (role) => {
      const { engine } = server;
      const postId = (await engine.createPost({ userId: other, body: 'Hello.' })).answer.id;
      const write = async (userId: UserId) =>
        (await engine.postComment({ userId, postId, body: 'First!' })).answer.id;
      const remove = (id: string) => server.send(`/api/comments/${id}`, { method: 'DELETE', as: weak[role] });
      expect((await remove(await write(weak[role].id))).status).toBe(204);
      expect(await remove(await write(other))).toMatchObject(asked);
    },
  );
});
