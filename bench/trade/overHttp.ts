import { type ChildProcess, fork } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { cpuSecondsOf, type Stretch } from '../lib/figures.ts';
import type { HttpFigures, HttpJob } from '../lib/httpLoad.ts';
import type { Fixture } from './fixture.ts';
import { pick, SPEND } from './picks.ts';

const CONNECTIONS = 50;
const SIGNED_IN = 500;
const REQUESTS = 5_000;

export interface HttpBench {
  readonly port: number;
  readonly cookies: readonly string[];
  readonly load: (job: Omit<HttpJob, 'port'>) => Promise<HttpFigures>;
  readonly cpuSeconds: () => Promise<number>;
  readonly memoryMegabytes: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Signs people in the way the auth library would have: a session row, and a cookie with its signature. */
export const signIn = async ({ owner }: Fixture, secret: string): Promise<string[]> => {
  const cookies: string[] = [];
  await owner.query(
    `insert into auth_user (id, name, email, email_verified) select 'auth_' || id, name, 'person' || id || '@example.org', true
       from users where id <= ${SIGNED_IN} on conflict do nothing`,
  );
  await owner.query(
    `update users set auth_user_id = 'auth_' || id where id <= ${SIGNED_IN} and auth_user_id is null`,
  );
  for (let id = 1; id <= SIGNED_IN; id += 1) {
    const token = randomBytes(24).toString('base64url');
    await owner.query(
      `insert into auth_session (id, token, user_id, expires_at) values ($1, $2, $3, now() + interval '1 day')`,
      [token, token, `auth_${id}`],
    );
    const signature = createHmac('sha256', secret).update(token).digest('base64');
    cookies.push(`mesh.session_token=${encodeURIComponent(`${token}.${signature}`)}`);
  }
  return cookies;
};

const child = (file: string, ...args: string[]): ChildProcess =>
  fork(path.join(import.meta.dirname, file), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });

/** The next message of a child, or an error if it ends instead. */
const nextMessage = async (from: ChildProcess): Promise<unknown> => {
  const answered = new AbortController();
  const ended = once(from, 'exit', { signal: answered.signal }).then(() =>
    Promise.reject(new Error('a process of the bench ended early')),
  );
  ended.catch(() => undefined);
  const [message] = await Promise.race([once(from, 'message'), ended]);
  answered.abort();
  return message;
};

const ask = async <Answer>(to: ChildProcess, message: unknown): Promise<Answer> => {
  const answer = nextMessage(to);
  to.send(message as object);
  return (await answer) as Answer;
};

/** The real server and a load generator, each in a process of its own. */
export const openHttpBench = async (fixture: Fixture): Promise<HttpBench> => {
  const secret = randomBytes(32).toString('base64url');
  const cookies = await signIn(fixture, secret);
  const server = child('httpServer.ts', fixture.url, secret);
  const { port } = (await nextMessage(server)) as { port: number };
  const generator = child('../lib/httpLoad.ts');
  const figures = () => ask<{ cpu: NodeJS.CpuUsage; memory: number }>(server, 'cpu');
  return {
    port,
    cookies,
    load: (job) => ask<HttpFigures>(generator, { ...job, port }),
    cpuSeconds: async () => {
      const { cpu } = await figures();
      return (cpu.user + cpu.system) / 1e6;
    },
    memoryMegabytes: async () => (await figures()).memory / 2 ** 20,
    close: async () => {
      generator.disconnect();
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
    },
  };
};

export const tradeJob = (
  bench: HttpBench,
  prefix: string,
  spread: boolean,
  milliseconds: number,
): Omit<HttpJob, 'port'> => ({
  connections: CONNECTIONS,
  milliseconds,
  method: 'POST',
  requests: Array.from({ length: REQUESTS }, (_, n) => {
    const { market, outcome } = pick(n, spread);
    return {
      path: `${prefix}/${market}/trade`,
      headers: {
        cookie: bench.cookies[n % bench.cookies.length]!,
        'content-type': 'application/json',
        'idempotency-key': '{key}',
        'sec-fetch-site': 'same-origin',
      },
      body: JSON.stringify({ outcome, credits: SPEND }),
    };
  }),
});

const measure = async (fixture: Fixture, bench: HttpBench, job: Omit<HttpJob, 'port'>): Promise<Stretch> => {
  const [server, postgres] = [await bench.cpuSeconds(), cpuSecondsOf(fixture.postgresPid)];
  const { answered, ...figures } = await bench.load(job);
  if (figures.refused > answered / 100)
    throw new Error(`${figures.refused} of ${answered} requests were refused`);
  const per10k = (seconds: number) => (seconds / answered) * 10_000;
  return {
    ...figures,
    nodeCpu: per10k((await bench.cpuSeconds()) - server),
    postgresCpu: per10k(cpuSecondsOf(fixture.postgresPid) - postgres),
  };
};

/** Ours and the floor behind the same HTTP server: signed in, validated, kept-alive, no rate limit. */
export const runOverHttp = async (
  fixture: Fixture,
  results: Record<string, Record<string, Stretch[]>>,
  milliseconds: number,
  only: string | undefined,
): Promise<void> => {
  if (only !== undefined && !only.includes('http')) return;
  const bench = await openHttpBench(fixture);
  try {
    for (const spread of [false, true]) {
      const scenario = `http ${spread ? 'spread' : 'hot'} ${CONNECTIONS}`;
      for (const [variant, prefix] of [
        ['floor', '/bench/floor'],
        ['ours', '/api/market'],
      ] as const) {
        const stretch = await measure(fixture, bench, tradeJob(bench, prefix, spread, milliseconds));
        results[scenario] ??= {};
        results[scenario][variant] ??= [];
        results[scenario][variant].push(stretch);
      }
    }
  } finally {
    await bench.close();
  }
};
