import type { CorrectionFigures } from '@mesh-markets/contract';
import { formatCredits } from '../../lib/format.ts';

/** That an earlier result had been paid, and what became of it. */
export const CorrectionNote = ({ correction }: { readonly correction: CorrectionFigures }) => {
  const { paidCredits, takenCredits, missingCredits } = correction;
  return (
    <p className="figures rounded-md bg-notice-soft p-3 text-sm text-notice">
      An earlier result had been paid and was corrected: {formatCredits(takenCredits)} taken back,{' '}
      {formatCredits(paidCredits)} paid.
      {missingCredits > 0 && ` ${formatCredits(missingCredits)} could not be taken back; the house paid it.`}
    </p>
  );
};
