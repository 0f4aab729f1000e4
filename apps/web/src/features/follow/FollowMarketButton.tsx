import type { Market } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Bookmark, BookmarkCheck } from 'lucide-react';
import { applyFollowing } from '../../api/applyEvent.ts';
import { errorSentence } from '../../api/errors.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { className as join } from '../../lib/className.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { showToast } from '../../ui/toast.ts';

/** A bookmark: the market stands among what one follows, and one hears of it. Absent for visitors. */
export const FollowMarketButton = ({ market }: { readonly market: Market }) => {
  const queryClient = useQueryClient();
  const options = {
    onSuccess: ({ following }: { following: boolean }) => {
      applyFollowing(queryClient, market.id, following);
      queryClient.removeQueries({ queryKey: ['feed', 'pages', { sort: 'following' }], type: 'inactive' });
    },
    onError: (error: Error) => showToast({ message: errorSentence(error), tone: 'danger' as const }),
  };
  const follow = useApiMutation('followMarket', options);
  const unfollow = useApiMutation('unfollowMarket', options);
  if (market.viewer === undefined) return null;
  const { following } = market.viewer;
  const change = following ? unfollow : follow;
  return (
    <IconButton
      icon={following ? BookmarkCheck : Bookmark}
      label="Follow this market"
      aria-pressed={following}
      size="small"
      className={join('w-8', following && 'text-accent')}
      pending={change.isPending}
      onClick={() => change.mutate({ params: { id: market.id } })}
    />
  );
};
