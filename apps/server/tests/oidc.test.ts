import { confirmAddress } from '@mesh-markets/engine/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../src/startServer.ts';
import { codeOf } from './fixtures/authenticatorApp.ts';
import { actAtProvider, freePort, type OidcProvider, startOidcProvider } from './fixtures/oidcProvider.ts';
import {
  type Answer,
  cookieOf,
  type Environment,
  type Person,
  password,
  signUp,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let provider: OidcProvider;
let server: TestServer;
let environment: Environment;
/** At the address of `server`, with the settings of a test. */
let running: RunningServer;

beforeAll(async () => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  provider = await startOidcProvider([`${origin}/api/auth/oidc/callback`]);
  environment = {
    PORT: String(port),
    PUBLIC_URL: origin,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_NAME: 'Acme',
  };
  // Away when the server starts, and back when somebody asks for it.
  await provider.stop();
  server = await startTestServer(environment);
  running = server;
});
afterAll(async () => {
  await running.close();
  await server.end();
  await provider.stop();
});

const withCookies = (...answers: Answer[]): Person => ({
  headers: { cookie: answers.map(cookieOf).filter(Boolean).join('; ') },
});
const start = (body: object = {}, as?: Person) =>
  server.send('/api/auth/oidc/start', { body, ...(as && { as }) });

let people = 0;
/** Somebody at the provider, and the id they have there. */
const newAccount = (name: string, more: { email?: string; verified?: boolean } = {}): string => {
  people += 1;
  const id = `${name.toLowerCase()}-${people}`;
  provider.accounts.set(id, { email: `${id}@acme.example`, verified: true, name, ...more });
  return id;
};

interface Trip {
  readonly as?: Person;
  readonly body?: object;
  /** Changes the address at which the browser comes back. */
  readonly change?: (url: URL) => void;
}

/** The whole way: to the provider, through its pages, and back. */
const travel = async (account: string, { as, body, change }: Trip = {}) => {
  const started = await start(body, as);
  expect(started.status).toBe(200);
  const back = new URL(await actAtProvider(started.body.url, account));
  change?.(back);
  const cookie = [cookieOf(started), as?.headers.cookie].filter(Boolean).join('; ');
  const landed = await server.send(back.pathname + back.search, { headers: { cookie } });
  return { landed, to: landed.headers.get('location'), back, cookie };
};

const me = async (answer: Answer) => (await server.send('/api/me', { as: withCookies(answer) })).body;

describe('a provider that is away', () => {
  test('does not keep the server from starting, and works as soon as it is back', async () => {
    const away = await start();
    expect(away).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    expect(away.body.detail).toMatch(/^Acme cannot be reached right now\./);
    await provider.start();
    expect((await start()).status).toBe(200);
  });
});

describe('signing in by a provider', () => {
  test('makes an account with its credits, and finds it again', async () => {
    const account = newAccount('Ann');
    const first = await travel(account, { body: { next: '/portfolio?tab=1' } });
    expect(first.to).toBe('/portfolio?tab=1');
    const joined = await me(first.landed);
    expect(joined).toMatchObject({
      name: 'Ann',
      email: `${account}@acme.example`,
      balance: 10_000,
      emailVerified: true,
    });
    const again = await travel(account);
    expect(again.to).toBe('/');
    expect((await me(again.landed)).id).toBe(joined.id);
  });

  test('asks with PKCE, state, nonce and the exact address to come back to', async () => {
    const { body } = await start();
    const asked = new URL(body.url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid email profile',
      redirect_uri: `${environment.PUBLIC_URL}/api/auth/oidc/callback`,
    });
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(asked.get(name)?.length).toBeGreaterThan(30);
  });

  test('leads nowhere else afterwards', async () => {
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      expect((await start({ next })).status, next).toBe(400);
    }
  });

  test('turned back at the provider, one is told so', async () => {
    const { to, landed } = await travel('CANCEL', { body: { next: '/wallet' } });
    expect(to).toBe('/sign-in?problem=cancelled&next=%2Fwallet');
    expect(await me(landed)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('another state, another browser, or the same answer again is refused', async () => {
    const wrongState = await travel(newAccount('Bob'), {
      change: (url) => url.searchParams.set('state', 'another'),
    });
    expect(wrongState.to).toBe('/sign-in?problem=failed');
    const { landed, back, cookie } = await travel(newAccount('Bea'));
    expect((await me(landed)).name).toBe('Bea');
    const replayed = await server.send(back.pathname + back.search, { headers: { cookie } });
    expect(replayed.headers.get('location')).toBe('/sign-in?problem=failed');
    const elsewhere = await server.send(back.pathname + back.search);
    expect(elsewhere.headers.get('location')).toBe('/sign-in?problem=failed');
  });

  test('a code of another sign-in is refused', async () => {
    const other = new URL(await actAtProvider((await start()).body.url, newAccount('Cy')));
    const { to } = await travel(newAccount('Cleo'), {
      change: (url) => url.searchParams.set('code', other.searchParams.get('code')!),
    });
    expect(to).toBe('/sign-in?problem=failed');
  });

  test('an id_token that was changed on its way is refused', async () => {
    provider.tamper = (token) => {
      const [head, claims, signature] = token.split('.') as [string, string, string];
      const changed = {
        ...JSON.parse(Buffer.from(claims, 'base64url').toString()),
        email: 'boss@acme.example',
      };
      return `${head}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${signature}`;
    };
    try {
      const { to } = await travel(newAccount('Dan'));
      expect(to).toBe('/sign-in?problem=failed');
      expect(await server.engine.findAddress('boss@acme.example')).toBeUndefined();
    } finally {
      provider.tamper = undefined;
    }
  });

  test('an address that the provider has not confirmed makes no account', async () => {
    const { to } = await travel(newAccount('Eve', { verified: false }));
    expect(to).toBe('/sign-in?problem=unverified');
  });
});

describe('one address on both sides', () => {
  const verify = (email: string) => confirmAddress(server.database.pool, email);

  test('is one account where both have proof of it', async () => {
    const member = await signUp(server, 'Fay');
    await verify(member.email);
    const { landed } = await travel(newAccount('Fay', { email: member.email.toUpperCase() }));
    expect((await me(landed)).id).toBe(member.me.id);
  });

  test('is not where only one has', async () => {
    const claimed = await signUp(server, 'Gil');
    expect((await travel(newAccount('Gil', { email: claimed.email }))).to).toBe('/sign-in?problem=taken');
    const proven = await signUp(server, 'Gus');
    await verify(proven.email);
    const { to } = await travel(newAccount('Gus', { email: proven.email, verified: false }));
    expect(to).toBe('/sign-in?problem=unverified');
  });

  test('asks for the code of the account all the same', async () => {
    const member = await signUp(server, 'Hal');
    await verify(member.email);
    const { secret } = (await server.send('/api/me/codes', { as: member, body: { password } })).body;
    await server.send('/api/me/codes/confirm', { as: member, body: { code: codeOf(secret, -1) } });
    const { landed, to } = await travel(newAccount('Hal', { email: member.email }), {
      body: { next: '/wallet' },
    });
    expect(to).toBe('/sign-in?step=code&next=%2Fwallet');
    expect(await me(landed)).toMatchObject({ code: 'UNAUTHENTICATED' });
    const done = await server.send('/api/auth/second-step', {
      as: withCookies(landed),
      body: { code: codeOf(secret) },
    });
    expect(done.body.id).toBe(member.me.id);
  });
});

describe('connecting in the settings', () => {
  test('works whatever the address is, once for each login, and can be undone', async () => {
    const member = await signUp(server, 'Ida');
    const account = newAccount('Ida', { verified: false });
    expect((await travel(account, { as: member, body: { link: true } })).to).toBe('/settings#security');
    const facts = await server.send('/api/me/security', { as: member });
    expect(facts.body.provider).toEqual({ name: 'Acme', linked: true });
    expect((await me((await travel(account)).landed)).id).toBe(member.me.id);
    const other = await signUp(server, 'Iris');
    expect((await travel(account, { as: other, body: { link: true } })).to).toBe(
      '/settings?problem=elsewhere#security',
    );
    expect((await server.send('/api/me/provider', { as: member, method: 'DELETE' })).status).toBe(204);
    expect((await travel(account)).to).toBe('/sign-in?problem=unverified');
  });

  test('takes somebody who is signed in, and ends with the same person', async () => {
    expect((await start({ link: true })).status).toBe(401);
    const [member, other] = [await signUp(server, 'Jan'), await signUp(server, 'Jill')];
    const started = await start({ link: true }, member);
    const back = new URL(await actAtProvider(started.body.url, newAccount('Jan')));
    const cookie = `${cookieOf(started)}; ${other.headers.cookie}`;
    const landed = await server.send(back.pathname + back.search, { headers: { cookie } });
    expect(landed.headers.get('location')).toBe('/settings?problem=failed#security');
  });

  test('the last way to sign in stays; a first password makes a second', async () => {
    const { landed } = await travel(newAccount('Kay'));
    const member = withCookies(landed);
    const unlink = (as: Person) => server.send('/api/me/provider', { as, method: 'DELETE' });
    expect(await unlink(member)).toMatchObject({ status: 409, body: { code: 'LAST_SIGN_IN' } });
    const none = await server.send('/api/auth/change-password', {
      as: member,
      body: { currentPassword: password, newPassword: 'a new horse battery' },
    });
    expect(none).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    const set = await server.send('/api/auth/set-password', { as: member, body: { newPassword: password } });
    expect(set.status).toBe(200);
    const fresh = withCookies(set);
    expect(
      await server.send('/api/auth/set-password', { as: fresh, body: { newPassword: password } }),
    ).toMatchObject({ status: 403 });
    expect((await unlink(fresh)).status).toBe(204);
    const again = await server.send('/api/auth/sign-in/email', { body: { email: set.body.email, password } });
    expect(again.body.id).toBe(set.body.id);
  });
});

describe('who may join', () => {
  const on = async (more: Environment, work: () => Promise<void>): Promise<void> => {
    await running.close();
    running = await startOn(server.database, { ...environment, ...more });
    try {
      await work();
    } finally {
      await running.close();
      running = await startOn(server.database, environment);
    }
  };

  test('by invitation: only whoever has one', async () => {
    await on({ SIGN_UP: 'invite' }, async () => {
      expect((await travel(newAccount('Lea'))).to).toBe('/sign-in?problem=closed');
      const { token } = await server.engine.createInvitation({ uses: 1, days: 1 });
      const invited = await travel(newAccount('Lia'), { body: { invitation: token } });
      expect((await me(invited.landed)).name).toBe('Lia');
      expect((await travel(newAccount('Lou'), { body: { invitation: token } })).to).toBe(
        '/sign-in?problem=closed',
      );
    });
  });

  test('nobody where it is closed, or switched off', async () => {
    await on({ SIGN_UP: 'closed' }, async () => {
      expect((await travel(newAccount('Max'))).to).toBe('/sign-in?problem=closed');
    });
    await server.engine.setFlag('signUp', { enabled: false }, undefined);
    await on({}, async () => {
      expect((await travel(newAccount('Mia'))).to).toBe('/sign-in?problem=closed');
    });
    await server.engine.setFlag('signUp', { enabled: true }, undefined);
  });

  test('PASSWORD_SIGN_IN=0 leaves the provider, and the first admin can be made', async () => {
    await on({ PASSWORD_SIGN_IN: '0' }, async () => {
      const email = 'somebody@example.org';
      const refused = { status: 403, body: { code: 'FEATURE_DISABLED' } };
      expect(await server.send('/api/auth/sign-in/email', { body: { email, password } })).toMatchObject(
        refused,
      );
      const join = { name: 'Some', email, password };
      expect(await server.send('/api/auth/sign-up/email', { body: join })).toMatchObject(refused);
      expect((await server.send('/api/instance')).body).toMatchObject({
        passwordSignIn: false,
        provider: 'Acme',
      });
      expect((await me((await travel(newAccount('Nan'))).landed)).name).toBe('Nan');
    });
  });
});
