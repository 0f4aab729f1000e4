import { createTestDatabase, type TestDatabase } from '@mesh-markets/engine/testing';
import { sharedSite } from './sharedSite.ts';
import { type Site, startSite } from './startSite.ts';

type Settings = Readonly<Record<string, string>>;

/** Servers of a test's own, for those that begin with nobody, end one, or need two. All end with the test. */
export class OwnSites {
  readonly #sites: Site[] = [];
  readonly #databases: TestDatabase[] = [];

  async start(settings: Settings = {}): Promise<Site> {
    return this.startOn(await this.database(), 0, settings);
  }

  /** One that is dropped with the test; answers its URL. */
  async database(): Promise<string> {
    const database = await createTestDatabase();
    this.#databases.push(database);
    return database.url;
  }

  async startOn(databaseUrl: string, port = 0, settings: Settings = {}): Promise<Site> {
    const site = await startSite({ databaseUrl, port, webRoot: sharedSite().webRoot, settings });
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
