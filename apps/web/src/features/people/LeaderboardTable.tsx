import type { CalibrationRow, CreatorRow, Leaderboard, ProfitRow } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { className as join } from '../../lib/className.ts';
import { formatCount, formatCreditsCompact } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { SignedCredits } from './SignedCredits.tsx';
import { formatScore } from './scoreWords.ts';

export type Row = ProfitRow | CalibrationRow | CreatorRow;

interface Column {
  readonly title: string;
  /** The one it is about stays on a phone. */
  readonly main?: true;
  readonly cell: (row: Row) => ReactNode;
}

/** Each column reads the rows of its own board only. */
const column = <R extends Row>(title: string, cell: (row: R) => ReactNode, main?: true): Column => ({
  title,
  cell: cell as (row: Row) => ReactNode,
  ...(main && { main }),
});

const columns: Readonly<Record<Leaderboard['board'], readonly Column[]>> = {
  profit: [
    column<ProfitRow>('Trades', ({ trades }) => formatCount(trades)),
    column<ProfitRow>('Volume', ({ volume }) => formatCreditsCompact(volume)),
    column<ProfitRow>('Profit', ({ profit }) => <SignedCredits amount={profit} />, true),
  ],
  calibration: [
    column<CalibrationRow>('Purchases', ({ purchases }) => formatCount(purchases)),
    column<CalibrationRow>('Markets', ({ markets }) => formatCount(markets)),
    column<CalibrationRow>('Brier score', ({ brier }) => formatScore(brier), true),
  ],
  creators: [
    column<CreatorRow>('Markets', ({ markets }) => formatCount(markets)),
    column<CreatorRow>('Volume', ({ volume }) => formatCreditsCompact(volume)),
    column<CreatorRow>('Traders', ({ traders }) => formatCount(traders), true),
  ],
};

const BoardRow = ({
  row,
  mine,
  shown,
}: {
  readonly row: Row;
  readonly mine: boolean;
  readonly shown: readonly Column[];
}) => (
  <tr className={join('border-t border-line', mine && 'bg-accent-soft')}>
    <td className="figures w-10 py-3 ps-2 pe-3 whitespace-nowrap text-muted">{formatCount(row.rank)}</td>
    <th scope="row" className="w-full max-w-0 py-3 text-start font-normal">
      <Link to={paths.profile(row.user.handle)} className="flex min-w-0 items-center gap-3 hover:underline">
        <Avatar name={row.user.name} handle={row.user.handle} />
        <span className="min-w-0">
          <span dir="auto" className="block truncate font-medium">
            {row.user.name}
          </span>
          <span className="flex items-center gap-1.5 text-xs text-muted">
            <span className="truncate">
              @{row.user.handle}
              {mine && ' (you)'}
            </span>
            {row.bot && <Badge>Bot</Badge>}
          </span>
        </span>
      </Link>
    </th>
    {shown.map(({ title, main, cell }) => (
      <td
        key={title}
        className={join(
          'figures py-3 ps-4 text-end whitespace-nowrap',
          main ? 'pe-2 font-medium' : 'max-sm:hidden',
        )}
      >
        {cell(row)}
      </td>
    ))}
  </tr>
);

interface LeaderboardTableProps {
  readonly board: Leaderboard['board'];
  readonly rows: readonly Row[];
  readonly you: Row | undefined;
}

/** Those at the top, and under them the reader where they stand further down. */
export const LeaderboardTable = ({ board, rows, you }: LeaderboardTableProps) => {
  const shown = columns[board];
  const further = you !== undefined && !rows.some(({ user }) => user.id === you.user.id);
  return (
    <table className="w-full text-sm">
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className="py-2 ps-2 text-start font-normal">
            <abbr title="Rank" className="no-underline">
              #
            </abbr>
          </th>
          <th scope="col" className="py-2 text-start font-normal">
            Person
          </th>
          {shown.map(({ title, main }) => (
            <th
              key={title}
              scope="col"
              className={join(
                'py-2 ps-4 text-end font-normal whitespace-nowrap',
                main ? 'pe-2' : 'max-sm:hidden',
              )}
            >
              {title}
            </th>
          ))}
        </tr>
      </thead>
      {further && (
        <tbody aria-label="You">
          <BoardRow row={you} mine shown={shown} />
        </tbody>
      )}
      <tbody>
        {rows.map((row) => (
          <BoardRow key={row.user.id} row={row} mine={row.user.id === you?.user.id} shown={shown} />
        ))}
      </tbody>
    </table>
  );
};
