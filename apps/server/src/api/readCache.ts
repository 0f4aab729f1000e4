import type { MarketId } from '@mesh-markets/contract';
import { type Page, pageOf } from './page.ts';

/** How long a visitor may be shown what was true; also what `max-age` says. */
export const KEPT_MS = 1_000;
const MAX_PAGES = 1_000;
const MAX_MARKETS = 10_000;

interface Slot {
  kept?: { readonly version: string; readonly until: number; readonly page: Page };
  running?: { readonly version: string; readonly page: Promise<Page> };
  next?: Promise<Page>;
}

/**
 * Pages that are the same for every visitor, kept for a second, and not at all once this server has written something they show.
 * While one page is being read, everyone who came after the last write waits for one more reading of it: so however many visitors a
 * busy market has, it is read one at a time.
 */
export const createReadCache = (now: () => number = () => performance.now()) => {
  const slots = new Map<string, Slot>();
  const markets = new Map<string, number>();
  let writes = 0;
  let otherWrites = 0;

  /** Changes whenever something that the page may show was written here. */
  const versionOf = (market: MarketId | undefined): string =>
    market === undefined ? `${writes}` : `${otherWrites}/${markets.get(market) ?? 0}`;

  const read = (
    key: string,
    market: MarketId | undefined,
    compute: () => Promise<unknown>,
  ): Promise<Page> => {
    const version = versionOf(market);
    const slot = slots.get(key) ?? {};
    // The most recently used stay: a map keeps the order of insertion.
    slots.delete(key);
    slots.set(key, slot);
    if (slots.size > MAX_PAGES) slots.delete(slots.keys().next().value as string);
    if (slot.kept?.version === version && slot.kept.until > now()) return Promise.resolve(slot.kept.page);
    if (slot.running?.version === version) return slot.running.page;
    const start = (): Promise<Page> => {
      const [asked, until] = [versionOf(market), now() + KEPT_MS];
      const page = compute().then((answer) => {
        const computed = pageOf(answer);
        slot.kept = { version: asked, until, page: computed };
        return computed;
      });
      const running = { version: asked, page };
      slot.running = running;
      const ended = () => {
        if (slot.running === running) delete slot.running;
      };
      page.then(ended, ended);
      return page;
    };
    if (slot.running === undefined) return start();
    slot.next ??= slot.running.page
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        delete slot.next;
        return start();
      });
    return slot.next;
  };

  /** Call before a write is answered: whoever hears of it must not read what was true before it. */
  const written = (market: MarketId | undefined): void => {
    writes += 1;
    if (market === undefined || markets.size >= MAX_MARKETS) {
      otherWrites += 1;
      markets.clear();
    } else {
      markets.set(market, (markets.get(market) ?? 0) + 1);
    }
  };

  return { read, written };
};

export type ReadCache = ReturnType<typeof createReadCache>;
