import { randomUUID } from 'node:crypto';
import type { MarketId, Me, UserId } from '@mesh-markets/contract';
import { type Engine, type OpenEngine, openEngine } from '@mesh-markets/engine';
import { createTestDatabase, type TestDatabase } from '@mesh-markets/engine/testing';
import { makeApiKey } from '../src/auth/apiKeys.ts';
import { readSettings } from '../src/settings.ts';
import { type RunningServer, type StartOptions, startServer } from '../src/startServer.ts';

export const authSecret = 'a secret that is only used in tests, 33+';

/** No limits, no log, no port of its own: what a test wants unless it says otherwise. */
const usual = {
  PORT: '0',
  HOST: '127.0.0.1',
  AUTH_SECRET: authSecret,
  TRADES_PER_MINUTE: '0',
  SIGN_INS_PER_MINUTE: '0',
  LOG_LEVEL: 'silent',
};

export type Environment = Readonly<Record<string, string>>;

export const startOn = (
  database: TestDatabase,
  environment: Environment = {},
  options: StartOptions = {},
): Promise<RunningServer> =>
  startServer(readSettings({ ...usual, DATABASE_URL: database.url, ...environment }), {
    checkAnswers: true,
    webRoot: '/nowhere',
    ...options,
  });

export interface Sent {
  readonly method?: string;
  /** Sent as JSON, unless it is a string, which is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: Person;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each test says by its expectations what the answer is.
  readonly body: any;
}

/** Whose credentials a request carries. */
export interface Person {
  readonly headers: Readonly<Record<string, string>>;
}

export const send = async (url: string, { method, body, headers, as }: Sent = {}): Promise<Answer> => {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...as?.headers,
      ...headers,
    },
    redirect: 'manual',
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
};

export interface TestServer extends RunningServer {
  readonly database: TestDatabase;
  /** The books of the same database, past HTTP. */
  readonly engine: Engine;
  readonly send: (path: string, sent?: Sent) => Promise<Answer>;
  /** Ends the server and drops its database. */
  readonly end: () => Promise<void>;
}

/** A whole server on a database of its own. */
export const startTestServer = async (
  environment: Environment = {},
  options: StartOptions = {},
): Promise<TestServer> => {
  const database = await createTestDatabase();
  const server = await startOn(database, environment, options);
  const books: OpenEngine = await openEngine(database.url);
  return {
    ...server,
    database,
    engine: books.engine,
    send: (path, sent) => send(server.url + path, sent),
    end: async () => {
      await server.close();
      await books.close();
      await database.drop();
    },
  };
};

export const cookieOf = ({ headers }: Answer): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

let people = 0;
export const password = 'correct horse battery';

/** Somebody with a password and a session. */
export const signUp = async (
  server: Pick<TestServer, 'send'>,
  name = 'Ann',
): Promise<Person & { me: Me; email: string }> => {
  people += 1;
  const email = `${name.toLowerCase()}${people}@example.org`;
  const answer = await server.send('/api/auth/sign-up/email', { body: { name, email, password } });
  if (answer.status !== 201) throw new Error(`sign-up: ${JSON.stringify(answer.body)}`);
  return { headers: { cookie: cookieOf(answer) }, me: answer.body, email };
};

/** Somebody with an API key and no password, which costs no password hash: for tests with many people. */
export const addTrader = async (
  engine: Engine,
  name: string,
): Promise<Person & { userId: UserId; secret: string }> => {
  const { userId } = await engine.createAccount({ name });
  const { secret, prefix, secretHash } = makeApiKey();
  await engine.createApiKey({ userId, name: 'test', prefix, secretHash });
  return { headers: { authorization: `Bearer ${secret}` }, userId, secret };
};

export const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

/** A YES/NO market of the person given. */
export const addMarket = async (
  engine: Engine,
  userId: UserId,
  more: Partial<Parameters<Engine['createMarket']>[0]> = {},
): Promise<MarketId> => {
  const { answer } = await engine.createMarket({
    userId,
    question: 'Will it rain tomorrow?',
    closesAt: inAnHour(),
    ...more,
  });
  return answer.id;
};

export const newKey = (): { 'idempotency-key': string } => ({ 'idempotency-key': randomUUID() });
