import { type Between, repeatRequests } from './repeat.ts';
import type { FaultServer } from './server.ts';
import type { Stage } from './stage.ts';

export interface Scenario {
  readonly name: string;
  readonly what: string;
  /** Times it happens during one load. */
  readonly times: number;
  /** Takes longer than a test may; only in the long form. */
  readonly long?: boolean;
  readonly happen: (stage: Stage, servers: readonly FaultServer[], time: number) => Promise<void>;
  /** Stands between the clients and the servers. */
  readonly through?: (stage: Stage, servers: readonly FaultServer[], seed: number) => Between;
}

const killServer: Scenario['happen'] = async (_, servers, time) => {
  const server = servers[time % servers.length]!;
  await server.kill();
  await server.start();
};

const terminateSessions: Scenario['happen'] = async (stage, servers) => {
  const names = servers.map(({ name }) => name);
  await stage.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where application_name = any ($1::text[])',
    [names],
  );
};

const killPostgres: Scenario['happen'] = async (stage) => {
  await stage.killPostgres();
  await stage.startPostgres();
};

const killEverything: Scenario['happen'] = async (stage, servers) => {
  await Promise.all([...servers.map((server) => server.kill()), stage.killPostgres()]);
  await stage.startPostgres();
  await Promise.all(servers.map((server) => server.start()));
};

/** Asks until the answer is yes; each question is a round trip to the database, so it is not asked in vain too fast. */
const until = async (question: () => Promise<boolean>, most: number): Promise<boolean> => {
  for (let times = 0; times < most; times += 1) if (await question()) return true;
  return false;
};

/** Sessions of a server that hold locks and do nothing with them: a batch of trades has no `begin`, so it does not count as idle. */
const HOLDS_LOCKS = `select from pg_stat_activity
  where application_name = $1 and backend_xid is not null and wait_event = 'ClientRead'`;
/** Sessions of a server that wait for somebody else's lock. */
const WAITS = `select from pg_stat_activity where application_name = $1 and wait_event_type = 'Lock'`;

/**
 * Stops a server in the middle of a transaction whose locks the other wants, and lets it go on after `meanwhile`. Whether the other wants
 * them is seen only by waiting for it, so it may take several tries.
 */
const whileStopped = async (
  stage: Stage,
  servers: readonly FaultServer[],
  time: number,
  meanwhile: (waits: () => Promise<boolean>) => Promise<void>,
): Promise<void> => {
  const stopped = servers[time % servers.length]!;
  const other = servers[(time + 1) % servers.length]!;
  const some = async (sql: string, { name }: FaultServer) => (await stage.query(sql, [name])).length > 0;
  const waits = () => some(WAITS, other);
  const caught = await until(async () => {
    stopped.signal('SIGSTOP');
    if ((await some(HOLDS_LOCKS, stopped)) && (await until(waits, 200))) return true;
    stopped.signal('SIGCONT');
    return false;
  }, 500);
  try {
    if (!caught) throw new Error('the server was never stopped with locks in its hands that the other wants');
    await meanwhile(waits);
  } finally {
    stopped.signal('SIGCONT');
  }
};

/** Until the other server waits for what it holds. */
const stopServer: Scenario['happen'] = (stage, servers, time) =>
  whileStopped(stage, servers, time, async () => undefined);

/** Until Postgres has ended the session that stands still, and the other server goes on without it. */
const stopServerForLong: Scenario['happen'] = (stage, servers, time) =>
  whileStopped(stage, servers, time, async (waits) => {
    const goesOn = async () => {
      await stage.query('select pg_sleep(0.2)');
      return !(await waits());
    };
    if (!(await until(goesOn, 300))) throw new Error('the other server waits for ever');
  });

export const scenarios: readonly Scenario[] = [
  {
    name: 'race',
    what: 'nothing; two servers race on one database',
    times: 0,
    happen: async () => undefined,
  },
  {
    name: 'requests repeated and out of order',
    what: 'every command given to both servers, one in three a third time after later ones',
    times: 0,
    happen: async () => undefined,
    through: repeatRequests,
  },
  { name: 'server killed', what: 'SIGKILL of a server, started again', times: 4, happen: killServer },
  {
    name: 'sessions ended',
    what: 'pg_terminate_backend of all sessions',
    times: 8,
    happen: terminateSessions,
  },
  { name: 'server stopped', what: 'SIGSTOP of a server that holds locks', times: 4, happen: stopServer },
  {
    name: 'server stopped for long',
    what: 'SIGSTOP of a server that holds locks, until Postgres takes them from it',
    times: 1,
    long: true,
    happen: stopServerForLong,
  },
  { name: 'Postgres killed', what: 'SIGKILL of Postgres, started again', times: 3, happen: killPostgres },
  { name: 'all killed', what: 'SIGKILL of both servers and Postgres', times: 2, happen: killEverything },
];
