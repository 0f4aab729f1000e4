import type { Profile } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorSentence, hasCode } from '../../api/errors.ts';
import { useFeatures } from '../../api/featureQueries.ts';
import { profileQuery } from '../../api/queries.ts';
import { profitHistoryQuery } from '../../api/reputationQueries.ts';
import { paths } from '../../lib/paths.ts';
import { formatDay } from '../../lib/time.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { useNow } from '../../lib/useNow.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useMe } from '../account/useSession.ts';
import { NotFoundPage } from '../errors/NotFoundPage.tsx';
import { FeedItem } from '../feed/FeedItem.tsx';
import { FollowButton } from '../follow/FollowButton.tsx';
import { FollowCounts } from '../follow/FollowCounts.tsx';
import { BotSwitch } from './BotSwitch.tsx';
import { CreatedMarkets } from './CreatedMarkets.tsx';
import { ForecastSection } from './ForecastSection.tsx';
import { ProfileStats } from './ProfileStats.tsx';
import { ProfitChart } from './ProfitChart.tsx';

const route = getRouteApi('/u/$handle');

const Head = ({ profile }: { readonly profile: Profile }) => {
  const { user, joinedAt, bot } = profile;
  const mine = useMe()?.id === user.id;
  return (
    <header className="flex flex-wrap items-center gap-4 py-6">
      <Avatar name={user.name} handle={user.handle} size="large" />
      <div className="min-w-0 flex-1 basis-36">
        <h1 dir="auto" className="text-lg font-semibold sm:text-xl">
          {user.name}
        </h1>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
          @{user.handle} · joined {formatDay(joinedAt)}
          {bot && <Badge>Bot</Badge>}
        </p>
        <FollowCounts handle={user.handle} />
      </div>
      <FollowButton handle={user.handle} />
      <BotSwitch profile={profile} />
      {mine && (
        <Link to={paths.settings()} className={buttonClass({ variant: 'secondary', size: 'small' })}>
          Edit profile
        </Link>
      )}
    </header>
  );
};

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="pt-6">
    <h2 className="mb-2 text-lg font-semibold">{title}</h2>
    {children}
  </section>
);

const ProfitSection = ({ profile: { user, stats } }: { readonly profile: Profile }) => {
  const { data } = useQuery(profitHistoryQuery(user.handle));
  const now = useNow();
  if (data === undefined) return <Skeleton className="h-64" />;
  return <ProfitChart days={data.days} realised={stats.realised} profit={stats.profit} now={now} />;
};

/** How somebody trades and foresees. */
const Record = ({ profile }: { readonly profile: Profile }) => (
  <>
    <ProfileStats stats={profile.stats} />
    {profile.stats.trades > 0 && (
      <Section title="Profit over time">
        <ProfitSection profile={profile} />
      </Section>
    )}
    <Section title="Calibration">
      <ForecastSection profile={profile} />
    </Section>
    {profile.created.length > 0 && (
      <Section title="Questions">
        <CreatedMarkets profile={profile} />
      </Section>
    )}
  </>
);

const Content = ({ profile }: { readonly profile: Profile }) => (
  <>
    <Head profile={profile} />
    {useFeatures().predictionMarkets && <Record profile={profile} />}
    <Section title="Posts">
      {profile.posts.length === 0 ? (
        <EmptyState icon={MessageSquare} title="No posts yet">
          What {profile.user.name} writes will stand here.
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
