import { useQueryClient } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { useOnline } from '../../lib/useOnline.ts';
import { Button } from '../../ui/Button.tsx';

export const OfflineBanner = () => {
  const online = useOnline();
  const queryClient = useQueryClient();
  return (
    <div role="status" className="sticky top-14 z-10 md:top-0">
      {!online && (
        <p className="-mx-2 flex flex-wrap items-center justify-center gap-x-3 rounded-b-md bg-notice-soft px-3 py-1 text-sm text-notice">
          <WifiOff aria-hidden size={16} />
          You are offline. What you see may be old; trading waits until you are back.
          <Button
            variant="ghost"
            className="text-notice underline hover:text-notice"
            size="small"
            onClick={() => void queryClient.refetchQueries({ type: 'active' })}
          >
            Try now
          </Button>
        </p>
      )}
    </div>
  );
};
