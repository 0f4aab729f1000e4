import type { Market, ResolveMarketBody } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { instanceQuery } from '../../api/queries.ts';
import { formatCounted, formatCredits } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFoot } from '../../ui/DialogFoot.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { outcomeName } from '../market/outcomeName.ts';
import { PayoutPreview } from './PayoutPreview.tsx';
import { resolutionPreviewQuery } from './previewQuery.ts';
import { isProblem, type ResolveChoice, resolutionBody } from './resolveChoice.ts';
import { useResultVerb } from './useResultVerb.ts';
import { VerdictFields } from './VerdictFields.tsx';

interface ResolveFormProps {
  readonly market: Market;
  readonly onDone: () => void;
}

/** The button names what it makes final. */
const confirmWords = (market: Market, choice: ResolveChoice, proposes: boolean): string => {
  if (proposes) {
    if (choice.kind === 'OUTCOME') return `Propose ${outcomeName(market, choice.index)}`;
    if (choice.kind === 'VOID') return 'Propose to void the market';
    return choice.kind === 'SPLIT' ? 'Propose these parts' : 'Propose a result';
  }
  switch (choice.kind) {
    case 'NONE':
      return 'Resolve';
    case 'OUTCOME':
      return `Resolve ${outcomeName(market, choice.index)} and pay out`;
    case 'VOID':
      return 'Void the market and refund';
    case 'SPLIT':
      return 'Resolve to these parts and pay out';
  }
};

/** How long a result waits for disputes, in words: `24 hours`. */
const hoursWords = (hours: number): string =>
  hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : hours === 1 ? 'an hour' : `${hours} hours`;

const doneWords = ({ resolution, proposal }: Market): string | undefined => {
  if (resolution !== undefined)
    return `Resolved: ${formatCredits(resolution.paidCredits)} paid to ${formatCounted(resolution.holdersPaid, 'person', 'people')}`;
  return proposal === undefined ? undefined : 'Proposed. It is paid when its time has passed.';
};

/** Says a result, or another one than was proposed before. */
const useResolve = (market: Market, onDone: () => void) => {
  const { id, proposal } = market;
  const resolve = useResultVerb('resolveMarket', market, doneWords, onDone);
  const amend = useResultVerb('amendProposal', market, doneWords, onDone);
  if (proposal === undefined)
    return { ...resolve, send: (body: ResolveMarketBody) => resolve.mutate({ params: { id }, body }) };
  const { version } = proposal;
  return {
    ...amend,
    send: (body: ResolveMarketBody) => amend.mutate({ params: { id }, body: { ...body, version } }),
  };
};

const Preview = ({ market, body }: { readonly market: Market; readonly body: ResolveMarketBody }) => {
  const { data, error } = useQuery(resolutionPreviewQuery(market.id, body));
  if (data !== undefined) return <PayoutPreview preview={data} />;
  if (error === null) return <Skeleton className="h-40" />;
  return (
    <p role="alert" className="text-sm text-danger">
      {errorSentence(error)}
    </p>
  );
};

export const ResolveForm = ({ market, onDone }: ResolveFormProps) => {
  const [choice, setChoice] = useState<ResolveChoice>({ kind: 'NONE' });
  const [note, setNote] = useState('');
  const resolve = useResolve(market, onDone);
  const hours = useQuery(instanceQuery()).data?.disputeHours ?? 0;
  const proposes = hours > 0 || market.proposal !== undefined;
  const body = resolutionBody(choice, note);
  const ready = !isProblem(body);
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !resolve.isPending) resolve.send(body);
      }}
    >
      <VerdictFields market={market} choice={choice} onChoice={setChoice} />
      {ready && <Preview market={market} body={body} />}
      <TextArea
        label="Evidence"
        hint="Why this is the answer, with a link if there is one. Everybody can read it."
        rows={2}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <DialogFoot stacked>
        <p className="text-xs text-notice">
          {proposes
            ? `Nothing is paid yet: those with a stake have ${hoursWords(Math.max(hours, 1))} to dispute it.`
            : 'This pays out at once, to everybody, and cannot be undone.'}
        </p>
        <FormError message={resolve.error === null ? undefined : errorSentence(resolve.error)} />
        <Button
          type="submit"
          size="large"
          wide
          className="h-auto min-h-12 py-2"
          pending={resolve.isPending}
          pendingLabel={proposes ? 'Proposing…' : 'Resolving…'}
          disabledReason={ready ? undefined : 'Choose what happened first; parts must sum to 100 %.'}
        >
          {confirmWords(market, choice, proposes)}
        </Button>
      </DialogFoot>
    </form>
  );
};
