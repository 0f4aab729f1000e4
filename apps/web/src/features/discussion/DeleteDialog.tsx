import type { Comment } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { refreshDiscussion } from '../../api/discussionQueries.ts';
import { errorSentence } from '../../api/errors.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { showToast } from '../../ui/toast.ts';

interface DeleteDialogProps {
  readonly comment: Comment;
  readonly own: boolean;
  readonly open: boolean;
  readonly onClose: () => void;
}

export const DeleteDialog = ({ comment, own, open, onClose }: DeleteDialogProps) => {
  const queryClient = useQueryClient();
  const remove = useApiMutation('deleteComment', {
    onSuccess: async () => {
      await refreshDiscussion(queryClient, comment.postId);
      showToast({ message: own ? 'Your comment is deleted.' : 'The comment is removed.' });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open={open}
      title={own ? 'Delete your comment?' : 'Remove this comment?'}
      verb={own ? 'Delete' : 'Remove'}
      pendingLabel={own ? 'Deleting…' : 'Removing…'}
      pending={remove.isPending}
      error={remove.error === null ? undefined : errorSentence(remove.error)}
      onConfirm={() => remove.mutate({ params: { id: comment.id } })}
      onClose={onClose}
    >
      Its words disappear for everybody and do not come back. What answers it stays.
    </ConfirmDialog>
  );
};
