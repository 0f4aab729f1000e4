import { createEngine, type Engine, openPool } from '@mesh-markets/engine';
import { createTestDatabase } from '@mesh-markets/engine/testing';
import { SERVERS } from './buildWave.ts';
import { AUTH_USER_NAMES } from './chooseCommand.ts';
import type { ModelSettings } from './model.ts';

type Pool = Awaited<ReturnType<typeof openPool>>;

/** Connections of a server outside its trade path. Few, so that commands also wait for each other here. */
const CONNECTIONS = 4;
const TRADE_CONNECTIONS = 2;

/** One database, the servers that work on it, and somebody who only looks. */
export interface World {
  readonly servers: readonly Engine[];
  /** What a projector could not handle, in words. */
  readonly unhandled: readonly string[];
  readonly query: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** The database's time, in milliseconds. */
  readonly now: () => Promise<number>;
  /** Puts the clock of every connection forward, from its real time. */
  readonly setClock: (offsetMilliseconds: number) => Promise<void>;
  /** Ends everything, drops the database and tells how many deadlocks it saw. */
  readonly close: () => Promise<{ deadlocks: number }>;
}

/** For connections that will be made. */
const SET_FOR_NEW = (offset: string) =>
  `do $$ begin execute format('alter database %I set mesh.clock_offset = %L', current_database(), '${offset}'); end $$`;
/** For a connection that is there. */
const SET_HERE = `select set_config('mesh.clock_offset', $1, false)`;

const setClockOf = async (pools: readonly Pool[], milliseconds: number): Promise<void> => {
  const offset = `${milliseconds} milliseconds`;
  await pools[0]!.query(SET_FOR_NEW(offset));
  for (const pool of pools) {
    // Nothing runs between two waves, so these are all the connections there are.
    const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
    for (const client of clients) {
      await client.query(SET_HERE, [offset]);
      client.release();
    }
  }
};

/** Needs a test cluster: vitest's own, or one from `startTestCluster`. */
export const openWorld = async (settings: ModelSettings): Promise<World> => {
  const database = await createTestDatabase();
  const watcher = await openPool(database.url, { as: 'owner', max: 1 });
  const pools: Pool[] = [];
  const servers: Engine[] = [];
  const unhandled: string[] = [];
  const onFactFailed = (error: unknown, fact: object): void =>
    void unhandled.push(`${(error as Error).message}: ${JSON.stringify(fact)}`);
  for (let server = 0; server < SERVERS; server += 1) {
    const pool = await openPool(database.url, { as: 'app', max: CONNECTIONS });
    const tradePool = await openPool(database.url, { as: 'app', max: TRADE_CONNECTIONS, trades: true });
    pools.push(pool, tradePool);
    servers.push(createEngine({ pool, tradePool }, { ...settings, onFactFailed }));
  }
  const query: World['query'] = async (text, values = []) => (await watcher.query(text, [...values])).rows;
  await query(
    `insert into auth_user (id, name, email) select name, name, name || '@example.org' from unnest($1::text[]) as name`,
    [AUTH_USER_NAMES],
  );
  return {
    servers,
    unhandled,
    query,
    setClock: (milliseconds) => setClockOf([watcher, ...pools], milliseconds),
    now: async () => {
      const [row] = await query<{ now: Date }>('select mesh_now() as now');
      return row!.now.getTime();
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.drain()));
      await Promise.all(pools.map((pool) => pool.end()));
      const [row] = await query<{ deadlocks: number }>(
        'select deadlocks from pg_stat_database where datname = current_database()',
      );
      await watcher.end();
      await database.drop();
      return row!;
    },
  };
};
