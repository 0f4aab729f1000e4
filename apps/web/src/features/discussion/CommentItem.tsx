import type { Comment } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeComment, refreshDiscussion } from '../../api/discussionQueries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { className as join } from '../../lib/className.ts';
import { CommentActions } from './CommentActions.tsx';
import { type CommentDraft, CommentForm } from './CommentForm.tsx';
import { CommentAnchor, CommentHead, type TalkedMarket } from './CommentHead.tsx';
import { CommentText } from './CommentText.tsx';

interface CommentItemProps {
  readonly comment: Comment;
  readonly market: TalkedMarket | undefined;
  /** The address points at this one. */
  readonly highlighted: boolean;
  /** An answer was written and is to be seen. */
  readonly onReplied: () => Promise<unknown>;
}

const arrive = (element: HTMLElement | null): void => {
  element?.scrollIntoView({ block: 'center' });
  element?.focus({ preventScroll: true });
};

const deletedWords = { AUTHOR: 'Deleted by its author.', MODERATOR: 'Removed by a moderator.' } as const;

type Writing = 'reply' | 'edit' | undefined;

const ReplyForm = ({ comment, market, onReplied, onClose }: CommentItemProps & { onClose: () => void }) => {
  const post = useApiMutation('postComment');
  const send = async ({ body, tradeSeq }: CommentDraft): Promise<void> => {
    await post.mutateAsync({
      params: { id: comment.postId },
      body: { body, parentId: comment.id, ...(tradeSeq === undefined ? {} : { tradeSeq }) },
    });
    await onReplied();
    onClose();
  };
  return (
    <CommentForm
      label={`Reply to ${comment.author?.name ?? 'this comment'}`}
      placeholder="Write a reply"
      draftKey={`reply-${comment.id}`}
      submitLabel="Reply"
      pendingLabel="Replying…"
      marketId={market?.id}
      autoFocus
      onSubmit={send}
      onCancel={onClose}
    />
  );
};

const EditForm = ({ comment, onClose }: { readonly comment: Comment; readonly onClose: () => void }) => {
  const queryClient = useQueryClient();
  const edit = useApiMutation('editComment');
  const send = async ({ body }: CommentDraft): Promise<void> => {
    const changed = await edit.mutateAsync({ params: { id: comment.id }, body: { body } });
    changeComment(queryClient, comment, () => changed);
    void refreshDiscussion(queryClient, comment.postId);
    onClose();
  };
  return (
    <CommentForm
      label="Change your comment"
      placeholder="Your comment"
      draftKey={`edit-${comment.id}`}
      initial={comment.body ?? ''}
      submitLabel="Save"
      pendingLabel="Saving…"
      autoFocus
      onSubmit={send}
      onCancel={onClose}
    />
  );
};

/** One comment, and what can be written in its place or below it. */
export const CommentItem = (props: CommentItemProps) => {
  const { comment, market, highlighted } = props;
  const { author, parent } = comment;
  const [writing, setWriting] = useState<Writing>();
  const [error, setError] = useState<string>();
  const close = (): void => setWriting(undefined);
  return (
    <article
      id={`comment-${comment.id}`}
      ref={highlighted ? arrive : null}
      tabIndex={-1}
      aria-label={author === undefined ? 'Deleted comment' : `Comment by ${author.name}`}
      className={join(
        'grid min-w-0 grid-cols-1 gap-1.5 rounded-md py-3 outline-none',
        highlighted && '-mx-3 bg-accent-soft px-3',
      )}
    >
      {author === undefined ? (
        <p className="text-sm text-muted italic">{deletedWords[comment.deleted ?? 'AUTHOR']}</p>
      ) : (
        <>
          <CommentHead comment={comment} author={author} market={market} />
          {comment.depth > 1 && parent?.author && (
            <p className="text-xs text-muted">answers @{parent.author.handle}</p>
          )}
          {writing === 'edit' ? (
            <EditForm comment={comment} onClose={close} />
          ) : (
            <>
              <CommentText body={comment.body ?? ''} mentions={comment.mentions} />
              <CommentAnchor trade={comment.trade} market={market} />
              <CommentActions
                comment={comment}
                onReply={() => setWriting('reply')}
                onEdit={() => setWriting('edit')}
                onError={setError}
              />
            </>
          )}
        </>
      )}
      {error !== undefined && (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      )}
      {writing === 'reply' && <ReplyForm {...props} onClose={close} />}
    </article>
  );
};
