import type { MarketId } from '@mesh-markets/contract';
import { newKey } from '@mesh-markets/engine/testing';
import { createApiKeys, createHttpServer, type HttpServer } from './createHttpServer.ts';
import type { Row } from './report.ts';
import { rowOf, runScenario } from './run.ts';
import type { Scenario } from './scenarios.ts';
import type { FaultCommand, Outcome } from './server.ts';
import { addMarket, remember, type Stage } from './stage.ts';

const HOUR = 3_600_000;

/** Where the clocks of the database and of the two servers stand, in hours from the machine's. */
type Clocks = readonly [database: number, first: number, second: number];

const STEPS: readonly Clocks[] = [
  [1, 0, 0],
  [0, 0, 0],
  [0, 1, -1],
  [0, -1, 1],
  [-1, 1, 1],
  [0, 0, 0],
];

/** As if somebody had set the clock of the database's machine: sessions begin anew with the other time. */
const setDatabaseClock = async (
  { query }: Stage,
  servers: readonly HttpServer[],
  hours: number,
): Promise<void> => {
  const [database] = await query<{ name: string }>('select current_database() as name');
  await query(`alter database ${database!.name} set mesh.clock_offset = '${hours} hours'`);
  const names = servers.map(({ name }) => name);
  await query(
    'select pg_terminate_backend(pid) from pg_stat_activity where application_name = any ($1::text[])',
    [names],
  );
};

/** Somebody with a session, as a browser has one. */
const signIn = async (server: HttpServer): Promise<string> => {
  const response = await fetch(`${server.url()}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Timely', email: 'timely@example.org', password: 'correct horse battery' }),
  });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  if (!response.ok) throw new Error(`no sign-up: ${await response.text()}`);
  return cookies.join('; ');
};

const statusOf = async (server: HttpServer, cookie: string): Promise<number> => {
  for (let tries = 0; tries < 20; tries += 1) {
    const response = await fetch(`${server.url()}/api/me`, { headers: { cookie } });
    await response.arrayBuffer();
    // The sessions with the database have just been ended.
    if (response.status !== 503) return response.status;
  }
  return 503;
};

const insist = async (stage: Stage, server: HttpServer, market: MarketId): Promise<Outcome> => {
  const order = { outcome: 0, credits: 5 };
  const command: FaultCommand = { verb: 'placeTrade', user: stage.people[3]!, key: newKey(), market, order };
  for (let tries = 0; ; tries += 1) {
    const outcome = await server.give(command);
    if (outcome.kind === 'answered') remember(stage, command, outcome.answer);
    if (outcome.kind === 'answered' || outcome.kind === 'refused' || tries === 20) return outcome;
  }
};

/** What is not as it should be at a server with the clocks where they stand: only the database's decides what is closed. */
const check = async (
  stage: Stage,
  server: HttpServer,
  [database]: Clocks,
  { market, cookie }: { readonly market: MarketId; readonly cookie: string },
): Promise<string[]> => {
  const outcome = await insist(stage, server, market);
  const isClosed = database > 0;
  const isRight = isClosed
    ? outcome.kind === 'refused' && outcome.code === 'MARKET_CLOSED'
    : outcome.kind === 'answered';
  const status = await statusOf(server, cookie);
  return [
    ...(isRight ? [] : [`a market that closes in half an hour: ${JSON.stringify(outcome).slice(0, 200)}`]),
    ...(status === 200 ? [] : [`a session answered ${status}`]),
  ];
};

/** The clocks of the database and of two servers, apart and stepping under load. */
export const clocksApart = async (
  stage: Stage,
  { commands }: { readonly commands: number },
): Promise<Row> => {
  const apiKeys = await createApiKeys(stage.engine, stage.people);
  const open = ['clock-a', 'clock-b'].map((name) =>
    createHttpServer(stage.url, name, apiKeys, { clock: true }),
  );
  const servers = await Promise.all(open);
  const wrong: string[] = [];
  try {
    const cookie = await signIn(servers[0]!);
    const scenario: Scenario = {
      name: 'clocks apart',
      what: 'the database an hour ahead and an hour back, in steps both ways; the servers an hour ahead and an hour back of it, swapped',
      times: STEPS.length,
      happen: async (_stage, _servers, time) => {
        const clocks = STEPS[time]!;
        const closesAt = new Date(Date.now() + HOUR / 2).toISOString();
        const market = await addMarket(stage, { question: 'In half an hour?', closesAt, b: 50 });
        await Promise.all(servers.map((server, n) => server.setClock(clocks[n + 1]! * HOUR)));
        await setDatabaseClock(stage, servers, clocks[0]);
        for (const server of servers) wrong.push(...(await check(stage, server, clocks, { market, cookie })));
      },
    };
    const row = rowOf(scenario, 'http', await runScenario(stage, servers, scenario, { commands, seed: 80 }));
    return {
      ...row,
      saw: `${row.saw}; markets closed by the database's time alone, and sessions stayed`,
      wrong: [...wrong],
    };
  } finally {
    await setDatabaseClock(stage, servers, 0);
    await Promise.all(servers.map((server) => server.kill()));
  }
};
