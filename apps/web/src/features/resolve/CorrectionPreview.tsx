import type { AnswerOf } from '@mesh-markets/contract';
import { formatCounted, formatCredits, formatSignedCredits } from '../../lib/format.ts';
import { PeopleTable } from './PeopleTable.tsx';

type Preview = AnswerOf<'previewCorrection'>;

const shown = 8;

const Changes = ({ changes }: Pick<Preview, 'changes'>) => (
  <PeopleTable
    caption="The largest changes"
    heads={['Change', 'Missing']}
    rows={changes.slice(0, shown).map(({ user, credits, missing }) => ({
      user,
      figures: [formatSignedCredits(credits), missing === 0 ? '–' : formatCredits(missing)],
    }))}
  />
);

/** Who gets and gives back what, before it is done. */
export const CorrectionPreview = ({ preview }: { readonly preview: Preview }) => {
  const { paidCredits, takenCredits, missingCredits, issuedCredits, peopleChanged } = preview;
  return (
    <section aria-label="Who gets and gives back what" className="grid gap-3">
      <p className="text-sm">
        Takes back <strong className="figures">{formatCredits(takenCredits)}</strong> and pays{' '}
        <strong className="figures">{formatCredits(paidCredits)}</strong>;{' '}
        {formatCounted(peopleChanged, 'wallet')} change.
      </p>
      {missingCredits > 0 && (
        <p className="rounded-md bg-notice-soft p-3 text-sm text-notice">
          {formatCredits(missingCredits)} cannot be taken back, because the wallets hold less. The house pays
          it
          {issuedCredits > 0 && `, with ${formatCredits(issuedCredits)} issued for it`}.
        </p>
      )}
      {preview.changes.length > 0 && <Changes changes={preview.changes} />}
      {peopleChanged > shown && (
        <p className="text-xs text-muted">and {formatCounted(peopleChanged - shown, 'more wallet')}</p>
      )}
    </section>
  );
};
