import { openEngine } from '@mesh-markets/engine';
import { test as base, expect } from '@playwright/test';
import { OwnSites } from '../site/ownSites.ts';
import { sharedSite } from '../site/sharedSite.ts';
import { ConsoleGuard } from './consoleGuard.ts';
import { People } from './people.ts';

interface Fixtures {
  /** Fails the test at its end if a browser complained about anything unexpected. */
  readonly guard: ConsoleGuard;
  readonly sites: OwnSites;
  /** On the site that the tests share. They leave before any server does, so that no page complains about that. */
  readonly people: People;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  guard: async ({}, use) => {
    const guard = new ConsoleGuard();
    await use(guard);
    expect(guard.unexpected(), 'what the browser complained about').toEqual([]);
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  sites: async ({}, use) => {
    const sites = new OwnSites();
    await use(sites);
    await sites.end();
  },
  // It needs no sites itself: naming them here is what makes them end after it.
  people: async ({ browser, guard, sites: _ }, use) => {
    const people = new People(browser, guard, sharedSite().url);
    await use(people);
    await people.leave();
  },
});

/** Derives all books again from the logs, past the server. */
export const expectCleanBooks = async (databaseUrl = sharedSite().databaseUrl): Promise<void> => {
  const books = await openEngine(databaseUrl);
  try {
    const { clean, laws } = await books.engine.audit();
    expect(laws.filter(({ broken }) => broken > 0)).toEqual([]);
    expect(clean).toBe(true);
  } finally {
    await books.close();
  }
};

export { expect };
