import type { DecideBody, Market, Proposal } from '@mesh-markets/contract';
import { useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Dialog.tsx';
import { DialogFoot } from '../../ui/DialogFoot.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { verdictIn, verdictName } from '../market/marketStatus.ts';
import { isProblem, type ResolveChoice, resolutionBody } from './resolveChoice.ts';
import { useResultVerb } from './useResultVerb.ts';
import { VerdictFields } from './VerdictFields.tsx';

interface DecideDialogProps {
  readonly market: Market;
  readonly proposal: Proposal;
  readonly open: boolean;
  readonly onClose: () => void;
}

type Decision = DecideBody['decision'];

const decisions = [
  { value: 'UPHOLD', label: 'Uphold' },
  { value: 'CHANGE', label: 'Change' },
  { value: 'VOID', label: 'Void' },
] as const satisfies readonly { value: Decision; label: string }[];

/** What goes over the wire; undefined while something is missing. */
const bodyOf = (
  decision: Decision,
  choice: ResolveChoice,
  { version }: Proposal,
  reason: string,
): DecideBody | undefined => {
  if (reason.trim() === '') return undefined;
  if (decision !== 'CHANGE') return { decision, version, reason };
  const verdict = resolutionBody(choice, '');
  return isProblem(verdict) ? undefined : { ...verdict, decision, version, reason };
};

const hints: Readonly<Record<Decision, (proposed: string) => string>> = {
  UPHOLD: (proposed) => `Pays what was proposed (${proposed}), at once.`,
  CHANGE: () => 'Pays another result, at once.',
  VOID: () => 'Stakes go back, at once.',
};

const DecideForm = ({ market, proposal, onClose }: Omit<DecideDialogProps, 'open'>) => {
  const [decision, setDecision] = useState<Decision>('UPHOLD');
  const [choice, setChoice] = useState<ResolveChoice>({ kind: 'NONE' });
  const [reason, setReason] = useState('');
  const decide = useResultVerb('decideDispute', market, () => 'Decided and paid.', onClose);
  const body = bodyOf(decision, choice, proposal, reason);
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (body !== undefined) decide.mutate({ params: { id: market.id }, body });
      }}
    >
      <SegmentedControl label="Decision" segments={decisions} value={decision} onValueChange={setDecision} />
      <p dir="auto" className="text-sm text-muted">
        {hints[decision](verdictName(verdictIn(market, proposal)))}
      </p>
      {decision === 'CHANGE' && <VerdictFields market={market} choice={choice} onChoice={setChoice} />}
      <TextArea
        label="Why"
        hint="Everybody can read it."
        required
        rows={3}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <DialogFoot stacked>
        <FormError message={decide.error === null ? undefined : errorSentence(decide.error)} />
        <Button
          type="submit"
          size="large"
          wide
          pending={decide.isPending}
          pendingLabel="Deciding…"
          disabledReason={body === undefined ? 'Say what holds, and why.' : undefined}
        >
          Decide and pay out
        </Button>
      </DialogFoot>
    </form>
  );
};

/** For an admin without a stake: what holds. */
export const DecideDialog = ({ open, onClose, ...rest }: DecideDialogProps) => (
  <Sheet open={open} onClose={onClose} title="Decide the dispute">
    <p dir="auto" className="mb-4 text-sm text-muted">
      {rest.market.question}
    </p>
    <DecideForm {...rest} onClose={onClose} />
  </Sheet>
);
