import pg from 'pg';

const INT8 = 20;
const INT8_ARRAY = 1016;
const APP_ROLE = 'mesh_markets_app';

/** Money and micro-shares are bigint in SQL and safe integers here; anything larger is a fault and must not pass silently. */
const safeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${text}`);
  return value;
};

const safeIntegers = (text: string): number[] =>
  text === '{}' ? [] : text.slice(1, -1).split(',').map(safeInteger);

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return safeInteger;
    if (oid === INT8_ARRAY) return safeIntegers;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

export interface PoolOptions {
  /** `app` works as the role that cannot change the logs, where the database has it; `owner` is for migrations and jobs. */
  readonly as?: 'owner' | 'app';
  readonly max?: number;
  /** For the trade path: queries of one client go out without waiting for the answers before them, and are planned as look-ups. */
  readonly trades?: boolean;
  /** Done first on every new connection; a connection on which it fails is not used. */
  readonly onConnect?: (client: pg.ClientBase) => Promise<unknown>;
}

/*
 * A batch touches a handful of rows in tables of any size. The planner guesses from statistics: a plan made while the tables
 * were small scans them whole, and a lone trade in a market with 40,000 trades then took 17 ms. Index look-ups are right for
 * every statement of the path, whatever the statistics say; and planned once, since planning took longer than running.
 */
const LOOKUP_PLANS = [
  '-c plan_cache_mode=force_generic_plan',
  ...['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit'].map((setting) => `-c ${setting}=off`),
];

/**
 * A transaction waits for nothing but the next lines of its own code. A server that stands still in one (a paused machine, a
 * stopped process) would hold its markets for as long as it stands; Postgres ends its session instead, and the locks are free.
 */
const NO_STANDSTILL = '-c idle_in_transaction_session_timeout=10s';
/** On the trade path nothing says `begin`, and only the whole transaction has a limit. */
const NO_STANDSTILL_BETWEEN_SYNCS = '-c transaction_timeout=10s';

const hasAppRole = async (connectionString: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `select from pg_roles where rolname = $1 and pg_has_role(current_user, oid, 'member')`,
      [APP_ROLE],
    );
    return rowCount === 1;
  } finally {
    await client.end();
  }
};

/** Opens a pool whose bigints arrive as safe integers. Connections that break are dropped quietly and replaced on use. */
export const openPool = async (connectionString: string, options: PoolOptions = {}): Promise<pg.Pool> => {
  const asApp = options.as === 'app' && (await hasAppRole(connectionString));
  const settings = [
    NO_STANDSTILL,
    ...(asApp ? [`-c role=${APP_ROLE}`] : []),
    ...(options.trades ? [...LOOKUP_PLANS, NO_STANDSTILL_BETWEEN_SYNCS] : []),
  ];
  const pool = new pg.Pool({
    connectionString,
    types,
    max: options.max ?? 10,
    ...(options.trades ? { pipeline: true } : {}),
    ...(options.onConnect ? { onConnect: options.onConnect } : {}),
    options: settings.join(' '),
    application_name: 'mesh-markets',
  } as pg.PoolConfig);
  // Without a listener a connection that ends (a restart of Postgres) would end the process. The pool itself only listens to
  // idle ones; in use, the query in flight rejects as well, and its caller answers for it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
};
