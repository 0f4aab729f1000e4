import { formatExact, formatRelative } from '../lib/time.ts';
import { useNow } from '../lib/useNow.ts';

interface DateTimeProps {
  readonly at: string;
  /** How to say it; relative words where nothing is given. */
  readonly format?: (at: string, now: number) => string;
  readonly className?: string;
}

/** A moment in words that stay fresh, with date, time and zone on hover. */
export const DateTime = ({ at, format = formatRelative, className }: DateTimeProps) => (
  <time dateTime={at} title={formatExact(at)} className={className}>
    {format(at, useNow())}
  </time>
);
