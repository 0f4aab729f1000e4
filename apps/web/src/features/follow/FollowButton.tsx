import type { Follows } from '@mesh-markets/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { followsQuery } from '../../api/discoveryQueries.ts';
import { errorSentence } from '../../api/errors.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { paths } from '../../lib/paths.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { showToast } from '../../ui/toast.ts';
import { useMe } from '../account/useSession.ts';

interface FollowButtonProps {
  readonly handle: string;
}

const Toggle = ({ handle, follows }: FollowButtonProps & { readonly follows: Follows }) => {
  const queryClient = useQueryClient();
  const options = {
    onSuccess: (answer: Follows) => {
      queryClient.setQueryData(followsQuery(handle).queryKey, answer);
      void queryClient.invalidateQueries({
        queryKey: ['follows'],
        predicate: ({ queryKey }) => queryKey[2] !== 'counts',
      });
      queryClient.removeQueries({ queryKey: ['feed', 'pages', { sort: 'following' }], type: 'inactive' });
    },
    onError: (error: Error) => showToast({ message: errorSentence(error), tone: 'danger' as const }),
  };
  const follow = useApiMutation('followUser', options);
  const unfollow = useApiMutation('unfollowUser', options);
  const following = follows.viewer?.following === true;
  const change = following ? unfollow : follow;
  return (
    <Button
      size="small"
      variant={following ? 'secondary' : 'primary'}
      aria-pressed={following}
      aria-label={`Follow @${handle}`}
      pending={change.isPending}
      onClick={() => change.mutate({ params: { handle } })}
    >
      {following ? 'Following' : 'Follow'}
    </Button>
  );
};

/** Follows a person or no longer. A visitor is led to sign in; oneself one cannot follow. */
export const FollowButton = ({ handle }: FollowButtonProps) => {
  const me = useMe();
  const here = useLocation({ select: ({ href }) => href });
  const { data: follows } = useQuery(followsQuery(handle));
  if (me === null)
    return (
      <Link to={paths.signIn()} search={{ next: here }} className={buttonClass({ size: 'small' })}>
        Follow
      </Link>
    );
  if (me === undefined || follows === undefined) return <Skeleton className="h-8 w-20" />;
  return me.handle === handle ? null : <Toggle handle={handle} follows={follows} />;
};
