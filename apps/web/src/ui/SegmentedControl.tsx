import { useId } from 'react';
import { className as join } from '../lib/className.ts';

interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly tone?: 'yes' | 'no';
}

interface SegmentedControlProps<Value extends string> {
  /** Says what is being chosen; for screen readers. */
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly className?: string;
}

const chosen = {
  plain: 'has-checked:bg-chosen has-checked:text-text',
  yes: 'has-checked:bg-yes has-checked:text-on-yes',
  no: 'has-checked:bg-no has-checked:text-on-no',
} as const;

/** One of a few, all in view. Radio buttons underneath, so arrow keys and screen readers work as they know it. */
export const SegmentedControl = <Value extends string>({
  label,
  segments,
  value,
  onValueChange,
  className,
}: SegmentedControlProps<Value>) => {
  const name = useId();
  return (
    <fieldset className={join('flex gap-1 rounded-md bg-sunken p-1', className)}>
      <legend className="sr-only">{label}</legend>
      {segments.map((segment) => (
        <label
          key={segment.value}
          className={join(
            'flex min-h-8 flex-1 items-center justify-center rounded-sm px-2.5 text-center whitespace-nowrap text-sm font-medium text-muted',
            'transition-colors hover:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent',
            chosen[segment.tone ?? 'plain'],
          )}
        >
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            onChange={() => onValueChange(segment.value)}
            className="sr-only"
          />
          {segment.label}
        </label>
      ))}
    </fieldset>
  );
};
