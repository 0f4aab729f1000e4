import fc from 'fast-check';
import { chooseCommand, type Stage } from './chooseCommand.ts';
import { type Command, isKeyed, type KeyedCommand } from './commands.ts';
import { decide } from './decide.ts';
import { CHANCES, type Intent, VERBS } from './intents.ts';
import { BrokenLaw, checkBalances, checkLaws } from './laws.ts';
import { applyChange, createBooks, type ModelBooks, type ModelSettings, storeAnswer } from './model.ts';

/*
 * The model alone, driven by fast-check: a law that the rules or the market maker's rounding break shows here without any
 * database, shrunk to a few commands.
 */

const MINUTE = 60_000;
const HISTORY = 50;
const LONGEST_RUN = 1_000;

const intents: fc.Arbitrary<Intent[]> = fc.array(
  fc.record({
    verb: fc.constantFrom(...VERBS),
    ...(Object.fromEntries(CHANCES.map((name) => [name, fc.nat(0xffff_ffff)])) as Record<
      (typeof CHANCES)[number],
      fc.Arbitrary<number>
    >),
  }),
  { maxLength: LONGEST_RUN, size: 'max' },
);

const settings: fc.Arbitrary<ModelSettings> = fc.record({
  signupCredits: fc.constantFrom(10_000, 100, 1_000_000, 1_000_000_000),
  subsidyFrom: fc.constantFrom('CREATOR', 'HOUSE'),
  creatorsTrade: fc.boolean(),
  oraclesTrade: fc.boolean(),
  disputeHours: fc.constantFrom(0, 1),
  abandonedAfterDays: fc.constantFrom(0, 1),
});

/** Counts of a run, for the table at the end. */
export type Tally = Map<string, number>;

export const count = (tally: Tally, name: string): void => {
  tally.set(name, (tally.get(name) ?? 0) + 1);
};

interface PureRun {
  readonly books: ModelBooks;
  readonly history: KeyedCommand[];
  readonly given: Command[];
  now: number;
  accounts: number;
}

const openRun = (wanted: ModelSettings): PureRun => {
  const books = createBooks(wanted);
  applyChange(books, { what: 'account', authUser: undefined }, 'u1');
  applyChange(books, { what: 'account', authUser: undefined }, 'u2');
  applyChange(books, { what: 'funding', issued: 5_000 }, '');
  const [admin, moderator] = books.wallets.keys();
  books.admins.add(admin!);
  books.moderators.add(moderator!);
  return { books, history: [], given: [], now: 0, accounts: 2 };
};

/** The job pays what is final, one market after the other. */
const payDue = ({ books, now }: PureRun): void => {
  for (const market of books.markets.keys()) {
    const decision = decide(books, { verb: 'payProposal', market }, { now });
    if (decision.kind === 'done') applyChange(books, decision.change, '');
  }
};

const step = (run: PureRun, intent: Intent, tally: Tally): void => {
  const { books, history } = run;
  run.now += intent.verb === 'closeDueMarkets' ? (intent.amount % 300) * MINUTE : 1;
  const stage: Stage = { books, now: run.now, history, closesSoon: true };
  const command = chooseCommand(intent, stage);
  run.given.push(command);
  if (command.verb === 'finishProposals') payDue(run);
  const decision = decide(books, command, { now: run.now });
  count(tally, decision.kind === 'refused' ? `refused ${decision.code}` : `${decision.kind} ${command.verb}`);
  if (decision.kind !== 'done') return;
  run.accounts += 1;
  applyChange(books, decision.change, `m${run.accounts}`);
  if (!isKeyed(command)) return;
  storeAnswer(books, command, decision.figures, run.now);
  history.push(command);
  if (history.length > HISTORY) history.shift();
};

/** One series of commands, its laws checked after each, and all of them derived again from the logs at the end. */
const runIntents = (wanted: ModelSettings, series: readonly Intent[], tally: Tally): number => {
  const run = openRun(wanted);
  try {
    for (const intent of series) {
      step(run, intent, tally);
      checkBalances(run.books);
    }
    checkLaws(run.books);
  } catch (error) {
    if (error instanceof BrokenLaw)
      error.message += `\nafter ${run.given.map((command) => JSON.stringify(command)).join('\n')}`;
    throw error;
  }
  return series.length;
};

/**
 * At least `steps` commands against the model, the same ones for the same seed.
 * @throws Error of fast-check with the shortest series it found that breaks a law
 */
export const runPure = (seed: number, steps: number): { steps: number; tally: Tally } => {
  const tally: Tally = new Map();
  let done = 0;
  for (let round = 0; done < steps; round += 1) {
    fc.assert(
      fc.property(settings, intents, (wanted, series) => {
        // The end of the last round may be cut: what was asked for has been done.
        if (done < steps) done += runIntents(wanted, series.slice(0, steps - done), tally);
      }),
      { seed: seed + round * 1_000_003, numRuns: 20 },
    );
  }
  return { steps: done, tally };
};
