import type { Webhook } from '@mesh-markets/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { deliveriesQuery } from '../../../api/adminQueries.ts';
import { errorSentence } from '../../../api/errors.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { LoadMore } from '../../feed/LoadMore.tsx';
import { DeliveryItem } from './DeliveryItem.tsx';

/** What was sent to an endpoint, newest first. */
export const DeliveryLog = ({ webhook }: { readonly webhook: Webhook }) => {
  const pages = useInfiniteQuery(deliveriesQuery(webhook.id));
  const deliveries = pages.data?.pages.flatMap((page) => page.deliveries);
  if (deliveries === undefined) {
    return pages.isError ? (
      <ErrorState message={errorSentence(pages.error)} onRetry={() => void pages.refetch()} />
    ) : (
      <Skeleton className="h-24" />
    );
  }
  if (deliveries.length === 0) {
    return (
      <p className="py-3 text-sm text-muted">
        Nothing has been sent yet. A test tells whether the receiver can be reached.
      </p>
    );
  }
  return (
    <>
      <ol aria-label={`Sent to ${webhook.url}`} className="divide-y divide-line">
        {deliveries.map((delivery) => (
          <DeliveryItem key={delivery.id} delivery={delivery} />
        ))}
      </ol>
      <LoadMore feed={pages} />
    </>
  );
};
