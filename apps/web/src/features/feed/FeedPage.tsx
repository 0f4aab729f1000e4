import { getRouteApi, Link } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { tabClass } from '../../ui/tabClass.ts';
import { useMe } from '../account/useSession.ts';
import { ComposerPrompt } from './ComposerPrompt.tsx';
import { FeedList } from './FeedList.tsx';
import { feedFilterOf } from './feedSearch.ts';
import { SetupHint } from './SetupHint.tsx';
import { Welcome } from './Welcome.tsx';

const route = getRouteApi('/');

const tabs = [
  ['All', {}],
  ['Markets', { show: 'markets' }],
  ['Posts', { show: 'posts' }],
] as const;

const EmptyFeed = () => (
  <EmptyState
    icon={MessagesSquare}
    title="Nothing here yet"
    action={
      <Link to={paths.ask()} className={buttonClass()}>
        Ask the first question
      </Link>
    }
  >
    Every market begins with a question about the future, such as “Will it rain on Saturday?” Others then
    trade on the answer.
  </EmptyState>
);

export const FeedPage = () => {
  useDocumentTitle('Feed');
  const me = useMe();
  const search = route.useSearch();
  return (
    <>
      <SetupHint />
      {me === null ? <Welcome /> : <h1 className="sr-only">Feed</h1>}
      {me && <ComposerPrompt me={me} />}
      <nav aria-label="What the feed shows" className="flex gap-5 border-b border-line">
        {tabs.map(([label, show]) => (
          <Link
            key={label}
            to={paths.feed()}
            search={show}
            activeOptions={{ exact: true, includeSearch: true }}
            className={`${tabClass} flex items-center`}
          >
            {label}
          </Link>
        ))}
      </nav>
      <FeedList filter={feedFilterOf(search)} empty={<EmptyFeed />} />
    </>
  );
};
