import type { LeaderboardRow } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Trophy } from 'lucide-react';
import { errorSentence } from '../../api/errors.ts';
import { leaderboardQuery } from '../../api/queries.ts';
import { className as join } from '../../lib/className.ts';
import { formatCount, formatCreditsCompact } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useMe } from '../account/useSession.ts';
import { SignedCredits } from './SignedCredits.tsx';

const Row = ({ row, mine }: { readonly row: LeaderboardRow; readonly mine: boolean }) => (
  <tr className={join('border-t border-line', mine && 'bg-accent-soft')}>
    <td className="figures w-10 py-3 ps-2 text-muted">{row.rank}</td>
    <th scope="row" className="py-3 text-start font-normal">
      <Link to={paths.profile(row.user.handle)} className="flex min-w-0 items-center gap-3 hover:underline">
        <Avatar name={row.user.name} handle={row.user.handle} />
        <span className="min-w-0">
          <span dir="auto" className="line-clamp-1 font-medium">
            {row.user.name}
          </span>
          <span className="line-clamp-1 text-xs text-muted">
            @{row.user.handle}
            {mine && ' (you)'}
          </span>
        </span>
      </Link>
    </th>
    <td className="figures py-3 text-end max-sm:hidden">{formatCount(row.marketsTraded)}</td>
    <td className="figures py-3 ps-3 text-end whitespace-nowrap max-sm:hidden">
      {formatCreditsCompact(row.volume)}
    </td>
    <td className="py-3 ps-3 pe-2 text-end font-medium">
      <SignedCredits amount={row.profit} />
    </td>
  </tr>
);

const heading = 'py-2 font-normal';

const Table = ({ rows }: { readonly rows: readonly LeaderboardRow[] }) => {
  const me = useMe();
  return (
    <table className="w-full table-auto text-sm">
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className={`${heading} ps-2 text-start`}>
            <abbr title="Rank" className="no-underline">
              #
            </abbr>
          </th>
          <th scope="col" className={`${heading} text-start`}>
            Person
          </th>
          <th scope="col" className={`${heading} text-end max-sm:hidden`}>
            Markets
          </th>
          <th scope="col" className={`${heading} ps-3 text-end max-sm:hidden`}>
            Volume
          </th>
          <th scope="col" className={`${heading} ps-3 pe-2 text-end`}>
            Profit
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.user.id} row={row} mine={row.user.id === me?.id} />
        ))}
      </tbody>
    </table>
  );
};

const Empty = () => (
  <EmptyState
    icon={Trophy}
    title="Nobody has traded yet"
    action={
      <Link to={paths.markets()} className={buttonClass()}>
        See the markets
      </Link>
    }
  >
    Whoever trades well stands here: credits received and shares held, less credits paid.
  </EmptyState>
);

export const LeaderboardPage = () => {
  useDocumentTitle('Leaderboard');
  const { data, isPending, isError, error, refetch } = useQuery(leaderboardQuery());
  return (
    <>
      <PageHeader title="Leaderboard">By profit from trading, open positions at today's odds.</PageHeader>
      {isPending && <Skeleton className="h-96" />}
      {isError && !data && <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />}
      {data && (data.rows.length === 0 ? <Empty /> : <Table rows={data.rows} />)}
    </>
  );
};
