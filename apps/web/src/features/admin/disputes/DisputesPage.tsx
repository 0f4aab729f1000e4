import type { DisputeCase } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Gavel } from 'lucide-react';
import { errorSentence } from '../../../api/errors.ts';
import { disputesQuery } from '../../../api/resolutionQueries.ts';
import { formatCounted } from '../../../lib/format.ts';
import { paths } from '../../../lib/paths.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { LinkedText } from '../../feed/LinkedText.tsx';
import { AdminFrame } from '../AdminFrame.tsx';

const CaseItem = ({ item }: { readonly item: DisputeCase }) => (
  <li className="grid gap-2 py-4 text-sm">
    <div className="flex flex-wrap items-center gap-2">
      <Link
        to={paths.market(item.market.id)}
        className="min-w-0 font-medium wrap-anywhere underline decoration-line underline-offset-2 hover:decoration-current"
      >
        <bdi>{item.market.question}</bdi>
      </Link>
      {!item.canDecide && <Badge tone="notice">Not yours to decide</Badge>}
    </div>
    <blockquote dir="auto" className="rounded-md bg-sunken px-3 py-2 wrap-anywhere whitespace-pre-wrap">
      <LinkedText text={item.reason} />
    </blockquote>
    <p className="text-muted">
      {formatCounted(item.disputes, 'dispute')}, the first <DateTime at={item.disputedAt} />
      {!item.canDecide && '. Another admin has to decide, or whoever runs the server at its command line.'}
    </p>
  </li>
);

const Cases = () => {
  const { data, error, refetch } = useQuery(disputesQuery());
  if (data === undefined) {
    return error === null ? (
      <Skeleton className="h-64" />
    ) : (
      <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />
    );
  }
  if (data.cases.length === 0) {
    return (
      <EmptyState icon={Gavel} title="Nothing to decide">
        When somebody disputes a proposed result, it stands here until an admin without a stake has decided.
      </EmptyState>
    );
  }
  return (
    <ol aria-label="Disputes" className="divide-y divide-line">
      {data.cases.map((item) => (
        <CaseItem key={item.market.id} item={item} />
      ))}
    </ol>
  );
};

/** Disputed results. They are decided on the page of their market, where everything that was said stands. */
export const DisputesPage = () => (
  <AdminFrame
    title="Disputes"
    lead="Proposed results that somebody with a stake says are wrong. Nothing is paid until you decide, on the page of the market."
  >
    <Cases />
  </AdminFrame>
);
