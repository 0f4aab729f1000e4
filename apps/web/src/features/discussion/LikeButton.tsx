import type { Comment } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Heart } from 'lucide-react';
import { changeComment } from '../../api/discussionQueries.ts';
import { errorSentence } from '../../api/errors.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { className as join } from '../../lib/className.ts';
import { formatCount } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';

interface LikeButtonProps {
  readonly comment: Comment;
  readonly onError: (sentence: string | undefined) => void;
}

const withLike = (comment: Comment, liked: boolean, likes: number): Comment => ({
  ...comment,
  likes,
  ...(comment.viewer && { viewer: { ...comment.viewer, liked } }),
});

const reasonAgainst = ({ viewer }: Comment): string | undefined => {
  if (viewer === undefined) return 'Sign in to like this.';
  return viewer.canReport ? undefined : 'You cannot like your own comment.';
};

/** Counts at once, and takes it back if the server did not hear it. */
export const LikeButton = ({ comment, onError }: LikeButtonProps) => {
  const queryClient = useQueryClient();
  const liked = comment.viewer?.liked ?? false;
  const like = useApiMutation('likeComment', {
    onMutate: ({ body }) => {
      onError(undefined);
      const likes = comment.likes + (body.liked ? 1 : -1);
      changeComment(queryClient, comment, (shown) => withLike(shown, body.liked, likes));
    },
    onSuccess: (answer) =>
      changeComment(queryClient, comment, (shown) => withLike(shown, answer.liked, answer.likes)),
    onError: (error, { body }) => {
      onError(errorSentence(error));
      changeComment(queryClient, comment, (shown) => withLike(shown, !body.liked, comment.likes));
    },
  });
  const toggle = (): void => {
    if (!like.isPending) like.mutate({ params: { id: comment.id }, body: { liked: !liked } });
  };
  return (
    <Button
      variant="ghost"
      size="small"
      aria-pressed={liked}
      aria-label={`Like, ${formatCount(comment.likes)}`}
      className={join('figures -ms-2 gap-1.5 px-2', liked && 'text-accent')}
      disabledReason={reasonAgainst(comment)}
      onClick={toggle}
    >
      <Heart aria-hidden size={16} strokeWidth={1.75} fill={liked ? 'currentColor' : 'none'} />
      {comment.likes > 0 && formatCount(comment.likes)}
    </Button>
  );
};
