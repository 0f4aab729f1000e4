import type { Comment } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { refreshDiscussion } from '../../api/discussionQueries.ts';
import { errorSentence } from '../../api/errors.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FormError } from '../../ui/FormError.tsx';
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
    <Dialog open={open} onClose={onClose} title={own ? 'Delete your comment?' : 'Remove this comment?'}>
      <div className="grid gap-4">
        <p className="text-sm text-muted">
          Its words disappear for everybody and do not come back. What answers it stays.
        </p>
        <FormError message={remove.error === null ? undefined : errorSentence(remove.error)} />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button
            variant="danger"
            pending={remove.isPending}
            pendingLabel={own ? 'Deleting…' : 'Removing…'}
            onClick={() => remove.mutate({ params: { id: comment.id } })}
          >
            {own ? 'Delete' : 'Remove'}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};
