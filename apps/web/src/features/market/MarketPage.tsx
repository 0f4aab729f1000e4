import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { errorSentence, hasCode } from '../../api/errors.ts';
import { marketQuery } from '../../api/queries.ts';
import { POLL_MILLISECONDS } from '../../api/queryClient.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { NotFoundPage } from '../errors/NotFoundPage.tsx';
import { MarketSkeleton } from './MarketSkeleton.tsx';
import { MarketView } from './MarketView.tsx';

const route = getRouteApi('/market/$id');

/** Asking again for a market that never came would swap its error for a skeleton every few seconds. */
const pollOnceKnown = ({ state }: { readonly state: { readonly data: unknown } }): number | false =>
  state.data === undefined ? false : POLL_MILLISECONDS;

export const MarketPage = () => {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery({ ...marketQuery(id), refetchInterval: pollOnceKnown });
  useDocumentTitle(data?.market.question ?? 'Market');
  if (data !== undefined) return <MarketView key={id} {...data} />;
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
