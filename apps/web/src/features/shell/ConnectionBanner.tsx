import { useQuery, useQueryClient } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { live, useLiveState } from '../../api/liveClient.ts';
import { meQuery } from '../../api/queries.ts';
import { useLive } from '../../api/useLive.ts';
import { className as join } from '../../lib/className.ts';
import { useOnline } from '../../lib/useOnline.ts';
import { Button } from '../../ui/Button.tsx';
import { nearMarkets } from '../feed/nearMarkets.ts';

/** A restart of the server is over before this; nobody needs to hear of it. */
const GRACE_MS = 3_000;

/** Whether the live stream has been away for longer than a blink. */
const useStreamLost = (): boolean => {
  const isLive = useLiveState() === 'live';
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (isLive) return;
    const timer = setTimeout(() => setLost(true), GRACE_MS);
    return () => {
      clearTimeout(timer);
      setLost(false);
    };
  }, [isLive]);
  return lost;
};

/** What is wrong with the connection, if anything; the question who is signed in tells whether the server answers at all. */
const useTrouble = (): string | undefined => {
  const online = useOnline();
  const lost = useStreamLost();
  const { isError, isPending, errorUpdateCount } = useQuery(meQuery());
  // Asking again puts a question that was never answered back to pending; it is still unanswered.
  const unanswered = isError || (isPending && errorUpdateCount > 0);
  if (!online) return 'You are offline. What you see may be old; trading waits until you are back.';
  if (unanswered) return 'The server does not answer. What you see may be old.';
  return lost ? 'Reconnecting. Prices refresh every few seconds.' : undefined;
};

/** Whether odds move by themselves; by shape and word, not by colour alone. In the margin above the page, where nothing else is. */
const LiveMark = ({ trouble }: { readonly trouble: boolean }) => {
  const isLive = useLiveState() === 'live';
  if (!isLive && !trouble) return null;
  return (
    <p className="pointer-events-none absolute end-0 top-0 flex items-center gap-1.5 text-xs text-muted">
      <span
        aria-hidden
        className={join('size-2 rounded-full border', isLive ? 'border-yes bg-yes' : 'border-muted')}
      />
      {isLive ? 'Live' : 'Not live'}
    </p>
  );
};

/** The connection to the server: keeps the page live, and says what is wrong. It lies over the page, so that nothing moves. */
export const ConnectionBanner = () => {
  const trouble = useTrouble();
  const queryClient = useQueryClient();
  useLive(useQuery(meQuery()).data, nearMarkets);
  const tryNow = (): void => {
    live.retry();
    void queryClient.refetchQueries({ type: 'active' });
  };
  return (
    <>
      <div className="relative h-0">
        <LiveMark trouble={trouble !== undefined} />
      </div>
      <div role="status" className="sticky top-14 z-10 h-0 md:top-0">
        {trouble !== undefined && (
          <p className="-mx-2 flex items-center gap-3 rounded-b-md bg-notice-soft px-3 py-1.5 text-sm text-notice shadow-float md:justify-center">
            <WifiOff aria-hidden size={16} className="shrink-0" />
            <span className="min-w-0 max-md:flex-1">{trouble}</span>
            <Button
              variant="ghost"
              size="small"
              className="text-notice underline hover:text-notice"
              onClick={tryNow}
            >
              Try now
            </Button>
          </p>
        )}
      </div>
    </>
  );
};
