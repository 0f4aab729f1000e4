import type { Holder, Market } from '@mesh-markets/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { holdersQuery } from '../../api/marketTabQueries.ts';
import { formatCredits, formatShares } from '../../lib/format.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { LoadMore } from '../feed/LoadMore.tsx';
import { toneOf } from '../trade/ticketStart.ts';
import type { Side } from './holders.ts';
import { outcomeName } from './outcomeName.ts';
import { PersonLink } from './PersonLink.tsx';

const toneText = { yes: 'text-yes', no: 'text-no', accent: '' } as const;

interface SideHoldersProps {
  readonly market: Market;
  readonly side: Side;
}

interface RowProps {
  readonly holder: Holder;
  readonly market: Market;
  /** The largest holding of this side, which has the whole bar. */
  readonly most: number;
}

/** After resolution the shares have been paid: they are worth nothing any more. */
const Row = ({ holder: { user, outcome, shares, value }, market, most }: RowProps) => (
  <li className="grid gap-1 border-t border-line py-2 text-sm">
    <p className="flex items-baseline justify-between gap-3">
      <span className="min-w-0 truncate">
        <PersonLink user={user} />
      </span>
      <span className="figures shrink-0">
        {formatShares(shares)} <span className="sr-only">shares</span>
        {market.state !== 'RESOLVED' && (
          <span className="text-muted">
            {' '}
            · <span className="sr-only">worth</span> {formatCredits(value)}
          </span>
        )}
      </span>
    </p>
    <ProgressBar value={shares / most} tone={toneOf(market, outcome)} />
  </li>
);

const People = ({ market, side }: SideHoldersProps) => {
  const pages = useInfiniteQuery(holdersQuery(market.id, side.index));
  const holders = pages.data?.pages.flatMap((page) => page.holders);
  if (holders === undefined) {
    return pages.isError ? (
      <ErrorState message={errorSentence(pages.error)} onRetry={() => void pages.refetch()} />
    ) : (
      <Skeleton className="h-48" />
    );
  }
  if (holders.length === 0) return <p className="py-2 text-sm text-muted">Nobody stands here yet.</p>;
  return (
    <>
      <ol aria-label={`Who holds ${outcomeName(market, side.index)}, largest first`}>
        {holders.map((holder) => (
          <Row key={holder.user.id} holder={holder} market={market} most={holders[0]!.shares} />
        ))}
      </ol>
      <LoadMore feed={pages} />
    </>
  );
};

/** The people on one side, the largest holding first, each with a bar. */
export const SideHolders = ({ market, side }: SideHoldersProps) => {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="min-w-0">
      <h2 id={titleId} className="flex items-baseline justify-between gap-3 pb-2 text-sm font-semibold">
        <span className={`truncate ${toneText[toneOf(market, side.index)]}`}>
          <bdi title={side.label}>{side.label}</bdi>
        </span>
        <span className="figures shrink-0 text-xs font-normal text-muted">
          {formatShares(side.shares)} shares, {Math.round(side.part * 100)}
          {'\u202f%'}
        </span>
      </h2>
      <People market={market} side={side} />
    </section>
  );
};
