import type { AnswerOf, UserSummary } from '@mesh-markets/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { searchQuery } from '../../api/discoveryQueries.ts';
import { errorSentence } from '../../api/errors.ts';
import { className as join } from '../../lib/className.ts';
import { formatCounted } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { LoadMore } from '../feed/LoadMore.tsx';
import { TopicChips } from '../topics/TopicChips.tsx';
import { Highlighted } from './Highlighted.tsx';
import { SearchResult } from './SearchResult.tsx';

interface QueryProps {
  readonly query: string;
}

const People = ({ people, query }: QueryProps & { readonly people: readonly UserSummary[] }) =>
  people.length === 0 ? null : (
    <ul aria-label="People" className="flex flex-wrap gap-2 border-b border-line py-3">
      {people.map((person) => (
        <li key={person.id} className="min-w-0">
          <Link
            data-result
            to={paths.profile(person.handle)}
            className="flex h-10 items-center gap-2 rounded-full border border-line ps-2 pe-3 text-sm hover:bg-hover"
          >
            <Avatar name={person.name} handle={person.handle} size="small" />
            <span dir="auto" className="truncate font-medium">
              <Highlighted text={person.name} query={query} />
            </span>
            <span className="truncate text-muted max-sm:hidden">@{person.handle}</span>
          </Link>
        </li>
      ))}
    </ul>
  );

const Nothing = ({ query }: QueryProps) => (
  <EmptyState
    icon={SearchX}
    title="Nothing found"
    action={
      <Link to={paths.ask()} className={buttonClass()}>
        Ask a question
      </Link>
    }
  >
    No question, post, person or topic has “{query}”. Try fewer words or the beginning of one.
  </EmptyState>
);

const countWords = (count: number, more: boolean): string =>
  count === 0 ? 'Nothing found' : `${formatCounted(count, 'result')}${more ? ' and more' : ''}`;

type Found = AnswerOf<'search'>;

export const SearchResults = ({ query }: QueryProps) => {
  const found = useInfiniteQuery(searchQuery(query));
  if (found.data === undefined)
    return found.isError ? (
      <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
    ) : (
      <div role="status" aria-label="Searching" className="grid gap-4 pt-4">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </div>
    );
  const pages: readonly Found[] = found.data.pages;
  const { users = [], topics = [] } = pages[0] ?? {};
  const posts = pages.flatMap((page) => page.posts);
  const count = posts.length + users.length;
  return (
    <div className={join('transition-opacity', found.isPlaceholderData && 'opacity-60')}>
      <p role="status" className="sr-only">
        {found.isPlaceholderData ? '' : countWords(count, found.hasNextPage)}
      </p>
      {topics.length > 0 && (
        <div className="border-b border-line py-3">
          <TopicChips topics={topics.map(({ name }) => name)} />
        </div>
      )}
      <People people={users} query={query} />
      {count + topics.length === 0 && <Nothing query={query} />}
      <ol aria-label="Results" className="divide-y divide-line">
        {posts.map((post) => (
          <SearchResult key={post.id} post={post} query={query} />
        ))}
      </ol>
      <LoadMore feed={found} />
    </div>
  );
};
