import type { Comment } from '@mesh-markets/contract';
import { Link, useRouterState } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { paths } from '../../lib/paths.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { showToast } from '../../ui/toast.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import { LikeButton } from './LikeButton.tsx';
import { ReportDialog } from './ReportDialog.tsx';

interface CommentActionsProps {
  readonly comment: Comment;
  readonly onReply: () => void;
  readonly onEdit: () => void;
  readonly onError: (sentence: string | undefined) => void;
}

const copyLink = async ({ id }: Comment, onError: CommentActionsProps['onError']): Promise<void> => {
  const url = new URL(window.location.href);
  url.hash = `comment-${id}`;
  try {
    await navigator.clipboard.writeText(url.href);
    showToast({ message: 'Link copied.' });
  } catch {
    onError('The browser did not let the link be copied. The time beside the name is the same link.');
  }
};

const small = 'px-2';

const Reply = ({ comment, onReply }: Pick<CommentActionsProps, 'comment' | 'onReply'>) => {
  const next = useRouterState({ select: ({ location }) => location.href });
  if (comment.viewer !== undefined) {
    return (
      <Button variant="ghost" size="small" className={small} onClick={onReply}>
        Reply
      </Button>
    );
  }
  return (
    <Link
      to={paths.signIn()}
      search={{ next }}
      className={buttonClass({ variant: 'ghost', size: 'small', className: small })}
    >
      Reply
    </Link>
  );
};

/** What can be done with a comment: the two usual things, and the rest behind one more press. */
export const CommentActions = ({ comment, onReply, onEdit, onError }: CommentActionsProps) => {
  const [more, setMore] = useState(false);
  const [dialog, setDialog] = useState<'delete' | 'report'>();
  const { viewer } = comment;
  const close = (): void => setDialog(undefined);
  return (
    <div className="flex flex-wrap items-center">
      <LikeButton comment={comment} onError={onError} />
      <Reply comment={comment} onReply={onReply} />
      <Button
        variant="ghost"
        size="small"
        className={small}
        aria-label="More"
        aria-expanded={more}
        onClick={() => setMore(!more)}
      >
        <Ellipsis aria-hidden size={16} />
      </Button>
      {more && (
        <>
          <Button
            variant="ghost"
            size="small"
            className={small}
            onClick={() => void copyLink(comment, onError)}
          >
            Copy link
          </Button>
          {viewer?.canEdit && (
            <Button variant="ghost" size="small" className={small} onClick={onEdit}>
              Edit
            </Button>
          )}
          {viewer?.canDelete && (
            <Button variant="ghost" size="small" className={small} onClick={() => setDialog('delete')}>
              {viewer.canReport ? 'Remove' : 'Delete'}
            </Button>
          )}
          {viewer?.canReport && (
            <Button variant="ghost" size="small" className={small} onClick={() => setDialog('report')}>
              Report
            </Button>
          )}
        </>
      )}
      <DeleteDialog comment={comment} own={!viewer?.canReport} open={dialog === 'delete'} onClose={close} />
      {dialog === 'report' && (
        <ReportDialog thing={{ commentId: comment.id }} title="Report this comment" onClose={close} />
      )}
    </div>
  );
};
