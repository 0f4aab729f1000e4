import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { followsQuery } from '../../api/discoveryQueries.ts';
import { formatCount } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';

const linkClass = 'rounded-sm hover:underline';

/** How many follow a person and how many they follow; each leads to the list. */
export const FollowCounts = ({ handle }: { readonly handle: string }) => {
  const { data } = useQuery(followsQuery(handle));
  if (data === undefined) return <Skeleton className="h-5 w-44" />;
  return (
    <p className="figures flex flex-wrap gap-x-4 text-sm text-muted">
      <Link to={paths.followers(handle)} className={linkClass}>
        <strong className="font-semibold text-text">{formatCount(data.followers)}</strong>{' '}
        {data.followers === 1 ? 'follower' : 'followers'}
      </Link>
      <Link to={paths.following(handle)} className={linkClass}>
        <strong className="font-semibold text-text">{formatCount(data.following)}</strong> following
      </Link>
      {data.viewer?.followed === true && <span>follows you</span>}
    </p>
  );
};
