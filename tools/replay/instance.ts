import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Client, createClient } from '@mesh-markets/client';
import type { Me } from '@mesh-markets/contract';
import { type AuditReport, openEngine } from '@mesh-markets/engine';
import { readEmbeddedUrl } from '@mesh-markets/engine/embedded-postgres';
import { readSettings, startServer } from '@mesh-markets/server';

export interface Person {
  readonly id: Me['id'];
  readonly client: Client;
}

/** A real server on a database of its own that goes when it is closed. */
export interface Instance {
  /** Makes an account through the API, as a stranger would, and answers its signed-in client. */
  readonly signUp: (name: string) => Promise<Person>;
  readonly audit: () => Promise<AuditReport>;
  readonly close: () => Promise<void>;
}

interface InstanceOptions {
  readonly signupCredits: number;
  readonly houseCredits: number;
  /** Compares every answer with the contract, at the price of time. */
  readonly checkAnswers?: boolean;
}

/** The session, as a browser would send it back. */
const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');

/** Makes an account through the API, as a stranger would. */
export const signUp = async (url: string, name: string): Promise<Person> => {
  const response = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, email: `${name}@replay.example`, password: crypto.randomUUID() }),
  });
  if (!response.ok) throw new Error(`${name} could not sign up: ${response.status} ${await response.text()}`);
  const { id } = (await response.json()) as Me;
  return { id, client: createClient({ baseUrl: url, headers: { cookie: cookieOf(response) } }) };
};

export const startInstance = async (options: InstanceOptions): Promise<Instance> => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'mesh-markets-replay-'));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  const settings = readSettings({
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    SUBSIDY_FROM: 'house',
    HOUSE_CREDITS: String(options.houseCredits),
    SIGNUP_CREDITS: String(options.signupCredits),
    TRADES_PER_MINUTE: '0',
    SIGN_INS_PER_MINUTE: '0',
    SIGN_UPS_PER_HOUR: '0',
    REQUESTS_PER_MINUTE: '0',
    MAX_OPEN_MARKETS: '0',
    MAX_TRADE_CREDITS: '1000000000',
    POSTS_PER_HOUR: '0',
    MARKETS_PER_HOUR: '0',
    LOG_LEVEL: 'warn',
  });
  const server = await startServer(settings, { checkAnswers: options.checkAnswers ?? false }).catch(
    async (error: unknown) => {
      await remove();
      throw error;
    },
  );
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await server.close();
    await remove();
  };
  return {
    signUp: (name) => signUp(server.url, name),
    audit: async () => {
      const { engine, close } = await openEngine((await readEmbeddedUrl(dataDir))!);
      return engine.audit().finally(close);
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
