import { describe, expect, test } from 'vitest';
import { readFeedSearch } from './feedSearch.ts';
import { marketsFilterOf, readMarketsSearch, topicFilterOf } from './marketsSearch.ts';

describe('the address of a list of markets', () => {
  const read = readMarketsSearch('open');

  test('says only what is not usual', () => {
    expect(read({ state: 'open', sort: 'newest' })).toEqual({});
    expect(read({ state: 'resolved', sort: 'trending' })).toEqual({ state: 'resolved', sort: 'trending' });
    expect(readMarketsSearch('all')({ state: 'all' })).toEqual({});
    expect(readMarketsSearch('all')({ state: 'open' })).toEqual({ state: 'open' });
  });

  test('that somebody made up is read as the usual', () => {
    expect(read({ state: 'lost', sort: 7 })).toEqual({});
    expect(readFeedSearch({ tab: 'nonsense' })).toEqual({});
    expect(readFeedSearch({ tab: 'latest' })).toEqual({});
    expect(readFeedSearch({ tab: 'trending' })).toEqual({ tab: 'trending' });
  });

  test('asks for the order of closing only of what is going to close', () => {
    expect(read({ state: 'closed', sort: 'closing' })).toEqual({ state: 'closed' });
    expect(read({ state: 'all', sort: 'closing' })).toEqual({ state: 'all', sort: 'closing' });
  });

  test('becomes the filter of the feed', () => {
    expect(marketsFilterOf({})).toEqual({ type: 'PREDICTION', state: 'OPEN' });
    expect(topicFilterOf('tea', {})).toEqual({ topic: 'tea' });
    expect(topicFilterOf('tea', { state: 'resolved', sort: 'trending' })).toEqual({
      topic: 'tea',
      state: 'RESOLVED',
      sort: 'trending',
    });
  });
});
