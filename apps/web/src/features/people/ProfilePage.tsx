import type { Profile } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorSentence, hasCode } from '../../api/errors.ts';
import { profileQuery } from '../../api/queries.ts';
import { formatCount, formatCredits } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { formatDay } from '../../lib/time.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useMe } from '../account/useSession.ts';
import { NotFoundPage } from '../errors/NotFoundPage.tsx';
import { FeedItem } from '../feed/FeedItem.tsx';
import { CalibrationChart } from './CalibrationChart.tsx';
import { SignedCredits } from './SignedCredits.tsx';

const route = getRouteApi('/u/$handle');

const Head = ({ profile: { user, joinedAt } }: { readonly profile: Profile }) => {
  const mine = useMe()?.id === user.id;
  return (
    <header className="flex flex-wrap items-center gap-4 py-6">
      <Avatar name={user.name} handle={user.handle} size="large" />
      <div className="min-w-0 flex-1 basis-36">
        <h1 dir="auto" className="text-lg font-semibold sm:text-xl">
          {user.name}
        </h1>
        <p className="text-sm text-muted">
          @{user.handle} · joined {formatDay(joinedAt)}
        </p>
      </div>
      {mine && (
        <Link to={paths.settings()} className={buttonClass({ variant: 'secondary', size: 'small' })}>
          Edit profile
        </Link>
      )}
    </header>
  );
};

const Stat = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="flex flex-col-reverse justify-end">
    <dt className="text-xs text-muted">{label}</dt>
    <dd className="figures text-lg font-semibold">{children}</dd>
  </div>
);

const Stats = ({ stats }: { readonly stats: Profile['stats'] }) => (
  <dl className="grid grid-cols-2 gap-4 border-y border-line py-4 sm:grid-cols-5">
    <Stat label="Profit">
      <SignedCredits amount={stats.profit} />
    </Stat>
    <Stat label="Volume">{formatCredits(stats.volume)}</Stat>
    <Stat label="Trades">{formatCount(stats.trades)}</Stat>
    <Stat label="Markets traded">{formatCount(stats.marketsTraded)}</Stat>
    <Stat label="Questions asked">{formatCount(stats.marketsCreated)}</Stat>
  </dl>
);

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="pt-6">
    <h2 className="mb-2 text-lg font-semibold">{title}</h2>
    {children}
  </section>
);

const Content = ({ profile }: { readonly profile: Profile }) => (
  <>
    <Head profile={profile} />
    <Stats stats={profile.stats} />
    <Section title="Calibration">
      {profile.calibration.length === 0 ? (
        <p className="text-sm text-muted">
          Shows how often things came true against the price paid, once markets with trades of theirs have
          resolved.
        </p>
      ) : (
        <CalibrationChart bins={profile.calibration} />
      )}
    </Section>
    <Section title="Posts">
      {profile.posts.length === 0 ? (
        <EmptyState icon={MessageSquare} title="No posts yet">
          Questions and posts by {profile.user.name} will stand here.
        </EmptyState>
      ) : (
        <ol aria-label={`Posts by ${profile.user.name}`} className="divide-y divide-line">
          {profile.posts.map((post) => (
            <FeedItem key={post.id} post={post} />
          ))}
        </ol>
      )}
    </Section>
  </>
);

const ProfileSkeleton = () => (
  <div role="status" aria-label="Loading the profile" className="grid gap-6 py-6">
    <div className="flex items-center gap-4">
      <Skeleton className="size-16 rounded-full" />
      <Skeleton className="h-12 w-56" />
    </div>
    <Skeleton className="h-20" />
    <Skeleton className="h-72" />
  </div>
);

export const ProfilePage = () => {
  const { handle } = route.useParams();
  const { data, isPending, error, refetch } = useQuery(profileQuery(handle));
  useDocumentTitle(data ? data.user.name : `@${handle}`);
  if (data) return <Content profile={data} />;
  if (isPending) return <ProfileSkeleton />;
  // A handle that cannot exist is refused as invalid rather than missing; to the reader it is the same.
  if (hasCode(error, 'NOT_FOUND') || hasCode(error, 'VALIDATION_FAILED')) return <NotFoundPage />;
  return (
    <>
      <h1 className="sr-only">@{handle}</h1>
      <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />
    </>
  );
};
