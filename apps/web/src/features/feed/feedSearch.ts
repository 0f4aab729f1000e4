import type { FeedFilter } from '../../api/queries.ts';

export type FeedTab = 'all' | 'markets' | 'posts';
export interface FeedSearch {
  readonly show?: Exclude<FeedTab, 'all'>;
}

export const readFeedSearch = (search: Record<string, unknown>): FeedSearch =>
  search.show === 'markets' || search.show === 'posts' ? { show: search.show } : {};

const filters: Record<FeedTab, FeedFilter> = {
  all: {},
  markets: { type: 'PREDICTION' },
  posts: { type: 'TEXT' },
};

export const feedFilterOf = (search: FeedSearch): FeedFilter => filters[search.show ?? 'all'];
