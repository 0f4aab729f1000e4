import type { PostId } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { useMe } from '../account/useSession.ts';

interface HideProps {
  readonly postId: PostId;
}

const HideDialog = ({ postId, onClose }: HideProps & { readonly onClose: () => void }) => {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const hide = useApiMutation('hidePost', {
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      onClose();
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (reason.trim() !== '') hide.mutate({ params: { id: postId }, body: { reason } });
  };
  return (
    <Dialog open onClose={onClose} title="Hide from feeds and search">
      <form onSubmit={send} className="grid gap-4">
        <p className="text-sm text-muted">
          Whoever has the address can still read it. Trading and resolving go on, so nobody loses anything.
        </p>
        <TextArea
          label="Why"
          hint="Kept in the log."
          rows={3}
          maxLength={500}
          required
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <FormError message={hide.error === null ? undefined : errorSentence(hide.error)} />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            pending={hide.isPending}
            pendingLabel="Hiding…"
            disabledReason={reason.trim() === '' ? 'Say why first.' : undefined}
          >
            Hide
          </Button>
        </div>
      </form>
    </Dialog>
  );
};

const ShowAgain = ({ postId }: HideProps) => {
  const queryClient = useQueryClient();
  const show = useApiMutation('showPost', { onSuccess: () => queryClient.invalidateQueries() });
  return (
    <>
      <FormError message={show.error === null ? undefined : errorSentence(show.error)} />
      <Button
        variant="secondary"
        size="small"
        className="w-fit"
        pending={show.isPending}
        onClick={() => show.mutate({ params: { id: postId } })}
      >
        Show it again
      </Button>
    </>
  );
};

/** Says that a post is hidden, to everybody who gets there; moderators hide it here and show it again. */
export const HidePost = ({ postId, hidden }: HideProps & { readonly hidden: boolean }) => {
  const role = useMe()?.role ?? 'user';
  const [open, setOpen] = useState(false);
  if (hidden) {
    return (
      <div role="note" className="grid gap-2 rounded-md bg-notice-soft px-4 py-2 text-sm text-notice">
        <p>
          A moderator left this out of feeds and search. It can still be read here, and everything goes on.
        </p>
        {role !== 'user' && <ShowAgain postId={postId} />}
      </div>
    );
  }
  if (role === 'user') return null;
  return (
    <>
      <Button variant="ghost" size="small" className="mt-4 -ms-3 w-fit" onClick={() => setOpen(true)}>
        Hide from feeds and search
      </Button>
      {open && <HideDialog postId={postId} onClose={() => setOpen(false)} />}
    </>
  );
};
