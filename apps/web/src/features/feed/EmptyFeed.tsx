import { Link } from '@tanstack/react-router';
import { MessagesSquare, UserPlus } from 'lucide-react';
import { useFeatures } from '../../api/featureQueries.ts';
import { paths } from '../../lib/paths.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { FeedTab } from './feedSearch.ts';

const askFirst = (
  <Link to={paths.ask()} className={buttonClass()}>
    Ask the first question
  </Link>
);

const NothingFollowed = () => (
  <EmptyState
    icon={UserPlus}
    title="Nothing here yet"
    action={
      <Link to={paths.leaderboard()} className={buttonClass()}>
        Find people
      </Link>
    }
  >
    Follow people on their profile, and markets by their bookmark. What they write and ask comes here.
  </EmptyState>
);

/** What to say where there is nothing to show, and how it comes about that there is. */
export const EmptyFeed = ({ tab }: { readonly tab: FeedTab }) => {
  const { predictionMarkets } = useFeatures();
  if (tab === 'following') return <NothingFollowed />;
  if (!predictionMarkets)
    return (
      <EmptyState icon={MessagesSquare} title="Nothing here yet">
        What people write comes here.
      </EmptyState>
    );
  if (tab === 'closing' || tab === 'trending')
    return (
      <EmptyState icon={MessagesSquare} title="No market is open" action={askFirst}>
        Open markets come here: {tab === 'closing' ? 'those that close next' : 'those that are traded most'}{' '}
        first.
      </EmptyState>
    );
  return (
    <EmptyState icon={MessagesSquare} title="Nothing here yet" action={askFirst}>
      Every market begins with a question about the future, such as “Will it rain on Saturday?” Others then
      trade on the answer.
    </EmptyState>
  );
};

export const FollowingForVisitors = () => (
  <EmptyState
    icon={UserPlus}
    title="Follow people and markets"
    action={
      <Link to={paths.signUp()} className={buttonClass()}>
        Join
      </Link>
    }
  >
    With an account you can follow those whose questions and posts you like, and find them here.
  </EmptyState>
);
