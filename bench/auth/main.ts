import { createHash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { UserId } from '@mesh-markets/contract';
import { openEngine } from '@mesh-markets/engine';
import { createServer, readSettings } from '@mesh-markets/server';
import { pino } from 'pino';
import { cpuSecondsOf, median } from '../lib/figures.ts';
import { keep, provenance, table } from '../lib/report.ts';
import { type Fixture, openFixture } from '../trade/fixture.ts';
import { signIn } from '../trade/overHttp.ts';

/*
 * npm run bench:auth: what it costs to know who sends a request, as every trade has to: CPU a request, of the server and of Postgres, for
 * somebody who was here a moment ago, and for somebody who comes for the first time in a while.
 */

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
  },
});

const PEOPLE = 500;
const TIMES = 200;
const GOAL = 100;

type Headers = Record<string, string>;

const makeKeys = async ({ engine }: Fixture): Promise<Headers[]> => {
  const keys: Headers[] = [];
  for (let id = 1; id <= PEOPLE; id += 1) {
    const secret = `mm_${randomBytes(32).toString('base64url')}`;
    const secretHash = createHash('sha256').update(secret).digest();
    await engine.createApiKey({
      userId: String(id) as UserId,
      name: 'Bench',
      prefix: secret.slice(0, 9),
      secretHash,
    });
    keys.push({ authorization: `Bearer ${secret}` });
  }
  return keys;
};

type Authenticate = Awaited<ReturnType<typeof createServer>>['authenticate'];

/** Microseconds of CPU for each of `times` requests of everybody. */
const measure = async (
  { postgresPid }: Fixture,
  authenticate: Authenticate,
  senders: readonly Headers[],
  times: number,
): Promise<{ node: number; postgres: number }> => {
  const [cpu, postgres] = [process.cpuUsage(), cpuSecondsOf(postgresPid)];
  for (let time = 0; time < times; time += 1) {
    for (const headers of senders) {
      const caller = await authenticate({ headers } as Parameters<Authenticate>[0]);
      if (caller === undefined) throw new Error('somebody was not recognised');
    }
  }
  const used = process.cpuUsage(cpu);
  const requests = senders.length * times;
  return {
    node: (used.user + used.system) / requests,
    postgres: ((cpuSecondsOf(postgresPid) - postgres) * 1e6) / requests,
  };
};

const main = async (): Promise<void> => {
  const fixture = await openFixture({ markets: 3, rival: false });
  const authSecret = randomBytes(32).toString('base64url');
  const settings = readSettings({ DATABASE_URL: fixture.url, AUTH_SECRET: authSecret, LOG_LEVEL: 'fatal' });
  const { engine, pool, close } = await openEngine(fixture.url);
  const rows = new Map<string, { node: number; postgres: number }[]>();
  try {
    const sessions = (await signIn(fixture, authSecret)).map((cookie): Headers => ({ cookie }));
    const keys = await makeKeys(fixture);
    for (let round = 0; round <= Number(flags.rounds); round += 1) {
      // A server of its own each round has seen nobody yet.
      const log = pino({ level: 'silent' });
      const { app, authenticate } = await createServer({ settings, authSecret, pool, engine, log });
      for (const [name, senders, times] of [
        ['session, first request', sessions, 1],
        ['session', sessions, TIMES],
        ['API key, first request', keys, 1],
        ['API key', keys, TIMES],
      ] as const) {
        const figures = await measure(fixture, authenticate, senders, times);
        if (round > 0) rows.set(name, [...(rows.get(name) ?? []), figures]);
      }
      await app.close();
    }
  } finally {
    await close();
    await fixture.close();
  }
  const medians = [...rows].map(([name, rounds]) => ({
    name,
    node: median(rounds.map(({ node }) => node)),
    postgres: median(rounds.map(({ postgres }) => postgres)),
  }));
  const report = { ...provenance(), people: PEOPLE, goalMicroseconds: GOAL, medians };
  if (flags.keep) keep('auth', report);
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  process.stdout.write(`\n${report.machine}, commit ${report.commit}\n\n`);
  process.stdout.write(
    `${table(
      ['', 'CPU µs server', 'CPU µs Postgres', `wanted < ${GOAL}`],
      medians.map(({ name, node, postgres }) => [
        name,
        node.toFixed(1),
        postgres.toFixed(1),
        name.includes('first') ? '' : node + postgres < GOAL ? 'reached' : 'missed',
      ]),
    )}\n`,
  );
};

await main();
