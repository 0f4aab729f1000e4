import type { WaitingMarket } from '@mesh-markets/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Hourglass } from 'lucide-react';
import { errorSentence } from '../../../api/errors.ts';
import { instanceQuery } from '../../../api/queries.ts';
import { waitingQuery } from '../../../api/waitingQueries.ts';
import { formatCounted, formatCredits } from '../../../lib/format.ts';
import { paths } from '../../../lib/paths.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { LoadMore } from '../../feed/LoadMore.tsx';
import { PersonLink } from '../../market/PersonLink.tsx';
import { AdminFrame } from '../AdminFrame.tsx';

const Marks = ({ abandoned, proposed, hasConflict }: WaitingMarket) => (
  <>
    {proposed && <Badge tone="accent">Result proposed</Badge>}
    {abandoned && !proposed && !hasConflict && <Badge tone="notice">Moderators may resolve it</Badge>}
    {hasConflict && <Badge tone="notice">You have a stake</Badge>}
  </>
);

const Awaited = ({ creator, oracle, askedOracle }: WaitingMarket) => (
  <p className="text-muted">
    Waits for <PersonLink user={creator} />
    {oracle !== undefined && (
      <>
        {' '}
        or <PersonLink user={oracle} />
      </>
    )}
    {askedOracle !== undefined && (
      <>
        ; <PersonLink user={askedOracle} /> was asked and has not answered
      </>
    )}
    .
  </p>
);

const WaitingItem = ({ item }: { readonly item: WaitingMarket }) => (
  <li className="grid gap-2 py-4 text-sm">
    <div className="flex flex-wrap items-center gap-2">
      <Link
        to={paths.market(item.market.id)}
        className="min-w-0 font-medium wrap-anywhere underline decoration-line underline-offset-2 hover:decoration-current"
      >
        <bdi>{item.market.question}</bdi>
      </Link>
      <Marks {...item} />
    </div>
    <p className="figures text-muted">
      Trading ended <DateTime at={item.closedAt} />. {formatCounted(item.traderCount, 'trader')},{' '}
      {formatCredits(item.escrow)} to be paid out.
    </p>
    {item.proposed ? (
      <p className="text-muted">Paid when its time has passed. If somebody disputes it, an admin decides.</p>
    ) : (
      <Awaited {...item} />
    )}
  </li>
);

const WaitingMarkets = () => {
  const pages = useInfiniteQuery(waitingQuery());
  const markets = pages.data?.pages.flatMap((page) => page.markets);
  if (markets === undefined) {
    return pages.isError ? (
      <ErrorState message={errorSentence(pages.error)} onRetry={() => void pages.refetch()} />
    ) : (
      <Skeleton className="h-64" />
    );
  }
  if (markets.length === 0) {
    return (
      <EmptyState icon={Hourglass} title="Nothing waits">
        A market stands here from the end of its trading until somebody has resolved it.
      </EmptyState>
    );
  }
  return (
    <>
      <ol aria-label="Waiting markets" className="divide-y divide-line">
        {markets.map((item) => (
          <WaitingItem key={item.market.id} item={item} />
        ))}
      </ol>
      <LoadMore feed={pages} />
    </>
  );
};

const ruleWords = (days: number | undefined): string => {
  if (days === undefined) return '';
  if (days === 0) return ' Only admins may resolve them for others.';
  return ` After ${formatCounted(days, 'day')} moderators without a stake may resolve them.`;
};

/** Closed markets that nobody has resolved. They are resolved on their own page, where everything is that one has to know. */
export const WaitingPage = () => {
  const { data: instance } = useQuery(instanceQuery());
  return (
    <AdminFrame
      title="Waiting for somebody"
      lead={`Closed markets that nobody has resolved, the oldest first.${ruleWords(instance?.abandonedAfterDays)}`}
      moderators
    >
      <WaitingMarkets />
    </AdminFrame>
  );
};
