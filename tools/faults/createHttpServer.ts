import type { ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Problem, UserId } from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import {
  type FaultCommand,
  type FaultServer,
  killChild,
  type Outcome,
  startScript,
  stopChild,
  urlFor,
} from './server.ts';

/** Refusals that say "later" and not "no"; a client comes again. */
const LATER = new Set(['OVERLOADED', 'SHUTTING_DOWN', 'RATE_LIMITED']);

/** API keys of people, as the server would have made them: by user. */
export const createApiKeys = async (
  engine: Engine,
  users: readonly UserId[],
): Promise<ReadonlyMap<UserId, string>> => {
  const keys = new Map<UserId, string>();
  for (const userId of users) {
    const secret = `mm_${randomBytes(32).toString('base64url')}`;
    const secretHash = createHash('sha256').update(secret).digest();
    await engine.createApiKey({ userId, name: 'Faults', prefix: secret.slice(0, 9), secretHash });
    keys.set(userId, secret);
  }
  return keys;
};

const outcomeOf = async (response: Response): Promise<Outcome> => {
  const body: unknown = await response.json();
  if (response.ok) {
    return { kind: 'answered', answer: body, replayed: response.headers.has('idempotency-replayed') };
  }
  const { code, status } = body as Problem;
  if (status >= 500 || LATER.has(code)) return { kind: 'failed', reason: `HTTP ${status} ${code}` };
  return { kind: 'refused', code };
};

/** A whole server: beside commands it takes any request, and what a fault does to its process. */
export interface HttpServer extends FaultServer {
  readonly url: () => string;
  readonly pid: () => number;
  readonly apiKeys: ReadonlyMap<UserId, string>;
  /** Moves the clock that the process sees by so much from the machine's; only where it was started with a `clock`. */
  readonly setClock: (milliseconds: number) => Promise<void>;
}

export interface HttpServerOptions {
  /** Settings of the product, beside those of every server here. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether its clock can be set. */
  readonly clock?: boolean;
}

const clockScript = new URL('./shiftedClock.ts', import.meta.url);

/** A server that takes commands over HTTP, from the senders of the API keys. */
export const createHttpServer = async (
  databaseUrl: string,
  name: string,
  apiKeys: ReadonlyMap<UserId, string>,
  { settings = {}, clock = false }: HttpServerOptions = {},
): Promise<HttpServer> => {
  let child: ChildProcess;
  let url: string;
  const start = async () => {
    const script = new URL('./httpServer.ts', import.meta.url);
    const given = { DATABASE_URL: urlFor(databaseUrl, name), SETTINGS: JSON.stringify(settings) };
    const started = await startScript<{ url: string }>(
      script,
      given,
      clock ? [`--import=${clockScript}`] : [],
    );
    ({ child } = started);
    ({ url } = started.ready);
  };
  await start();
  const give = async (command: FaultCommand): Promise<Outcome> => {
    const [route, body] =
      command.verb === 'placeTrade'
        ? [`/api/market/${command.market}/trade`, command.order]
        : ['/api/market', command.body];
    try {
      const response = await fetch(url + route, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${apiKeys.get(command.user)}`,
          'content-type': 'application/json',
          'idempotency-key': command.key!,
        },
        body: JSON.stringify(body),
      });
      return await outcomeOf(response);
    } catch {
      // Refused, reset or cut off in the middle of an answer: nobody can say what became of the command.
      return { kind: 'lost' };
    }
  };
  return {
    name,
    give,
    apiKeys,
    url: () => url,
    pid: () => child.pid!,
    setClock: async (milliseconds) => {
      const set = once(child, 'message');
      child.send({ clock: milliseconds });
      await set;
    },
    signal: (signal) => child.kill(signal),
    kill: () => killChild(child),
    start,
    stop: () => stopChild(child),
  };
};
