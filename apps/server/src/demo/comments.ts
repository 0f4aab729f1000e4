export interface DemoComment {
  readonly author: string;
  /** The first words of the question or the post it stands under. */
  readonly about: string;
  readonly daysAgo: number;
  readonly body: string;
  /** It stands by the author's last trade there, if there is one. */
  readonly standsByTrade?: true;
  /** Who likes it, right away. */
  readonly likedBy?: readonly string[];
  readonly answers?: readonly Omit<DemoComment, 'about' | 'answers'>[];
}

const ferry = 'Will the harbour ferry';
const bikeLane = 'Will the council pass the bike lane';
const final = 'Will the bakery beat the brewery';
const language = 'Which language';
const otter = 'Will the river survey';
const leaderboard = 'Will a free model';
const run = 'How many people will sign up';
const kitchen = 'Will the community kitchen';
const bus = 'Will the night bus';
const roof = 'How much of the school roof';

/** What the club says about its markets. Nobody names a side they may not hold: who trades what is drawn by lot. */
export const comments: readonly DemoComment[] = [
  {
    author: 'tomas_o',
    about: ferry,
    daysAgo: 17.6,
    body: 'The batteries came by lorry on Tuesday, I counted **eight crates** on the quay. The harbour office says nothing yet.',
    standsByTrade: true,
    likedBy: ['maren', 'aiko', 'leila'],
    answers: [
      {
        author: 'jonas',
        daysAgo: 17.4,
        body: 'Eight is two short of what the plans say. Unless the other two are smaller?',
      },
      {
        author: 'tomas_o',
        daysAgo: 17.3,
        body: 'Possible. I am no shipwright, I only count.',
        likedBy: ['jonas', 'sam_w'],
      },
    ],
  },
  {
    author: 'priya',
    about: ferry,
    daysAgo: 5.2,
    body: '@maren, does a crossing count when the engine idles for safety and does not drive? The description says *off the whole way*, so I read it as no.',
    likedBy: ['bea'],
    answers: [
      {
        author: 'maren',
        daysAgo: 5,
        body: 'Your reading is mine: off is off. An idling engine does not count.',
        likedBy: ['priya', 'tomas_o', 'bea', 'aiko'],
      },
      { author: 'leila', daysAgo: 4.9, body: 'Good to have that in writing before the first trip.' },
    ],
  },
  {
    author: 'bea',
    about: bikeLane,
    daysAgo: 6.3,
    body: 'The agenda is out, and the lane is item 4 of 11. Last time they stopped after item 6, so it should get its vote.',
    standsByTrade: true,
    likedBy: ['tomas_o', 'sam_w'],
    answers: [
      {
        author: 'sam_w',
        daysAgo: 6.1,
        body: 'Two members are away that evening. A postponed vote is a NO here, mind.',
        standsByTrade: true,
      },
    ],
  },
  {
    author: 'leila',
    about: bikeLane,
    daysAgo: 1.4,
    body: 'Was at the hearing. Nobody asked about the money this time, only about the lime trees.',
    likedBy: ['aiko', 'maren', 'priya'],
  },
  {
    author: 'sam_w',
    about: final,
    daysAgo: 3.2,
    body: 'The brewery’s keeper has a bad knee. The bakery’s forward gets up at three every morning. It cancels out. 🥐🍺',
    likedBy: ['jonas', 'leila', 'bea', 'maren'],
    answers: [
      {
        author: 'jonas',
        daysAgo: 3.1,
        body: 'I resolve this one and I will not be bribed. Pretzels excepted.',
      },
    ],
  },
  {
    author: 'aiko',
    about: language,
    daysAgo: 9.7,
    body: 'They advertise for two people who know `go test` by heart. One advert is not a decision, but it is something.',
    standsByTrade: true,
    likedBy: ['priya'],
    answers: [
      {
        author: 'priya',
        daysAgo: 9.5,
        body: 'The prototype I saw was TypeScript. Prototypes have a way of staying.',
        standsByTrade: true,
        likedBy: ['jonas', 'aiko'],
      },
      { author: 'aiko', daysAgo: 9.4, body: 'Lines of code, though: generated ones count too, @priya?' },
      { author: 'priya', daysAgo: 9.3, body: 'By the team’s own count. I will ask them how they count.' },
    ],
  },
  {
    author: 'jonas',
    about: otter,
    daysAgo: 7.9,
    body: 'Fresh tracks below the weir! Tracks do not count, I know. But whatever made them is still out there.',
    likedBy: ['leila', 'bea', 'tomas_o'],
    answers: [
      {
        author: 'leila',
        daysAgo: 7.8,
        body: 'Camera 3 looks right at that spot since yesterday. Batteries for six weeks.',
        likedBy: ['jonas'],
      },
    ],
  },
  {
    author: 'priya',
    about: leaderboard,
    daysAgo: 12.3,
    body: 'How I think about it:\n\n1. the leader changed five times this year,\n2. twice it was a free one,\n3. the board counts shared first places.\n\nThat alone puts me near 45 %.',
    standsByTrade: true,
    likedBy: ['aiko', 'maren', 'jonas', 'sam_w'],
    answers: [
      {
        author: 'tomas_o',
        daysAgo: 12.1,
        body: 'The last three changes came within a month of each other. I weigh those more than the year.',
        likedBy: ['priya'],
      },
      { author: 'maren', daysAgo: 11.8, body: 'Base rates first, then the story. Nice.' },
    ],
  },
  {
    author: 'aiko',
    about: leaderboard,
    daysAgo: 2.1,
    body: 'A release is rumoured for the week before it closes. Rumoured by the people who release it, so take it as you like.',
    standsByTrade: true,
    likedBy: ['priya', 'leila'],
  },
  {
    author: 'maren',
    about: run,
    daysAgo: 2.6,
    body: 'The list stood at 271 this morning. The last days always bring the most names: last year 80 came in the final week.',
    likedBy: ['bea', 'sam_w', 'priya'],
  },
  {
    author: 'tomas_o',
    about: kitchen,
    daysAgo: 1.7,
    body: 'Queue around the corner on Thursday. If the soup did not run out, that was well over a hundred plates.',
    answers: [
      {
        author: 'leila',
        daysAgo: 1.6,
        body: 'It did not run out. I washed the pots.',
        likedBy: ['tomas_o', 'aiko', 'jonas'],
      },
    ],
  },
  {
    author: 'bea',
    about: bus,
    daysAgo: 6.2,
    body: 'Eleven departures, all kept. I did not see that coming three weeks ago.',
    likedBy: ['maren'],
  },
  {
    author: 'sam_w',
    about: roof,
    daysAgo: 1.3,
    body: 'Thank you for measuring, @priya! For the next one: do the bicycle sheds count as roof?',
    answers: [
      {
        author: 'priya',
        daysAgo: 1.25,
        body: 'Only if pupils sit under them. 🙂',
        likedBy: ['sam_w', 'bea', 'jonas'],
      },
    ],
  },
  {
    author: 'aiko',
    about: 'Joined late and started',
    daysAgo: 7.9,
    body: 'I would say yes, as long as the page shows what they hold. It does.',
    likedBy: ['bea', 'priya'],
    answers: [{ author: 'bea', daysAgo: 7.7, body: 'True, it stands on every market. Fair enough.' }],
  },
  {
    author: 'maren',
    about: 'My calibration after three weeks',
    daysAgo: 3.2,
    body: 'Same here, a little too sure of myself. It is humbling and I recommend it.',
    likedBy: ['aiko'],
  },
];
