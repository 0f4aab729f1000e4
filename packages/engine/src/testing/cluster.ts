import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../embedded-postgres/index.ts';
import { processExists } from '../embedded-postgres/processExists.ts';

/** How the workers of a test run learn where its cluster is. */
export const clusterUrlVariable = 'MESH_MARKETS_TEST_CLUSTER_URL';

const directoryPrefix = 'mesh-markets-test-';

/** Nothing in a test cluster has to survive a power cut. */
const flags = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];

export interface TestCluster {
  /** The maintenance database; tests take one of their own with `createTestDatabase`. */
  readonly url: string;
  /** Stops the server and removes its directory. */
  stop(): Promise<void>;
}

/**
 * Starts one Postgres for a whole test run and tells this process and its children where it is. vitest calls it through
 * `globalSetup`; a bench or a tool can call it too.
 */
export async function startTestCluster(): Promise<TestCluster> {
  removeLeftOvers();
  const dataDir = mkdtempSync(path.join(tmpdir(), `${directoryPrefix}${process.pid}-`));
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  const postgres = await startEmbeddedPostgres({ dataDir, flags }).catch((error) => {
    remove();
    throw error;
  });
  process.env[clusterUrlVariable] = postgres.url;
  return {
    url: postgres.url,
    stop: async () => {
      delete process.env[clusterUrlVariable];
      await postgres.stop();
      remove();
    },
  };
}

/** A run that was killed could not remove its directory; its name says whose it was. */
function removeLeftOvers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${directoryPrefix}(\\d+)-`).exec(name)?.[1]);
    if (Number.isInteger(pid) && !processExists(pid)) {
      rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
    }
  }
}
