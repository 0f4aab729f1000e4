import { expect, it } from 'vitest';
import { leaderboardFilterOf, readLeaderboardSearch } from './leaderboardSearch.ts';

it.each([
  [{}, {}],
  [{ board: 'profit', period: 'all', own: false }, {}],
  [{ board: 'profit', period: 'week' }, { period: 'week' }],
  [
    { board: 'calibration', period: 'week', bots: true },
    { board: 'calibration', bots: true },
  ],
  [{ board: 'nonsense', period: 7, own: 'true' }, { own: true }],
])('an address of %j means %j', (given, meant) => {
  expect(readLeaderboardSearch(given)).toEqual(meant);
});

it('asks the server for what the address says', () => {
  expect(leaderboardFilterOf({})).toEqual({ board: 'profit', period: 'all' });
  expect(leaderboardFilterOf({ board: 'creators', own: true, bots: true })).toEqual({
    board: 'creators',
    period: 'all',
    ownMarkets: 'true',
    bots: 'true',
  });
});
