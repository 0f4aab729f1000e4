import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, startTestCluster } from '@mesh-markets/engine/testing';
import { buildWeb, isWebStale } from '../../apps/server/src/buildWeb.ts';
import { announceSharedSite } from './sharedSite.ts';
import { startSite } from './startSite.ts';

const builtWeb = path.join(import.meta.dirname, '../../apps/web/dist');

/**
 * Once for the whole run: one Postgres, the web app as it is built now, and one server for all tests that do not need
 * one of their own. Returns what takes all of it down again.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  if (isWebStale() && !(await buildWeb())) throw new Error('The web app could not be built.');
  // A copy, so that a build under way elsewhere takes no files from under the tests.
  const webRoot = mkdtempSync(path.join(tmpdir(), 'mesh-markets-web-'));
  cpSync(builtWeb, webRoot, { recursive: true });
  const cluster = await startTestCluster();
  const database = await createTestDatabase();
  const site = await startSite({ databaseUrl: database.url, webRoot });
  announceSharedSite({ url: site.url, databaseUrl: database.url, webRoot });
  return async () => {
    await site.stop();
    await database.drop();
    await cluster.stop();
    rmSync(webRoot, { recursive: true, force: true });
  };
}
