import type { UserSummary } from '@mesh-markets/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import { type FollowList, followListQuery } from '../../api/discoveryQueries.ts';
import { errorSentence } from '../../api/errors.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { LoadMore } from '../feed/LoadMore.tsx';

const titles: Record<FollowList, (handle: string) => string> = {
  followers: (handle) => `Who follows @${handle}`,
  following: (handle) => `Whom @${handle} follows`,
};

const emptyWords: Record<FollowList, string> = {
  followers: 'Whoever follows this person comes here, the latest first.',
  following: 'Whom this person follows comes here, the latest first.',
};

const Person = ({ person }: { readonly person: UserSummary }) => (
  <li>
    <Link
      to={paths.profile(person.handle)}
      className="flex items-center gap-3 rounded-md py-3 hover:underline"
    >
      <Avatar name={person.name} handle={person.handle} />
      <span className="min-w-0">
        <span dir="auto" className="block truncate font-medium">
          {person.name}
        </span>
        <span className="block truncate text-sm text-muted">@{person.handle}</span>
      </span>
    </Link>
  </li>
);

const People = ({ handle, list }: { readonly handle: string; readonly list: FollowList }) => {
  const people = useInfiniteQuery(followListQuery(handle, list));
  const users = people.data?.pages.flatMap((page) => page.users);
  if (users === undefined)
    return people.isError ? (
      <ErrorState message={errorSentence(people.error)} onRetry={() => void people.refetch()} />
    ) : (
      <Skeleton className="h-96" />
    );
  if (users.length === 0)
    return (
      <EmptyState icon={Users} title="Nobody yet">
        {emptyWords[list]}
      </EmptyState>
    );
  return (
    <>
      <ul aria-label={titles[list](handle)} className="divide-y divide-line">
        {users.map((person) => (
          <Person key={person.id} person={person} />
        ))}
      </ul>
      <LoadMore feed={people} />
    </>
  );
};

const FollowListPage = ({ list }: { readonly list: FollowList }) => {
  const { handle = '' } = useParams({ strict: false });
  const title = titles[list](handle);
  useDocumentTitle(title);
  return (
    <>
      <PageHeader title={title}>
        <Link to={paths.profile(handle)} className="text-accent hover:underline">
          Back to the profile
        </Link>
      </PageHeader>
      <People handle={handle} list={list} />
    </>
  );
};

export const FollowersPage = () => <FollowListPage list="followers" />;
export const FollowingPage = () => <FollowListPage list="following" />;
