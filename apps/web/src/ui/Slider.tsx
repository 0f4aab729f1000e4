import type { ComponentProps, CSSProperties } from 'react';
import { className as join } from '../lib/className.ts';

interface SliderProps extends Omit<ComponentProps<'input'>, 'type' | 'value' | 'onChange' | 'min' | 'max'> {
  /** The name for screen readers, where no visible label is tied to it by id. */
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onValueChange: (value: number) => void;
  /** The value in words for screen readers: `62 percent`, `50 credits`. */
  readonly valueText?: string;
  readonly tone?: 'accent' | 'yes' | 'no';
}

export const Slider = ({
  label,
  value,
  min,
  max,
  onValueChange,
  valueText,
  tone = 'accent',
  className,
  ...rest
}: SliderProps) => {
  const filled = max > min ? ((value - min) / (max - min)) * 100 : 0;
  const style = {
    '--filled': `${Math.min(100, Math.max(0, filled))}%`,
    '--slider-color': `var(--color-${tone})`,
  } as CSSProperties;
  return (
    <input
      {...rest}
      type="range"
      aria-label={label}
      aria-valuetext={valueText}
      min={min}
      max={max}
      value={value}
      onChange={(event) => onValueChange(event.target.valueAsNumber)}
      style={style}
      className={join('slider', className)}
    />
  );
};
