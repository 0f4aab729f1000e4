import type { AnswerOf } from '@mesh-markets/contract';
import { formatCounted, formatCredits, formatSignedCredits } from '../../lib/format.ts';

type Preview = AnswerOf<'previewCorrection'>;

const shown = 8;

const Changes = ({ changes }: Pick<Preview, 'changes'>) => (
  <table className="figures w-full text-sm">
    <caption className="sr-only">The largest changes</caption>
    <thead className="text-xs text-muted">
      <tr>
        <th scope="col" className="py-1 text-start font-medium">
          Who
        </th>
        <th scope="col" className="py-1 text-end font-medium">
          Change
        </th>
        <th scope="col" className="py-1 text-end font-medium">
          Missing
        </th>
      </tr>
    </thead>
    <tbody>
      {changes.slice(0, shown).map(({ user, credits, missing }) => (
        <tr key={user.id} className="border-t border-line">
          <td className="max-w-40 truncate py-1.5">@{user.handle}</td>
          <td className="py-1.5 text-end">{formatSignedCredits(credits)}</td>
          <td className="py-1.5 text-end">{missing === 0 ? '–' : formatCredits(missing)}</td>
        </tr>
      ))}
    </tbody>
  </table>
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
