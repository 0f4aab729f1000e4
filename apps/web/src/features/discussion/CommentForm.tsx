import { COMMENT_MAX, characterCount, routes } from '@mesh-markets/contract';
import { useState } from 'react';
import { errorSentence, fieldErrors } from '../../api/errors.ts';
import { problemsOf } from '../../lib/formErrors.ts';
import { Button } from '../../ui/Button.tsx';
import { CharacterCount } from '../../ui/CharacterCount.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { MentionTextArea } from './MentionTextArea.tsx';
import { TradePicker } from './TradePicker.tsx';
import { useDraft } from './useDraft.ts';

export interface CommentDraft {
  readonly body: string;
  readonly tradeSeq?: number;
}

interface CommentFormProps {
  readonly label: string;
  readonly placeholder: string;
  /** Where the draft is kept. */
  readonly draftKey: string;
  readonly initial?: string;
  readonly submitLabel: string;
  readonly pendingLabel: string;
  /** Set where one of the author's trades may be attached. */
  readonly marketId?: string | undefined;
  readonly autoFocus?: boolean;
  readonly onSubmit: (draft: CommentDraft) => Promise<unknown>;
  readonly onCancel?: () => void;
}

const bodySchema = routes.editComment.body;

/** From here on it helps to see how much is left. */
const COUNT_FROM = COMMENT_MAX * 0.8;

/** The words, the trade and what became of sending them. What was typed stays until it has arrived. */
const useCommentForm = ({ draftKey, initial = '', onSubmit }: CommentFormProps) => {
  const draft = useDraft(draftKey, initial);
  const [seq, setSeq] = useState('');
  const [error, setError] = useState<string>();
  const [pending, setPending] = useState(false);

  const send = async (): Promise<void> => {
    if (pending) return;
    const problem = problemsOf(bodySchema, { body: draft.text }).get('body');
    setError(problem);
    if (problem !== undefined) return;
    setPending(true);
    try {
      await onSubmit({ body: draft.text, ...(seq === '' ? {} : { tradeSeq: Number(seq) }) });
      draft.clear();
      setSeq('');
    } catch (failure) {
      setError(fieldErrors(failure).get('body') ?? errorSentence(failure));
    } finally {
      setPending(false);
    }
  };

  return { text: draft.text, change: draft.change, seq, setSeq, error, pending, send: () => void send() };
};

/** Writes a comment, an answer or a change. */
export const CommentForm = (props: CommentFormProps) => {
  const { label, placeholder, marketId, onCancel } = props;
  const { text, change, seq, setSeq, error, pending, send } = useCommentForm(props);
  const length = characterCount(text);
  const [wantsPreview, setWantsPreview] = useState(false);
  const empty = text.trim() === '';
  const previewed = wantsPreview && !empty;
  return (
    <form
      noValidate
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
        setWantsPreview(false);
      }}
    >
      {/* Hidden rather than gone, so that the cursor stays where it was. */}
      <div className={previewed ? 'hidden' : undefined}>
        <MentionTextArea
          label={label}
          labelHidden
          placeholder={placeholder}
          rows={onCancel !== undefined || text === '' ? 2 : 3}
          value={text}
          onText={change}
          onSend={send}
          error={error}
          hint="Markdown works, and @ names somebody."
          {...(props.autoFocus && { autoFocus: true })}
        />
      </div>
      {previewed && (
        <section aria-label={`Preview: ${label}`} className="rounded-md border border-line p-3">
          <Markdown text={text} />
        </section>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {marketId !== undefined && (
          <div className="min-w-0 flex-1 basis-52">
            <TradePicker marketId={marketId} value={seq} onPick={setSeq} />
          </div>
        )}
        <div className="ms-auto flex items-center gap-2">
          {length > COUNT_FROM && <CharacterCount count={length} limit={COMMENT_MAX} />}
          {!empty && (
            <Button variant="ghost" size="small" onClick={() => setWantsPreview(!previewed)}>
              {previewed ? 'Write' : 'Preview'}
            </Button>
          )}
          {onCancel && (
            <Button variant="ghost" size="small" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button
            type="submit"
            size="small"
            pending={pending}
            pendingLabel={props.pendingLabel}
            disabledReason={empty ? 'Write something first.' : undefined}
          >
            {props.submitLabel}
          </Button>
        </div>
      </div>
    </form>
  );
};
