import { formatCredits } from '../lib/format.ts';
import { RollingNumber } from './RollingNumber.tsx';

/** `₡ 9,500`, rolling when it changes. */
export const Credits = ({
  amount,
  className = '',
}: {
  readonly amount: number;
  readonly className?: string;
}) => <RollingNumber value={amount} format={formatCredits} className={className} />;
