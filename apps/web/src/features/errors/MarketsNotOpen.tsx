import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { meQuery } from '../../api/queries.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

/** In place of every page about markets, for those whom they are not open to. It does not say whether there is such a market. */
export const MarketsNotOpen = () => {
  useDocumentTitle('Markets are not open to you');
  const { data: me } = useQuery(meQuery());
  return (
    <>
      <h1 className="sr-only">Markets are not open to you</h1>
      <EmptyState
        icon={Lock}
        title="Markets are not open to you yet"
        action={
          <Link to={paths.feed()} className={buttonClass()}>
            Go to the feed
          </Link>
        }
      >
        {me === null
          ? 'They are being opened to some people first. If you are one of them, sign in.'
          : 'They are being opened to some people first. Nothing you have is lost meanwhile.'}
      </EmptyState>
    </>
  );
};
