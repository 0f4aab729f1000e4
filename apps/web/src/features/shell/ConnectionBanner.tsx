import { useQuery, useQueryClient } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { meQuery } from '../../api/queries.ts';
import { useOnline } from '../../lib/useOnline.ts';
import { Button } from '../../ui/Button.tsx';

/** What is wrong with the connection, if anything; the question who is signed in is asked all the time and knows first. */
const useTrouble = (): string | undefined => {
  const online = useOnline();
  const { isError, isPending, errorUpdateCount } = useQuery(meQuery());
  // Asking again puts a question that was never answered back to pending; it is still unanswered.
  const unanswered = isError || (isPending && errorUpdateCount > 0);
  if (!online) return 'You are offline. What you see may be old; trading waits until you are back.';
  return unanswered ? 'The server does not answer. What you see may be old.' : undefined;
};

export const ConnectionBanner = () => {
  const trouble = useTrouble();
  const queryClient = useQueryClient();
  return (
    <div role="status" className="sticky top-14 z-10 md:top-0">
      {trouble !== undefined && (
        <p className="-mx-2 flex items-center gap-3 md:justify-center rounded-b-md bg-notice-soft px-3 py-1.5 text-sm text-notice">
          <WifiOff aria-hidden size={16} className="shrink-0" />
          <span className="min-w-0 max-md:flex-1">{trouble}</span>
          <Button
            variant="ghost"
            size="small"
            className="text-notice underline hover:text-notice"
            onClick={() => void queryClient.refetchQueries({ type: 'active' })}
          >
            Try now
          </Button>
        </p>
      )}
    </div>
  );
};
