import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

export const NotFoundPage = () => {
  useDocumentTitle('Not found');
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={Compass}
        title="There is nothing at this address"
        action={
          <Link to={paths.feed()} className={buttonClass()}>
            Go to the feed
          </Link>
        }
      >
        The link may be old, or a letter may be missing.
      </EmptyState>
    </>
  );
};
