import { toLocalInput } from '../../lib/time.ts';

interface ClosingChoice {
  readonly label: string;
  /** As the date-time field holds it: in the viewer's zone, without naming it. */
  readonly value: string;
}

const endOfDay = (year: number, month: number, day: number): Date => new Date(year, month, day, 23, 59);

/** The same day of the next month, or its last day where that month is shorter. */
const oneMonthAfter = (now: Date): Date => {
  const lastDay = new Date(now.getFullYear(), now.getMonth() + 2, 0).getDate();
  return endOfDay(now.getFullYear(), now.getMonth() + 1, Math.min(now.getDate(), lastDay));
};

const daysAfter = (now: Date, days: number): Date =>
  endOfDay(now.getFullYear(), now.getMonth(), now.getDate() + days);

/** On New Year's Eve the end of the year is no choice any more; then the next one is meant. */
const endOfYear = (now: Date): Date => {
  const lastDay = now.getMonth() === 11 && now.getDate() === 31;
  return endOfDay(now.getFullYear() + (lastDay ? 1 : 0), 11, 31);
};

/** Moments people usually mean, each at the end of its day where the viewer lives. */
export const closingChoices = (now: Date): ClosingChoice[] => [
  { label: 'Tomorrow', value: toLocalInput(daysAfter(now, 1)) },
  { label: '1 week', value: toLocalInput(daysAfter(now, 7)) },
  { label: '1 month', value: toLocalInput(oneMonthAfter(now)) },
  { label: 'End of year', value: toLocalInput(endOfYear(now)) },
];
