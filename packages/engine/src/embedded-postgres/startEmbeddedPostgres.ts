import { chmodSync, chownSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { chooseAddress, databaseName } from './address.ts';
import { findPostgresBinaries } from './binaries.ts';
import { type ClusterContext, clusterExists, createCluster } from './cluster.ts';
import { tryConnect } from './connect.ts';
import { type PostgresExit, startPostmaster } from './postmaster.ts';
import { planLaunch } from './privileges.ts';
import { removeUrl, writeUrl } from './urlFile.ts';

export interface EmbeddedPostgresOptions {
  /** Holds everything: the cluster, the log, the socket, the file that tells the url. Made when missing. */
  readonly dataDir: string;
  /** Server settings as `name=value`; they win over ours. Meant for tests. */
  readonly flags?: readonly string[];
  /** Told in a sentence what takes time. */
  readonly log?: (message: string) => void;
}

export interface EmbeddedPostgres {
  /** A connection string for `pg`. The file `database-url` in the data directory has it while the server runs. */
  readonly url: string;
  readonly pid: number;
  /** Empty on Windows, which listens on loopback TCP. */
  readonly socketDir: string;
  /** Resolves when the server has ended; whoever needs the database watches for an end that was not `expected`. */
  readonly exited: Promise<PostgresExit>;
  /** Ends all sessions, shuts down cleanly and resolves when the server is gone. Can be called again. */
  stop(): Promise<void>;
}

/**
 * Runs a real Postgres that belongs to this process, on a unix socket that only its user can open.
 * @throws EmbeddedPostgresInUseError when another process runs one on the same directory
 * @throws EmbeddedPostgresUnavailableError when this machine cannot run one
 * @throws EmbeddedPostgresStartError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { flags = [], log = () => {} } = options;
  const binaries = await findPostgresBinaries();
  const dataDir = makeDataDir(options.dataDir);
  const clusterDir = path.join(dataDir, 'postgres');
  const plan = planLaunch(clusterDir);
  if (plan.user !== undefined) chownSync(dataDir, plan.user.uid, plan.user.gid);
  const address = await chooseAddress(dataDir, plan.user);
  const context: ClusterContext = { dataDir, clusterDir, binaries, plan, address };

  if (clusterExists(clusterDir)) {
    // Copying a backup into place usually opens it up, and Postgres refuses a cluster that others can read.
    chmodSync(clusterDir, 0o700);
  } else {
    log(`Creating a Postgres cluster in ${clusterDir}`);
    await createCluster(context);
  }
  const postmaster = await startPostmaster(context, flags);
  const url = address.url(databaseName);
  try {
    await ensureDatabase(address.url('postgres'));
    writeUrl(dataDir, url);
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
  log(`Postgres runs with pid ${postmaster.pid}; its log is ${path.join(dataDir, 'postgres.log')}`);
  return {
    url,
    pid: postmaster.pid,
    socketDir: address.socketDir,
    exited: postmaster.exited,
    stop: () => {
      // Before the server goes, so that nobody is invited to a server that is leaving.
      removeUrl(dataDir);
      return postmaster.stop();
    },
  };
}

/** Its parents get the usual mode: a Postgres that runs as another user has to pass through them. */
function makeDataDir(dataDir: string): string {
  const absolute = path.resolve(dataDir);
  mkdirSync(path.dirname(absolute), { recursive: true });
  mkdirSync(absolute, { recursive: true, mode: 0o700 });
  return realpathSync(absolute);
}

async function ensureDatabase(maintenanceUrl: string): Promise<void> {
  const client = await tryConnect(maintenanceUrl);
  if (client instanceof Error) throw client;
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}
