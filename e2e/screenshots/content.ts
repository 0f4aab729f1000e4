/** Questions and people that could be anybody's, so that the pictures look like a place where something goes on. */

export const people = [
  'Ana Moreira',
  'Ben Okafor',
  'Chiara Conti',
  'Dinesh Rao',
  'Elif Yıldız',
  'Frank Hofer',
  'Grace Lindqvist',
  'Hiro Tanaka',
  'Ines Duarte',
  'Jonas Weber',
  'Kateryna Bondar',
  'Liam O’Connor',
] as const;

export interface PlannedMarket {
  readonly question: string;
  /** Number in the list of people; 0 is the one whose eyes the pictures are seen with. */
  readonly asker: number;
  readonly description?: string;
  readonly outcomes?: readonly string[];
  /** Days before now. */
  readonly asked: number;
  /** Days after now, or before it when negative. */
  readonly closes: number;
  /** Where opinion starts and where it has come to by now, of the first outcome. */
  readonly from: number;
  readonly to: number;
  readonly trades: number;
  /** A closed market without one waits for its resolution. */
  readonly resolved?: 'YES' | 'NO' | number;
  readonly note?: string;
  readonly liquidity?: number;
}

const weatherRules = `Counts what the **national weather service** reports for the city station.

- At least 1 cm of snow on the ground at 07:00 on any day.
- Sleet does not count.

If the station is out of order, the nearest one that works decides.`;

export const markets: readonly PlannedMarket[] = [
  {
    question: 'Will it snow in Vienna before the Christmas market closes?',
    asker: 5,
    description: weatherRules,
    asked: 27,
    closes: 24,
    from: 0.45,
    to: 0.68,
    trades: 70,
  },
  {
    question: 'Which team wins the company football cup?',
    asker: 5,
    outcomes: ['Platform', 'Design', 'Field sales', 'Support', 'Finance', 'Data'],
    asked: 20,
    closes: 11,
    from: 0.17,
    to: 0.41,
    trades: 55,
  },
  {
    question: 'Will the new tram line carry passengers this year?',
    asker: 10,
    asked: 24,
    closes: 35,
    from: 0.7,
    to: 0.31,
    trades: 60,
    description:
      'YES once somebody with an ordinary ticket rides the whole line, U2 Seestadt to Aspern Nord.',
  },
  {
    question: 'Will Grace finish the marathon in under four hours?',
    asker: 3,
    asked: 12,
    closes: 2,
    from: 0.4,
    to: 0.57,
    trades: 34,
    liquidity: 400,
  },
  {
    question: 'Will the query planner rewrite ship in the next release, behind no flag?',
    asker: 0,
    asked: 16,
    closes: 40,
    from: 0.5,
    to: 0.22,
    trades: 48,
    description: 'The release notes decide. A flag that is on by default still counts as a flag.',
  },
  {
    question: 'How many people come to the winter meetup?',
    asker: 1,
    outcomes: ['Under 40', '40 to 79', '80 to 119', '120 or more'],
    asked: 9,
    closes: 6,
    from: 0.15,
    to: 0.08,
    trades: 30,
    liquidity: 600,
  },
  {
    question: 'Will the office coffee machine be repaired by Friday?',
    asker: 6,
    asked: 4,
    closes: 4,
    from: 0.5,
    to: 0.09,
    trades: 26,
    liquidity: 300,
  },
  {
    question: 'Will a human set foot on the Moon again before 2030?',
    asker: 11,
    asked: 28,
    closes: 1_100,
    from: 0.55,
    to: 0.47,
    trades: 64,
    liquidity: 2_000,
  },
  {
    question: 'Will the city council approve the car-free weekend?',
    asker: 0,
    asked: 18,
    closes: -0.2,
    from: 0.45,
    to: 0.83,
    trades: 40,
  },
  {
    question: 'Will the open-source release reach 1,000 stars within a month?',
    asker: 9,
    asked: 29,
    closes: -3,
    from: 0.35,
    to: 0.93,
    trades: 52,
    resolved: 'YES',
    note: 'It passed 1,000 on the 24th day: https://example.org/stars',
  },
  {
    question: 'Will the Saturday train to Graz be on time?',
    asker: 2,
    asked: 14,
    closes: -8,
    from: 0.6,
    to: 0.35,
    trades: 30,
    resolved: 'NO',
    note: 'Eleven minutes late, as the board at platform 8 showed.',
    liquidity: 300,
  },
  {
    question: 'Who bakes the best lemon tart?',
    asker: 7,
    outcomes: ['Chiara', 'Hiro', 'Ines'],
    asked: 13,
    closes: -6,
    from: 0.33,
    to: 0.52,
    trades: 28,
    resolved: 0,
    note: 'Nine of fourteen votes.',
    liquidity: 400,
  },
];

export const posts = [
  {
    author: 3,
    daysAgo: 2.2,
    body: 'The snow question looks cheap to me. Ten of the last twelve winters had a white morning before the market closed, and the long-range models agree.',
  },
  {
    author: 8,
    daysAgo: 0.6,
    body: 'I sold my tram shares. The test runs are done, but the permit is not: https://example.org/tram-permit',
  },
] as const;
