import { CloudOff } from 'lucide-react';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';

interface ErrorStateProps {
  readonly title?: string;
  /** The failure as a sentence. */
  readonly message: string;
  readonly onRetry?: () => void;
}

export const ErrorState = ({ title = 'This could not be loaded', message, onRetry }: ErrorStateProps) => (
  <div role="alert">
    <EmptyState
      icon={CloudOff}
      title={title}
      action={
        onRetry && (
          <Button variant="secondary" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {message}
    </EmptyState>
  </div>
);
