import type { Transparency } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { errorSentence } from '../../api/errors.ts';
import { useFeatures } from '../../api/featureQueries.ts';
import { transparencyQuery } from '../../api/transparencyQueries.ts';
import { formatCount, formatCreditsCompact } from '../../lib/format.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ChainOfTransfers } from './ChainOfTransfers.tsx';
import { LastAudit } from './LastAudit.tsx';
import { ResolverTable } from './ResolverTable.tsx';
import { WhereCreditsAre } from './WhereCreditsAre.tsx';

const Figure = ({ label, value }: { readonly label: string; readonly value: string }) => (
  <div>
    <dt className="text-xs text-muted">{label}</dt>
    <dd className="figures text-lg font-semibold">{value}</dd>
  </div>
);

const Figures = ({ books }: { readonly books: Transparency }) => (
  <dl className="grid grid-cols-3 gap-4 sm:grid-cols-6">
    <Figure label="People" value={formatCount(books.people)} />
    <Figure label="Trades" value={formatCount(books.trades)} />
    <Figure label="Volume" value={formatCreditsCompact(books.volume)} />
    <Figure label="Open" value={formatCount(books.markets.open)} />
    <Figure label="To decide" value={formatCount(books.markets.closed)} />
    <Figure label="Resolved" value={formatCount(books.markets.resolved)} />
  </dl>
);

/** For anyone who wants to know whether the books can be trusted. */
export const TransparencyPage = () => {
  useDocumentTitle('Transparency');
  const { predictionMarkets } = useFeatures();
  const { data, isPending, isError, error, refetch } = useQuery(transparencyQuery());
  return (
    <>
      <PageHeader title="Transparency">
        Every credit here was issued once, and is always somewhere. These figures come from the ledger.
      </PageHeader>
      {isPending && <Skeleton className="h-96" />}
      {isError && !data && <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />}
      {data && (
        <div className="grid gap-8">
          <LastAudit audit={data.lastAudit} />
          <WhereCreditsAre books={data} />
          {data.chain && <ChainOfTransfers head={data.chain} />}
          {predictionMarkets && <Figures books={data} />}
          {predictionMarkets && <ResolverTable resolvers={data.resolvers} />}
        </div>
      )}
    </>
  );
};
