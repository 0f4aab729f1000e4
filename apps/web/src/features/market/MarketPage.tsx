import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { errorSentence, hasCode } from '../../api/errors.ts';
import { marketQuery } from '../../api/queries.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { NotFoundPage } from '../errors/NotFoundPage.tsx';
import { MarketSkeleton } from './MarketSkeleton.tsx';
import { MarketView } from './MarketView.tsx';

const route = getRouteApi('/market/$id');

export const MarketPage = () => {
  const { id } = route.useParams();
  const search = route.useSearch();
  const { data, error, refetch } = useQuery(marketQuery(id));
  useDocumentTitle(data?.market.question ?? 'Market');
  if (data !== undefined) return <MarketView key={id} {...data} search={search} />;
  if (error === null) return <MarketSkeleton />;
  // An address that cannot be an id is refused as invalid rather than not found.
  if (hasCode(error, 'NOT_FOUND') || hasCode(error, 'VALIDATION_FAILED')) return <NotFoundPage />;
  return (
    <>
      <h1 className="sr-only">Market</h1>
      <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />
    </>
  );
};
