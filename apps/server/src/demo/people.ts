export interface DemoPerson {
  readonly name: string;
  readonly handle: string;
  readonly joinedDaysAgo: number;
  /** How often they trade, against the others. */
  readonly activity: number;
  /** How far their guesses scatter around what is known, in log-odds. */
  readonly scatter: number;
  /** How much of an advantage they see they put money on. */
  readonly boldness: number;
  /** Handles of whom they follow once all have joined. */
  readonly follows: readonly string[];
}

/** Invented people of an invented town's forecasting club. */
export const people: readonly DemoPerson[] = [
  {
    name: 'Maren Holt',
    handle: 'maren',
    joinedDaysAgo: 22,
    activity: 5,
    scatter: 0.3,
    boldness: 0.7,
    follows: ['priya', 'aiko', 'bea'],
  },
  {
    name: 'Tomas Okafor',
    handle: 'tomas_o',
    joinedDaysAgo: 21.9,
    activity: 6,
    scatter: 0.45,
    boldness: 0.9,
    follows: ['maren', 'priya'],
  },
  {
    name: 'Priya Raman',
    handle: 'priya',
    joinedDaysAgo: 21.7,
    activity: 7,
    scatter: 0.2,
    boldness: 0.8,
    follows: ['aiko', 'leila'],
  },
  {
    name: 'Jonas Lindqvist',
    handle: 'jonas',
    joinedDaysAgo: 21.4,
    activity: 3,
    scatter: 0.6,
    boldness: 1.1,
    follows: ['priya', 'maren', 'tomas_o'],
  },
  {
    name: 'Aiko Tanabe',
    handle: 'aiko',
    joinedDaysAgo: 21.2,
    activity: 5,
    scatter: 0.25,
    boldness: 0.5,
    follows: ['priya', 'maren'],
  },
  {
    name: 'Leila Haddad',
    handle: 'leila',
    joinedDaysAgo: 20.8,
    activity: 4,
    scatter: 0.35,
    boldness: 0.7,
    follows: ['aiko'],
  },
  {
    name: 'Sam Whitlock',
    handle: 'sam_w',
    joinedDaysAgo: 19.5,
    activity: 4,
    scatter: 0.8,
    boldness: 1,
    follows: ['maren', 'priya', 'jonas'],
  },
  {
    name: 'Beatriz Moura',
    handle: 'bea',
    joinedDaysAgo: 16,
    activity: 3,
    scatter: 0.4,
    boldness: 0.6,
    follows: ['maren', 'priya', 'aiko', 'leila'],
  },
];
