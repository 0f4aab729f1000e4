import { className as join } from '../../lib/className.ts';
import type { Tone } from './ticketStart.ts';

interface MovementBarProps {
  readonly before: number;
  readonly after: number;
  readonly tone: Tone;
}

const solid = { yes: 'bg-yes', no: 'bg-no', accent: 'bg-accent' } as const;

const percent = (probability: number): string => `${(probability * 100).toFixed(2)}%`;

/** The odds with the part that the order would move set off. Decoration: the two figures stand above it. */
export const MovementBar = ({ before, after, tone }: MovementBarProps) => (
  <div aria-hidden className="relative h-2 overflow-hidden rounded-full bg-line">
    <div
      className={join('absolute inset-y-0 start-0 opacity-45 transition-[width]', solid[tone])}
      style={{ width: percent(Math.max(before, after)) }}
    />
    <div
      className={join('absolute inset-y-0 start-0 transition-[width]', solid[tone])}
      style={{ width: percent(Math.min(before, after)) }}
    />
    <div
      className="absolute inset-y-0 w-0.5 bg-text transition-[inset-inline-start]"
      style={{ insetInlineStart: `calc(${percent(after)} - 1px)` }}
    />
  </div>
);
