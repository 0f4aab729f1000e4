const weekday = new Intl.DateTimeFormat('en-US', { weekday: 'short', day: 'numeric', month: 'short' });
const withYear = new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'short', year: 'numeric' });

interface Dated {
  readonly createdAt: string;
}

export interface Day<Entry> {
  /** `Today`, `Yesterday`, `Sat, Nov 21`; with the year where it is another one. */
  readonly name: string;
  readonly entries: readonly Entry[];
}

/** Local midnight before a moment; days have 23 or 25 hours where clocks change, so hours are not counted. */
const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

const nameOf = (day: number, today: number): string => {
  if (day === today) return 'Today';
  const yesterday = new Date(today);
  yesterday.setDate(yesterday.getDate() - 1);
  if (day === yesterday.getTime()) return 'Yesterday';
  const isThisYear = new Date(day).getFullYear() === new Date(today).getFullYear();
  return (isThisYear ? weekday : withYear).format(day);
};

/** Entries, newest first, under the day of the reader's zone on which each happened. */
export const byDay = <Entry extends Dated>(entries: readonly Entry[], now: number): Day<Entry>[] => {
  const today = dayOf(now);
  const days = new Map<number, Entry[]>();
  for (const entry of entries) {
    const day = dayOf(Date.parse(entry.createdAt));
    const there = days.get(day);
    if (there) there.push(entry);
    else days.set(day, [entry]);
  }
  return [...days].map(([day, ofDay]) => ({ name: nameOf(day, today), entries: ofDay }));
};
