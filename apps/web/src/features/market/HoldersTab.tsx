import type { Holder, Market } from '@mesh-markets/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { errorSentence } from '../../api/errors.ts';
import { holdersQuery } from '../../api/queries.ts';
import { formatCredits, formatShares } from '../../lib/format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { LoadMore } from '../feed/LoadMore.tsx';
import { toneOf } from '../trade/ticketStart.ts';
import { PersonLink } from './PersonLink.tsx';

const toneText = { yes: 'text-yes', no: 'text-no', accent: '' } as const;

interface HoldersTableProps {
  readonly holders: readonly Holder[];
  readonly market: Market;
  /** The shares have been paid: they are worth nothing any more. */
  readonly resolved: boolean;
}

const HoldersTable = ({ holders, market, resolved }: HoldersTableProps) => (
  <table className="figures w-full text-sm">
    <caption className="sr-only">Holders, largest first</caption>
    <thead className="text-xs text-muted">
      <tr>
        <th scope="col" className="py-2 pe-3 text-start font-medium">
          Who
        </th>
        <th scope="col" className="py-2 pe-3 text-start font-medium">
          {resolved ? 'Held' : 'Holds'}
        </th>
        <th scope="col" className="py-2 text-end font-medium whitespace-nowrap">
          Shares
        </th>
        {!resolved && (
          <th scope="col" className="py-2 ps-3 text-end font-medium whitespace-nowrap">
            Worth now
          </th>
        )}
      </tr>
    </thead>
    <tbody>
      {holders.map(({ user, outcome, shares, value }) => (
        <tr key={`${user.id}-${outcome}`} className="border-t border-line">
          <td className="max-w-32 truncate py-2 pe-3 sm:max-w-40">
            <PersonLink user={user} />
          </td>
          <td
            className={`w-full max-w-0 truncate py-2 pe-3 font-medium ${toneText[toneOf(market, outcome)]}`}
          >
            <bdi title={market.outcomes[outcome]?.label}>{market.outcomes[outcome]?.label}</bdi>
          </td>
          <td className="py-2 text-end whitespace-nowrap">{formatShares(shares)}</td>
          {!resolved && <td className="py-2 ps-3 text-end whitespace-nowrap">{formatCredits(value)}</td>}
        </tr>
      ))}
    </tbody>
  </table>
);

/** Who has something at stake. */
export const HoldersTab = ({ market }: { readonly market: Market }) => {
  const pages = useInfiniteQuery(holdersQuery(market.id));
  const holders = pages.data?.pages.flatMap((page) => page.holders);
  if (holders === undefined) {
    return pages.isError ? (
      <ErrorState message={errorSentence(pages.error)} onRetry={() => void pages.refetch()} />
    ) : (
      <Skeleton className="h-64" />
    );
  }
  if (holders.length === 0) {
    return (
      <EmptyState icon={Users} title="Nobody holds shares">
        {market.state === 'RESOLVED'
          ? 'Everybody was paid when the market was resolved.'
          : 'Whoever buys first stands here first.'}
      </EmptyState>
    );
  }
  return (
    <>
      <HoldersTable holders={holders} market={market} resolved={market.state === 'RESOLVED'} />
      <LoadMore feed={pages} />
    </>
  );
};
