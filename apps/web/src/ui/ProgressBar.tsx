import { className as join } from '../lib/className.ts';

interface ProgressBarProps {
  /** Between 0 and 1. */
  readonly value: number;
  readonly tone?: 'accent' | 'yes' | 'no' | 'neutral';
  /** Named, it is a meter for screen readers; without a name it is decoration beside a figure that says the same. */
  readonly label?: string;
  readonly className?: string;
}

const tones = { accent: 'bg-accent', yes: 'bg-yes', no: 'bg-no', neutral: 'bg-edge' } as const;

export const ProgressBar = ({ value, tone = 'accent', label, className }: ProgressBarProps) => {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10;
  const meter =
    label === undefined
      ? { 'aria-hidden': true }
      : {
          role: 'meter',
          'aria-label': label,
          'aria-valuenow': percent,
          'aria-valuemin': 0,
          'aria-valuemax': 100,
        };
  return (
    <div {...meter} className={join('h-1 overflow-hidden rounded-full bg-line', className)}>
      <div
        className={join('h-full rounded-full transition-[width] duration-200', tones[tone])}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
};
