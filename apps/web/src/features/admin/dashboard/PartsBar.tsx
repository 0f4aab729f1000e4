import { useId } from 'react';

export interface Part {
  readonly label: string;
  readonly value: number;
  /** What it is, in a few words. */
  readonly meaning?: string;
  /** Fill of the bar and of the mark beside the label. */
  readonly fillClass: string;
}

interface PartsBarProps {
  readonly title: string;
  readonly parts: readonly Part[];
  readonly format: (value: number) => string;
  /** What the parts come to, and of what. */
  readonly sum: string;
}

/** A whole and its parts: a bar, and under it every part by name with its figure. */
export const PartsBar = ({ title, parts, format, sum }: PartsBarProps) => {
  const headingId = useId();
  const whole = parts.reduce((total, { value }) => total + value, 0);
  let from = 0;
  const placed = parts.map((part) => {
    const width = whole === 0 ? 0 : (part.value / whole) * 100;
    from += width;
    return { ...part, x: from - width, width };
  });
  return (
    <section aria-labelledby={headingId} className="grid content-start gap-3">
      <h2 id={headingId} className="text-sm font-medium">
        {title}
      </h2>
      <svg aria-hidden className="h-4 w-full overflow-hidden rounded-sm bg-sunken" preserveAspectRatio="none">
        {placed.map(({ label, x, width, fillClass }) => (
          <rect
            key={label}
            x={`${x}%`}
            width={`${width}%`}
            height="100%"
            className={`${fillClass} stroke-canvas`}
          />
        ))}
      </svg>
      <dl className="grid gap-1.5 text-sm">
        {parts.map(({ label, value, meaning, fillClass }) => (
          <div key={label} className="flex items-baseline justify-between gap-3">
            <dt className="flex min-w-0 items-baseline gap-2">
              <svg aria-hidden width="10" height="10" className="shrink-0">
                <rect width="10" height="10" rx="2" className={fillClass} />
              </svg>
              <span>
                {label}
                {meaning !== undefined && <span className="text-muted"> {meaning}</span>}
              </span>
            </dt>
            <dd className="figures whitespace-nowrap">{format(value)}</dd>
          </div>
        ))}
      </dl>
      <p className="figures border-t border-line pt-2 text-sm text-muted">{sum}</p>
    </section>
  );
};
