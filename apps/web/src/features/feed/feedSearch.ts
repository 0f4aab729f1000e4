import type { FeedFilter } from '../../api/queries.ts';

export const feedTabs = ['latest', 'trending', 'closing', 'following'] as const;
export type FeedTab = (typeof feedTabs)[number];

/** The first tab is the address alone. */
export interface FeedSearch {
  readonly tab?: Exclude<FeedTab, 'latest'>;
}

export const readFeedSearch = (search: Record<string, unknown>): FeedSearch => {
  const tab = feedTabs.find((known) => known === search.tab);
  return tab === undefined || tab === 'latest' ? {} : { tab };
};

export const feedFilterOf = ({ tab }: FeedSearch): FeedFilter => (tab === undefined ? {} : { sort: tab });
