import type { AnswerOf } from '@mesh-markets/contract';
import { formatCounted, formatCredits, formatPercent, formatSignedCredits } from '../../lib/format.ts';
import { PeopleTable } from './PeopleTable.tsx';

type Preview = AnswerOf<'previewResolution'>;

const shown = 5;

const Reduced = ({ ratio }: { readonly ratio: number }) => (
  <p className="rounded-md bg-notice-soft p-3 text-sm text-notice">
    The market holds less than everybody put in, because some sold at a profit before. Each person gets{' '}
    {formatPercent(ratio)} of their stake back.
  </p>
);

const PayoutTable = ({ payouts }: Pick<Preview, 'payouts'>) => (
  <PeopleTable
    caption="The largest payouts"
    heads={['Gets', 'Gain']}
    rows={payouts.slice(0, shown).map(({ user, credits, netCredits }) => ({
      user,
      figures: [formatCredits(credits), formatSignedCredits(netCredits)],
    }))}
  />
);

/** Who would get what, before it is final. */
export const PayoutPreview = ({ preview }: { readonly preview: Preview }) => (
  <section aria-label="Who gets what" className="grid gap-3">
    <p className="text-sm">
      Pays <strong className="figures">{formatCredits(preview.paidCredits)}</strong> to{' '}
      {formatCounted(preview.holdersPaid, 'person', 'people')}; {formatCredits(preview.returnedCredits)}{' '}
      return to {preview.returnedTo}.
    </p>
    {preview.refundRatio !== undefined && preview.refundRatio < 1 && <Reduced ratio={preview.refundRatio} />}
    {preview.payouts.length > 0 && <PayoutTable payouts={preview.payouts} />}
    {preview.payouts.length > shown && (
      <p className="text-xs text-muted">
        and {formatCounted(preview.holdersPaid - shown, 'more person', 'more people')}
      </p>
    )}
  </section>
);
