import type { ResolveMarketBody } from '@mesh-markets/contract';

/** What the club thinks likely at a moment: of YES, or of every outcome. */
export type Belief = number | readonly number[];

export interface DemoMarket {
  /** Handle of who asks. */
  readonly asker: string;
  readonly oracle?: string;
  /** `{date}` becomes the day it closes. */
  readonly question: string;
  readonly description: string;
  readonly topics: readonly string[];
  readonly openedDaysAgo: number;
  /** From the moment of seeding; negative for the past. */
  readonly closesInDays: number;
  readonly liquidity: number;
  readonly outcomes?: readonly string[];
  readonly opening?: Belief;
  /** At equal distances from the opening to the last trade; in between it drifts from one to the next. */
  readonly beliefs: readonly Belief[];
  readonly trades: number;
  readonly closedEarlyDaysAgo?: number;
  readonly resolved?: { readonly daysAgo: number; readonly as: ResolveMarketBody };
}

const open: readonly DemoMarket[] = [
  {
    asker: 'maren',
    question: 'Will the harbour ferry make its first electric crossing before {date}?',
    description:
      'Counts when the rebuilt ferry crosses with paying passengers and the diesel engine off the whole way. The harbour office announces every first.\n\nTest runs without passengers do not count.',
    topics: ['harbour', 'transport'],
    openedDaysAgo: 20.3,
    closesInDays: 41.2,
    liquidity: 1_000,
    beliefs: [0.48, 0.4, 0.35, 0.52, 0.6, 0.66],
    trades: 58,
  },
  {
    asker: 'tomas_o',
    question: 'Will the council pass the bike lane on Mill Road at its next meeting?',
    description: 'A majority of the council in favour, amended or not. **A postponed vote resolves NO.**',
    topics: ['council', 'transport'],
    openedDaysAgo: 9.1,
    closesInDays: 0.21,
    liquidity: 800,
    beliefs: [0.5, 0.55, 0.45, 0.7, 0.81],
    trades: 44,
  },
  {
    asker: 'jonas',
    question: 'Will the bakery beat the brewery in the five-a-side final? ⚽',
    description: 'After extra time and penalties, if it comes to that. 🥐 against 🍺.',
    topics: ['sport'],
    openedDaysAgo: 6.4,
    closesInDays: 1.1,
    liquidity: 500,
    beliefs: [0.5, 0.42, 0.55, 0.47],
    trades: 33,
  },
  {
    asker: 'priya',
    question: 'Which language will the new timetable service be written in?',
    description:
      'The language of most lines in the first version that runs in production, by the team’s own count.',
    topics: ['software', 'transport'],
    openedDaysAgo: 14.35,
    closesInDays: 12.3,
    liquidity: 1_000,
    outcomes: ['TypeScript', 'Go', 'Rust', 'Kotlin', 'Something else'],
    beliefs: [
      [0.2, 0.2, 0.2, 0.2, 0.2],
      [0.34, 0.25, 0.15, 0.18, 0.08],
      [0.4, 0.27, 0.17, 0.11, 0.05],
      [0.36, 0.4, 0.12, 0.08, 0.04],
    ],
    trades: 46,
  },
  {
    asker: 'aiko',
    question: 'Who wins the regional chess league?',
    description: 'The final table of this season. A shared first place resolves in equal parts.',
    topics: ['sport', 'chess'],
    openedDaysAgo: 18.2,
    closesInDays: 24.4,
    liquidity: 1_000,
    outcomes: ['Northgate', 'Old Mill', 'Harbour Rooks', 'University', 'Eastfield', 'St. Brendan'],
    opening: [0.3, 0.22, 0.18, 0.15, 0.1, 0.05],
    beliefs: [
      [0.3, 0.22, 0.18, 0.15, 0.1, 0.05],
      [0.24, 0.25, 0.26, 0.12, 0.09, 0.04],
      [0.2, 0.22, 0.41, 0.09, 0.06, 0.02],
      [0.3, 0.2, 0.37, 0.07, 0.04, 0.02],
    ],
    trades: 42,
  },
  {
    asker: 'leila',
    question: 'Will the river survey find an otter before {date}?',
    description: 'A clear photo from one of the survey’s own cameras. Tracks alone do not count.',
    topics: ['nature'],
    openedDaysAgo: 12.15,
    closesInDays: 33,
    liquidity: 600,
    opening: 0.08,
    beliefs: [0.08, 0.06, 0.11, 0.14],
    trades: 27,
  },
  {
    asker: 'sam_w',
    question: 'Will the next timetable keep a train to the city before 6 in the morning?',
    description: 'On working days, from our station, in the timetable the railway publishes.',
    topics: ['transport'],
    openedDaysAgo: 10.45,
    closesInDays: 19,
    liquidity: 1_000,
    opening: 0.8,
    beliefs: [0.8, 0.86, 0.93],
    trades: 24,
  },
  {
    asker: 'bea',
    question:
      'Will the city publish the energy use of every public building, one by one and month by month, for the whole of last year, before {date}?',
    description:
      'The promise is in the climate plan:\n\n- every building the city owns,\n- a figure for each month,\n- as a file that can be downloaded, not a picture of a table.\n\nSums per district are not enough.',
    topics: ['energy', 'council'],
    openedDaysAgo: 13.3,
    closesInDays: 62,
    liquidity: 700,
    beliefs: [0.5, 0.38, 0.31, 0.34],
    trades: 30,
  },
  {
    asker: 'priya',
    question: 'Will a free model lead the coding leaderboard on {date}?',
    description:
      'Weights that anyone may download count as free. Shared first places count.\n\nThe busiest market of the club, with five times the usual liquidity.',
    topics: ['software'],
    openedDaysAgo: 20.62,
    closesInDays: 28,
    liquidity: 5_000,
    beliefs: [0.3, 0.42, 0.36, 0.55, 0.47, 0.58, 0.53],
    trades: 86,
  },
  {
    asker: 'maren',
    question: 'How many people will sign up for the harbour run?',
    description: 'Names on the list when it closes, whether they run or not.',
    topics: ['harbour', 'sport'],
    openedDaysAgo: 8.25,
    closesInDays: 5.6,
    liquidity: 800,
    outcomes: ['fewer than 200', '200 to 299', '300 to 399', '400 or more'],
    opening: [0.15, 0.35, 0.35, 0.15],
    beliefs: [
      [0.15, 0.35, 0.35, 0.15],
      [0.08, 0.33, 0.42, 0.17],
      [0.03, 0.24, 0.53, 0.2],
    ],
    trades: 31,
  },
];

const over: readonly DemoMarket[] = [
  {
    asker: 'leila',
    question: 'Will the community kitchen serve more than 500 meals in its first week?',
    description: 'The kitchen counts plates. Soup to take away counts too.',
    topics: ['town-life'],
    openedDaysAgo: 7.4,
    closesInDays: -0.35,
    liquidity: 700,
    beliefs: [0.5, 0.6, 0.52, 0.73],
    trades: 32,
  },
  {
    asker: 'aiko',
    question: 'Will the night opening of the library start on the day that was announced?',
    description:
      'The library names the day; an opening in parts counts.\n\n*Closed early, because the answer is expected any hour.*',
    topics: ['town-life'],
    openedDaysAgo: 11.2,
    closesInDays: 4,
    closedEarlyDaysAgo: 0.9,
    liquidity: 500,
    beliefs: [0.5, 0.65, 0.58],
    trades: 24,
  },
  {
    asker: 'tomas_o',
    question: 'Will the volunteer fire brigade have its new engine by {date}?',
    description: 'In the station, with water in it.',
    topics: ['council'],
    openedDaysAgo: 19.4,
    closesInDays: -5,
    liquidity: 1_000,
    beliefs: [0.5, 0.45, 0.62, 0.8, 0.94],
    trades: 41,
    resolved: {
      daysAgo: 4.6,
      as: { outcome: 'YES', note: 'It drove in this morning, sirens and all. Photo on the brigade’s page.' },
    },
  },
  {
    asker: 'jonas',
    question: 'Will the night bus be cut in the new budget?',
    description: 'Fewer departures a night than now resolves YES.',
    topics: ['council', 'transport'],
    openedDaysAgo: 17.1,
    closesInDays: -7,
    liquidity: 1_000,
    opening: 0.6,
    beliefs: [0.6, 0.68, 0.4, 0.22, 0.1],
    trades: 38,
    resolved: { daysAgo: 6.4, as: { outcome: 'NO', note: 'The budget keeps all eleven departures.' } },
  },
  {
    asker: 'bea',
    question: 'If it rains on the day of the street festival, will it move to the fairground?',
    description: 'Void if it stays dry.',
    topics: ['council', 'weather'],
    openedDaysAgo: 10.3,
    closesInDays: -3,
    liquidity: 500,
    beliefs: [0.5, 0.6, 0.57],
    trades: 21,
    resolved: {
      daysAgo: 2.5,
      as: { outcome: 'N_A', note: 'Not a drop all day, so nobody can know.' },
    },
  },
  {
    asker: 'sam_w',
    oracle: 'priya',
    question: 'How much of the school roof will carry solar panels on {date}?',
    description:
      'YES pays the share of the roof that is covered, NO the rest: 64 % covered pays 64 of 100 to YES. Priya measures from the plans.',
    topics: ['energy', 'council'],
    openedDaysAgo: 18.35,
    closesInDays: -2,
    liquidity: 800,
    beliefs: [0.5, 0.7, 0.6, 0.66],
    trades: 34,
    resolved: { daysAgo: 1.4, as: { weights: [6_400, 3_600], note: '412 of 644 square metres: 64 %.' } },
  },
  {
    asker: 'maren',
    question: 'Which film will the club show next?',
    description: 'By vote of the members at the door.',
    topics: ['town-life'],
    openedDaysAgo: 12.5,
    closesInDays: -8.2,
    liquidity: 500,
    outcomes: ['The lighthouse one', 'The heist', 'The documentary about eels', 'The musical'],
    beliefs: [
      [0.25, 0.25, 0.25, 0.25],
      [0.3, 0.3, 0.22, 0.18],
      [0.18, 0.2, 0.57, 0.05],
    ],
    trades: 25,
    resolved: { daysAgo: 7.9, as: { outcome: 2, note: 'Eels it was, by two votes.' } },
  },
];

export const markets: readonly DemoMarket[] = [...open, ...over];
