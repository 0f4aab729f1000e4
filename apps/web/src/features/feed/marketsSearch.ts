import type { FeedFilter } from '../../api/queries.ts';

export const marketStates = ['open', 'closed', 'resolved', 'all'] as const;
export type MarketsState = (typeof marketStates)[number];
const marketSorts = ['newest', 'trending', 'closing'] as const;
export type MarketsSort = (typeof marketSorts)[number];

/** Only what differs from the usual (the page's own state, newest first) stands in the address. */
export interface MarketsSearch {
  readonly state?: MarketsState;
  readonly sort?: Exclude<MarketsSort, 'newest'>;
}

/** What an order by closing time can be asked of: nothing else is going to close. */
export const canSortByClosing = (state: MarketsState): boolean => state === 'open' || state === 'all';

/** `usual` is what a page shows when its address says nothing. */
export const readMarketsSearch =
  (usual: MarketsState) =>
  (search: Record<string, unknown>): MarketsSearch => {
    const state = marketStates.find((known) => known === search.state) ?? usual;
    const sort = marketSorts.find((known) => known === search.sort) ?? 'newest';
    const sorted = sort !== 'newest' && (sort !== 'closing' || canSortByClosing(state));
    return { ...(state === usual ? {} : { state }), ...(sorted ? { sort } : {}) };
  };

const stateFilters: Record<MarketsState, FeedFilter> = {
  open: { state: 'OPEN' },
  closed: { state: 'CLOSED' },
  resolved: { state: 'RESOLVED' },
  all: {},
};

const filterOf = (state: MarketsState, { sort }: MarketsSearch): FeedFilter => ({
  ...stateFilters[state],
  ...(sort === undefined ? {} : { sort }),
});

export const marketsFilterOf = (search: MarketsSearch): FeedFilter => ({
  type: 'PREDICTION',
  ...filterOf(search.state ?? 'open', search),
});

/** Of a topic everything is shown, what was merely said about it as well. */
export const topicFilterOf = (topic: string, search: MarketsSearch): FeedFilter => ({
  topic,
  ...filterOf(search.state ?? 'all', search),
});
