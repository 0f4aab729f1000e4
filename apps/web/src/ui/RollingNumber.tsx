import { useState } from 'react';
import { className as join } from '../lib/className.ts';

interface RollingNumberProps {
  readonly value: number;
  readonly format: (value: number) => string;
  readonly className?: string;
}

/** A figure that slides in from below when it grew and from above when it shrank, so that a change is seen. */
export const RollingNumber = ({ value, format, className }: RollingNumberProps) => {
  const [shown, setShown] = useState({ value, motion: '' });
  if (shown.value !== value) {
    setShown({ value, motion: value > shown.value ? 'animate-roll-up' : 'animate-roll-down' });
  }
  return (
    <span className={join('figures inline-flex overflow-y-clip whitespace-nowrap', className)}>
      <span key={shown.value} className={shown.motion}>
        {format(shown.value)}
      </span>
    </span>
  );
};
