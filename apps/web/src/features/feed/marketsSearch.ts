import type { FeedFilter } from '../../api/queries.ts';

export const marketStates = ['open', 'closed', 'resolved', 'all'] as const;
export type MarketsState = (typeof marketStates)[number];
export type MarketsSort = 'newest' | 'closing';

/** Only what differs from the usual (open, newest first) stands in the address. */
export interface MarketsSearch {
  readonly state?: Exclude<MarketsState, 'open'>;
  readonly sort?: 'closing';
}

export const readMarketsSearch = (search: Record<string, unknown>): MarketsSearch => {
  const state = marketStates.find((known) => known === search.state);
  return {
    ...(state === undefined || state === 'open' ? {} : { state }),
    ...(search.sort === 'closing' ? { sort: 'closing' } : {}),
  };
};

const stateFilters: Record<MarketsState, FeedFilter> = {
  open: { state: 'OPEN' },
  closed: { state: 'CLOSED' },
  resolved: { state: 'RESOLVED' },
  all: {},
};

export const marketsFilterOf = (search: MarketsSearch): FeedFilter => ({
  type: 'PREDICTION',
  ...stateFilters[search.state ?? 'open'],
  ...(search.sort === 'closing' ? { sort: 'closing' } : {}),
});
