import { MIN_SCORED_MARKETS } from '@mesh-markets/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Trophy } from 'lucide-react';
import { errorSentence } from '../../api/errors.ts';
import { leaderboardQuery } from '../../api/reputationQueries.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { tabClass } from '../../ui/tabClass.ts';
import { LoadMore } from '../feed/LoadMore.tsx';
import { LeaderboardTable, type Row } from './LeaderboardTable.tsx';
import {
  type Board,
  type LeaderboardSearch,
  leaderboardFilterOf,
  type Period,
  readLeaderboardSearch,
} from './leaderboardSearch.ts';

const route = getRouteApi('/leaderboard');

const boards: readonly { readonly board: Board; readonly label: string }[] = [
  { board: 'profit', label: 'Profit' },
  { board: 'calibration', label: 'Calibration' },
  { board: 'creators', label: 'Creators' },
];

const periods: readonly { readonly value: Period; readonly label: string }[] = [
  { value: 'week', label: 'This week' },
  { value: 'month', label: 'This month' },
  { value: 'all', label: 'All time' },
];

/** What the board ranks, and by which rule. */
const rules: Readonly<Record<Board, string>> = {
  profit:
    'Profit counts once it is made: when shares are sold, or when a market pays out. Weeks begin on Monday and days at midnight UTC.',
  calibration: `How close the odds people bought at came to what happened: 0 is right every time, a coin scores 0.250. Each resolved market counts once; it takes at least ${MIN_SCORED_MARKETS} of them to be listed.`,
  creators: 'People whose questions bring others in, by the traders of all their markets taken together.',
};

const emptyWords: Readonly<Record<Board, string>> = {
  profit: 'Whoever sells shares for more than they paid, or holds what comes true, stands here.',
  calibration: `Nobody has bought shares in ${MIN_SCORED_MARKETS} resolved markets yet. Scores appear here as markets resolve.`,
  creators: 'Ask a question, and see here how many people it brings in.',
};

const BoardTabs = ({ search }: { readonly search: LeaderboardSearch }) => (
  <nav aria-label="Leaderboards" className="flex gap-5 border-b border-line">
    {boards.map(({ board, label }) => (
      <Link
        key={board}
        to={paths.leaderboard()}
        search={readLeaderboardSearch({ ...search, board })}
        activeOptions={{ exact: true, includeSearch: true }}
        className={`${tabClass} flex items-center`}
      >
        {label}
      </Link>
    ))}
  </nav>
);

const Choices = ({ search, board }: { readonly search: LeaderboardSearch; readonly board: Board }) => {
  const navigate = useNavigate();
  const show = (change: Record<string, unknown>): void =>
    void navigate({
      to: paths.leaderboard(),
      search: readLeaderboardSearch({ ...search, ...change }),
      replace: true,
    });
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 pt-4">
      {board === 'profit' && (
        <SegmentedControl
          label="Period"
          segments={periods}
          value={search.period ?? 'all'}
          onValueChange={(period) => show({ period })}
          className="max-sm:w-full"
        />
      )}
      <Checkbox
        label={board === 'creators' ? 'Count resolvers too' : 'Include own markets'}
        checked={search.own === true}
        onChange={({ target }) => show({ own: target.checked })}
      />
      <Checkbox
        label="Include bots"
        checked={search.bots === true}
        onChange={({ target }) => show({ bots: target.checked })}
      />
    </div>
  );
};

const Empty = ({ board }: { readonly board: Board }) => (
  <EmptyState
    icon={Trophy}
    title="Nobody is here yet"
    action={
      <Link to={paths.markets()} className={buttonClass()}>
        See the markets
      </Link>
    }
  >
    {emptyWords[board]}
  </EmptyState>
);

const Standings = ({ search, board }: { readonly search: LeaderboardSearch; readonly board: Board }) => {
  const found = useInfiniteQuery(leaderboardQuery(leaderboardFilterOf(search)));
  const pages = found.data?.pages;
  if (pages === undefined) {
    return found.isError ? (
      <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
    ) : (
      <Skeleton className="mt-4 h-96" />
    );
  }
  const rows = pages.flatMap((page): Row[] => page.rows);
  if (rows.length === 0) return <Empty board={board} />;
  return (
    <>
      <LeaderboardTable board={board} rows={rows} you={pages[0]?.you} />
      <LoadMore feed={found} />
    </>
  );
};

export const LeaderboardPage = () => {
  useDocumentTitle('Leaderboard');
  const search = route.useSearch();
  const board = search.board ?? 'profit';
  return (
    <>
      <PageHeader title="Leaderboard" />
      <BoardTabs search={search} />
      <Choices search={search} board={board} />
      <p className="max-w-prose pt-2 pb-3 text-sm text-muted">
        {rules[board]} Left out unless you include them: what people do in markets they decide themselves, and
        bots.
      </p>
      <Standings search={search} board={board} />
    </>
  );
};
