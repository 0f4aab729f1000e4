import { useQueryClient } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { useOnline } from '../../lib/useOnline.ts';
import { Button } from '../../ui/Button.tsx';

export const OfflineBanner = () => {
  const online = useOnline();
  const queryClient = useQueryClient();
  return (
    <div role="status">
      {!online && (
        <p className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-notice-soft px-4 py-2 text-sm text-notice">
          <WifiOff aria-hidden size={16} />
          You are offline. What you see may be old; trading waits until you are back.
          <Button
            variant="ghost"
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
