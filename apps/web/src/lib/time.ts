const locale = 'en-US';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

const unitOf = (milliseconds: number): [number, Unit] => {
  if (milliseconds < HOUR) return [milliseconds / MINUTE, 'minute'];
  if (milliseconds < DAY) return [milliseconds / HOUR, 'hour'];
  if (milliseconds < 14 * DAY) return [milliseconds / DAY, 'day'];
  if (milliseconds < 60 * DAY) return [milliseconds / (7 * DAY), 'week'];
  if (milliseconds < 730 * DAY) return [milliseconds / (30.44 * DAY), 'month'];
  return [milliseconds / (365.25 * DAY), 'year'];
};

/** `3 days`: a length in its most telling unit, rounded down so that time is never promised. */
export const formatDuration = (milliseconds: number): string => {
  const [amount, unit] = unitOf(Math.abs(milliseconds));
  const whole = Math.floor(amount);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
};

/** A day and most of another is far from `1 day`: between one and two the hours are told too, `1 day 23 h`. */
const formatAhead = (left: number): string => {
  const hours = Math.floor((left - DAY) / HOUR);
  return left >= DAY && left < 2 * DAY && hours > 0 ? `1 day ${hours}\u202fh` : formatDuration(left);
};

/** `3 days left`, `1 day 6 h left`, `less than a minute left`, `time is up`. */
export const formatTimeLeft = (at: string, now: number): string => {
  const left = Date.parse(at) - now;
  if (left <= 0) return 'time is up';
  return left < MINUTE ? 'less than a minute left' : `${formatAhead(left)} left`;
};

/** The clock of the page ticks this slowly, and the server's may differ a little: what just happened is not to come. */
const CLOCK_SLACK = 20_000;

/** `3 days ago`, `just now`, `in 2 hours`. */
export const formatRelative = (at: string, now: number): string => {
  const since = now - Date.parse(at);
  if (Math.abs(since) < MINUTE) return since >= -CLOCK_SLACK ? 'just now' : 'in a moment';
  return since > 0 ? `${formatDuration(since)} ago` : `in ${formatAhead(-since)}`;
};

const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const exact = new Intl.DateTimeFormat(locale, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});

export const formatDay = (at: string): string => day.format(Date.parse(at));

/** Date, time and zone in full: `Sat, Nov 28, 2026, 6:00 PM GMT+1`. */
export const formatExact = (at: string): string => exact.format(Date.parse(at));

/** The viewer's zone by name, `Europe/Berlin`. */
export const localTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

const twoDigits = (part: number): string => String(part).padStart(2, '0');

/** The value of an `<input type="datetime-local">` for a moment, in the viewer's zone. */
export const toLocalInput = (at: Date): string =>
  `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}T${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;

/** The moment a `datetime-local` value means in the viewer's zone; undefined while it is incomplete. */
export const fromLocalInput = (value: string): Date | undefined => {
  const moment = new Date(value);
  return value === '' || Number.isNaN(moment.getTime()) ? undefined : moment;
};
