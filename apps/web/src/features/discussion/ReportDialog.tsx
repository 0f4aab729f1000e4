import {
  type CommentId,
  characterCount,
  type PostId,
  REPORT_NOTE_MAX,
  ReportReason,
} from '@mesh-markets/contract';
import { useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { Button } from '../../ui/Button.tsx';
import { CharacterCount } from '../../ui/CharacterCount.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { showToast } from '../../ui/toast.ts';
import { reasonWords } from './commentWords.ts';

interface ReportDialogProps {
  readonly thing: { readonly commentId: CommentId } | { readonly postId: PostId };
  readonly title: string;
  readonly onClose: () => void;
}

const ReasonPicker = ({
  value,
  onPick,
}: {
  readonly value: ReportReason | undefined;
  readonly onPick: (reason: ReportReason) => void;
}) => (
  <fieldset className="grid gap-1">
    <legend className="mb-1 text-sm font-medium">What is wrong with it?</legend>
    {ReportReason.options.map((reason, index) => (
      <label
        key={reason}
        className="flex min-h-10 items-center gap-3 rounded-md border border-line px-3 py-2 text-sm has-checked:border-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
      >
        <input
          type="radio"
          name="reason"
          checked={reason === value}
          onChange={() => onPick(reason)}
          className="accent-accent"
          {...(index === 0 && { 'data-autofocus': true })}
        />
        {reasonWords[reason]}
      </label>
    ))}
  </fieldset>
);

/** Tells the admins. Nobody else learns who did. */
export const ReportDialog = ({ thing, title, onClose }: ReportDialogProps) => {
  const [reason, setReason] = useState<ReportReason>();
  const [note, setNote] = useState('');
  const done = {
    onSuccess: () => {
      showToast({ message: 'Thank you. An admin will look at it.' });
      onClose();
    },
  };
  const ofComment = useApiMutation('reportComment', done);
  const ofPost = useApiMutation('reportPost', done);
  const error = ofComment.error ?? ofPost.error;

  const send = (): void => {
    if (reason === undefined) return;
    const body = { reason, ...(note.trim() === '' ? {} : { note: note.trim() }) };
    if ('commentId' in thing) ofComment.mutate({ params: { id: thing.commentId }, body });
    else ofPost.mutate({ params: { id: thing.postId }, body });
  };

  return (
    <Dialog open onClose={onClose} title={title}>
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <ReasonPicker value={reason} onPick={setReason} />
        <TextArea
          label="Anything to add?"
          rows={2}
          value={note}
          aside={<CharacterCount count={characterCount(note)} limit={REPORT_NOTE_MAX} />}
          hint="Only the admins read this, and they see that it is from you."
          onChange={(event) => setNote(event.target.value)}
        />
        <FormError message={error === null ? undefined : errorSentence(error)} />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            pending={ofComment.isPending || ofPost.isPending}
            pendingLabel="Sending…"
            disabledReason={reason === undefined ? 'Choose what is wrong with it.' : undefined}
          >
            Report
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
