import { createTestDatabase, type TestDatabase } from '@mesh-markets/engine/testing';
import { sharedSite } from './sharedSite.ts';
import { type Site, startSite } from './startSite.ts';

/** Servers of a test's own, for those that begin with nobody, end one, or need two. All end with the test. */
export class OwnSites {
  readonly #sites: Site[] = [];
  readonly #databases: TestDatabase[] = [];

  async start(): Promise<Site> {
    const database = await createTestDatabase();
    this.#databases.push(database);
    return this.startOn(database.url);
  }

  async startOn(databaseUrl: string, port = 0): Promise<Site> {
    const site = await startSite({ databaseUrl, port, webRoot: sharedSite().webRoot });
    this.#sites.push(site);
    return site;
  }

  /** The same instance again, at the address that open pages know. */
  restart({ databaseUrl, url }: Site): Promise<Site> {
    return this.startOn(databaseUrl, Number(new URL(url).port));
  }

  async end(): Promise<void> {
    for (const site of this.#sites) await site.stop();
    for (const database of this.#databases) await database.drop();
  }
}
