import { Handle } from '@mesh-markets/contract';
import { readTicketSearch, type TicketSearch } from '../trade/ticketSearch.ts';

/** What may stand behind a market's address: a ticket, and `?by=ana` for the trades of one person. */
export interface MarketSearch extends TicketSearch {
  readonly by?: string;
}

export const readMarketSearch = (search: Record<string, unknown>): MarketSearch => {
  // A handle of digits alone is read from the address as a number.
  const by = Handle.safeParse(typeof search.by === 'number' ? String(search.by) : search.by);
  return { ...readTicketSearch(search), ...(by.success ? { by: by.data } : {}) };
};
