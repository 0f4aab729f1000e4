import { className as join } from '../../lib/className.ts';
import { formatPoints, percentFigure } from '../../lib/format.ts';
import { RollingNumber } from '../../ui/RollingNumber.tsx';

interface BigProbabilityProps {
  readonly probability: number;
  /** Of what. */
  readonly label: string;
  readonly change24h?: number | undefined;
  readonly size: 'card' | 'page';
  /** Final odds of a market that is over. */
  readonly muted?: boolean;
}

const sizes = { card: 'text-xl', page: 'text-2xl' } as const;
const unitSizes = { card: 'text-lg', page: 'text-xl' } as const;

const Change = ({ change }: { readonly change: number }) => {
  const points = formatPoints(change);
  if (points === '0') return null;
  return (
    <span className={join('figures text-sm font-medium', change > 0 ? 'text-yes' : 'text-no')}>
      {points} <span className="sr-only">points</span> <span className="font-normal text-muted">in 24 h</span>
    </span>
  );
};

/** The number people came for, with how it moved. */
export const BigProbability = ({
  probability,
  label,
  change24h,
  size,
  muted = false,
}: BigProbabilityProps) => (
  <p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
    <span className={join('font-semibold', sizes[size], muted && 'text-muted')}>
      <RollingNumber value={probability} format={percentFigure} />
      <span className={join('ms-0.5 font-medium text-muted', unitSizes[size])}>%</span>
    </span>
    <span dir="auto" className="min-w-0 text-sm text-muted">
      {label}
    </span>
    {!muted && change24h !== undefined && <Change change={change24h} />}
  </p>
);
