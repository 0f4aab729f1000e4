import type { Market, ResolveMarketBody } from '@mesh-markets/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { applyMarket } from '../../api/applyEvent.ts';
import { errorSentence } from '../../api/errors.ts';
import { meQuery } from '../../api/queries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { formatCounted, formatCredits } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { showToast } from '../../ui/toast.ts';
import { outcomeName } from '../market/outcomeName.ts';
import { ChoicePicker } from './ChoicePicker.tsx';
import { PayoutPreview } from './PayoutPreview.tsx';
import { resolutionPreviewQuery } from './previewQuery.ts';
import { isProblem, type ResolveChoice, resolutionBody } from './resolveChoice.ts';
import { SplitFields } from './SplitFields.tsx';

interface ResolveFormProps {
  readonly market: Market;
  readonly onDone: () => void;
}

/** The button names what it makes final. */
const confirmWords = (market: Market, choice: ResolveChoice): string => {
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

const useResolve = (market: Market, onDone: () => void) => {
  const queryClient = useQueryClient();
  return useApiMutation('resolveMarket', {
    onSuccess: (resolved) => {
      applyMarket(queryClient, resolved);
      void queryClient.invalidateQueries({ queryKey: ['market', market.id] });
      void queryClient.invalidateQueries({ queryKey: meQuery().queryKey });
      void queryClient.invalidateQueries({ queryKey: ['portfolio'] });
      void queryClient.invalidateQueries({ queryKey: ['wallet'] });
      const { resolution } = resolved;
      if (resolution !== undefined) {
        showToast({
          message: `Resolved: ${formatCredits(resolution.paidCredits)} paid to ${formatCounted(resolution.holdersPaid, 'person', 'people')}`,
        });
      }
      onDone();
    },
  });
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

const Problem = ({ error }: { readonly error: Error | null }) =>
  error !== null && (
    <p role="alert" className="rounded-md bg-danger-soft p-3 text-sm text-danger">
      {errorSentence(error)}
    </p>
  );

export const ResolveForm = ({ market, onDone }: ResolveFormProps) => {
  const [choice, setChoice] = useState<ResolveChoice>({ kind: 'NONE' });
  const [note, setNote] = useState('');
  const resolve = useResolve(market, onDone);
  const body = resolutionBody(choice, note);
  const ready = !isProblem(body);
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !resolve.isPending) resolve.mutate({ params: { id: market.id }, body });
      }}
    >
      <ChoicePicker market={market} choice={choice} onChoice={setChoice} />
      {choice.kind === 'SPLIT' && (
        <SplitFields
          market={market}
          percents={choice.percents}
          onPercents={(percents) => setChoice({ kind: 'SPLIT', percents })}
        />
      )}
      <TextArea
        label="Evidence"
        hint="Why this is the answer, with a link if there is one. Everybody can read it."
        rows={2}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {ready && <Preview market={market} body={body} />}
      {/* In view whatever the length of the form: nobody should have to look for what makes it final. */}
      <div className="sticky bottom-0 -mx-5 -mb-5 grid gap-3 border-t border-line bg-raised px-5 py-4">
        <p className="text-xs text-notice">This pays out at once, to everybody, and cannot be undone.</p>
        <Problem error={resolve.error} />
        <Button
          type="submit"
          size="large"
          wide
          className="h-auto min-h-12 py-2"
          pending={resolve.isPending}
          pendingLabel="Resolving…"
          disabledReason={ready ? undefined : 'Choose what happened first; parts must sum to 100 %.'}
        >
          {confirmWords(market, choice)}
        </Button>
      </div>
    </form>
  );
};
