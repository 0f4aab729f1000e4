import { className as join } from '../../lib/className.ts';
import { formatSignedCredits } from '../../lib/format.ts';

/** A gain or a loss: the sign says it, the colour repeats it. */
export const SignedCredits = ({ amount }: { readonly amount: number }) => (
  <span className={join('figures whitespace-nowrap', amount > 0 && 'text-yes', amount < 0 && 'text-no')}>
    {formatSignedCredits(amount)}
  </span>
);
