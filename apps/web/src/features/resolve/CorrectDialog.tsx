import type { CorrectBody, Market, ResolveMarketBody } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Dialog.tsx';
import { DialogFoot } from '../../ui/DialogFoot.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { CorrectionPreview } from './CorrectionPreview.tsx';
import { correctionPreviewQuery } from './previewQuery.ts';
import { isProblem, type ResolveChoice, resolutionBody } from './resolveChoice.ts';
import { useResultVerb } from './useResultVerb.ts';
import { VerdictFields } from './VerdictFields.tsx';

interface CorrectDialogProps {
  readonly market: Market;
  readonly open: boolean;
  readonly onClose: () => void;
}

const Preview = ({ market, body }: { readonly market: Market; readonly body: ResolveMarketBody }) => {
  const { data, error } = useQuery(correctionPreviewQuery(market.id, market.version, body));
  if (error !== null) return <FormError message={errorSentence(error)} />;
  return data === undefined ? <Skeleton className="h-40" /> : <CorrectionPreview preview={data} />;
};

const CorrectForm = ({ market, onClose }: Omit<CorrectDialogProps, 'open'>) => {
  const [choice, setChoice] = useState<ResolveChoice>({ kind: 'NONE' });
  const [reason, setReason] = useState('');
  const correct = useResultVerb('correctResolution', market, () => 'Corrected.', onClose);
  const verdict = resolutionBody(choice, '');
  const chosen = !isProblem(verdict);
  const body: CorrectBody | undefined = chosen && reason.trim() !== '' ? { ...verdict, reason } : undefined;
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (body !== undefined) correct.mutate({ params: { id: market.id }, body });
      }}
    >
      <VerdictFields market={market} choice={choice} onChoice={setChoice} />
      {chosen && <Preview market={market} body={verdict} />}
      <TextArea
        label="Why"
        hint="What was wrong, with a link if there is one. Everybody can read it."
        required
        rows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <DialogFoot stacked>
        <p className="text-xs text-notice">
          This moves credits at once. Wallets are never taken below zero; the house pays what is missing.
        </p>
        <FormError message={correct.error === null ? undefined : errorSentence(correct.error)} />
        <Button
          type="submit"
          size="large"
          wide
          pending={correct.isPending}
          pendingLabel="Correcting…"
          disabledReason={body === undefined ? 'Choose what happened, and say why.' : undefined}
        >
          Correct the result
        </Button>
      </DialogFoot>
    </form>
  );
};

/** For an admin without a stake: what was paid was wrong. */
export const CorrectDialog = ({ market, open, onClose }: CorrectDialogProps) => (
  <Sheet open={open} onClose={onClose} title="Correct the result">
    <p dir="auto" className="mb-4 text-sm text-muted">
      {market.question}
    </p>
    <CorrectForm market={market} onClose={onClose} />
  </Sheet>
);
