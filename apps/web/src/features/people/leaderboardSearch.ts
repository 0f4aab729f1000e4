import type { LeaderboardFilter } from '../../api/reputationQueries.ts';

const boards = ['profit', 'calibration', 'creators'] as const;
export type Board = (typeof boards)[number];
const periods = ['all', 'month', 'week'] as const;
export type Period = (typeof periods)[number];

/** Only what differs from the usual (profit of all time, without bots and own markets) stands in the address. */
export interface LeaderboardSearch {
  readonly board?: Exclude<Board, 'profit'>;
  readonly period?: Exclude<Period, 'all'>;
  readonly own?: true;
  readonly bots?: true;
}

const isSet = (value: unknown): boolean => value === true || value === 'true' || value === 1;

export const readLeaderboardSearch = (search: Record<string, unknown>): LeaderboardSearch => {
  const board = boards.find((known) => known === search.board);
  const period = periods.find((known) => known === search.period);
  return {
    ...(board === undefined || board === 'profit' ? {} : { board }),
    // The other boards know no periods.
    ...(period === undefined || period === 'all' || (board !== undefined && board !== 'profit')
      ? {}
      : { period }),
    ...(isSet(search.own) ? { own: true } : {}),
    ...(isSet(search.bots) ? { bots: true } : {}),
  };
};

export const leaderboardFilterOf = ({ board, period, own, bots }: LeaderboardSearch): LeaderboardFilter => ({
  board: board ?? 'profit',
  period: period ?? 'all',
  ...(own && { ownMarkets: 'true' }),
  ...(bots && { bots: 'true' }),
});
