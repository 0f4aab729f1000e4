import type { MarketId } from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import { buildWave } from './buildWave.ts';
import { isKeyed, type KeyedCommand } from './commands.ts';
import { compareBooks, compareProfits, followClosings } from './compareBooks.ts';
import { decide } from './decide.ts';
import { createDraws, type Draws } from './draws.ts';
import { type FirstAnswers, judgeWave } from './judge.ts';
import { checkBalances, checkLaws } from './laws.ts';
import {
  applyChange,
  createBooks,
  expireAnswers,
  heldBy,
  type ModelBooks,
  type ModelSettings,
} from './model.ts';
import { checkNothingLeft, readPayments } from './payments.ts';
import { type Books, type Lane, playWave, type Sent } from './play.ts';
import { count, type Tally } from './pureRun.ts';
import { Mismatch, readSerialOrder } from './serialOrder.ts';
import { openWorld, type World } from './world.ts';

export interface RunOptions {
  readonly seed: number;
  /** Commands to give, at least. */
  readonly steps: number;
  /** Waves between two audits; a long run makes them rarer, as an audit reads everything. */
  readonly auditEvery?: number;
  /** Gives one command after the other, which makes a run the same to the last figure. */
  readonly oneByOne?: boolean;
  /** Told after each wave. */
  readonly progress?: (steps: number, waves: number) => void;
  /** Puts something between the simulator and a server, or spoils the database, to see it noticed. */
  readonly sabotage?: {
    readonly server?: (server: Engine) => Books;
    readonly beforeCheck?: (world: World, wave: number) => Promise<void>;
  };
}

export interface RunReport {
  readonly steps: number;
  readonly waves: number;
  readonly tally: Tally;
}

/** A run that found the engine and the model apart; it says which wave, so that the seed can be played again. */
export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure';
  readonly seed: number;
  readonly wave: number;

  constructor(seed: number, wave: number, lanes: readonly Lane[], cause: Error) {
    const commands = lanes
      .flatMap(({ server, commands }) => commands.map((command) => `  ${server} ${JSON.stringify(command)}`))
      .join('\n');
    super(`seed ${seed}, wave ${wave}: ${cause.message}\nThe wave (server, command):\n${commands}`, {
      cause,
    });
    this.seed = seed;
    this.wave = wave;
  }
}

/** Streams of the seed that are not waves. */
const SETTINGS_STREAM = -1;
const BETWEEN_STREAM = -2;

const HISTORY = 200;
const FIRST_PEOPLE = 6;
/** The first of them, who mostly keep out of markets. */
const ADMINS = 2;
/** A proposal that is final within the wave, or the next. */
const SOON_HOURS = 0.1 / 3600;
/** An hour and a bit: the clock never lands on a closing time by its jumps alone. */
const JUMP_MS = 61 * 60_000;
/** Past the time after which a market counts as abandoned. */
const LONG_JUMP_MS = 25.5 * 3_600_000;
const EXPIRY_HOURS = 4;

interface Run {
  readonly options: RunOptions;
  readonly world: World;
  readonly servers: readonly Books[];
  readonly books: ModelBooks;
  readonly firstAnswers: FirstAnswers;
  readonly history: KeyedCommand[];
  readonly tally: Tally;
  readonly clock: { moment: number };
  readonly between: Draws;
  /** Markets compared after their resolution. */
  readonly finished: Set<MarketId>;
  offset: number;
  lastTransfer: number;
  lastResolution: number;
  steps: number;
  waves: number;
  nextAudit: number;
}

export const settingsOf = (seed: number): ModelSettings => {
  const draws = createDraws(seed, SETTINGS_STREAM);
  return {
    signupCredits: draws.pick([10_000, 10_000, 100, 1_000_000, 1_000_000_000]),
    subsidyFrom: draws.pick(['CREATOR', 'CREATOR', 'HOUSE']),
    creatorsTrade: draws.chance(0.75),
    oraclesTrade: draws.chance(0.75),
    disputeHours: draws.pick([0, 1, 1, SOON_HOURS]),
    abandonedAfterDays: draws.pick([0, 1, 1]),
  };
};

/** The first people, two of them admins and one a moderator, and something for the house: given one by one, before the first wave. */
const openBooks = async (run: Run): Promise<void> => {
  const { world, books } = run;
  const server = world.servers[0]!;
  for (let person = 0; person < FIRST_PEOPLE; person += 1) {
    const { userId } = await server.createAccount({ name: 'Ana' });
    applyChange(books, { what: 'account', authUser: undefined }, userId);
    if (person > ADMINS) continue;
    await server.setRole({ userId }, person < ADMINS ? 'admin' : 'moderator');
    (person < ADMINS ? books.admins : books.moderators).add(userId);
  }
  const funding = decide(books, { verb: 'fundHouse', total: 20_000 }, { now: 0 });
  await server.fundHouse(20_000);
  if (funding.kind === 'done') applyChange(books, funding.change, '');
  run.lastTransfer = FIRST_PEOPLE + 1;
};

const remember = (run: Run, sent: readonly Sent[]): void => {
  for (const { command, outcome } of sent) {
    const kind = outcome.kind === 'answered' && outcome.replayed ? 'replayed' : outcome.kind;
    count(run.tally, outcome.kind === 'refused' ? `refused ${outcome.code}` : `${kind} ${command.verb}`);
    if (isKeyed(command)) run.history.push(command);
  }
  run.history.splice(0, Math.max(0, run.history.length - HISTORY));
};

/** Sometimes the clock jumps, past closing times and past the age at which stored answers are forgotten. */
const passTime = async (run: Run): Promise<void> => {
  const { between, world, books } = run;
  const [jumps, expires, far] = [between.chance(0.25), between.chance(0.1), between.chance(0.2)];
  if (jumps) {
    run.offset += far ? LONG_JUMP_MS : JUMP_MS;
    await world.setClock(run.offset);
    count(run.tally, 'clock jumps');
  }
  if (!expires) return;
  const now = await world.now();
  const { deleted } = await world.servers[0]!.expireIdempotencyKeys(EXPIRY_HOURS);
  const expired = expireAnswers(books, now - EXPIRY_HOURS * 3_600_000);
  if (deleted !== expired)
    throw new Mismatch(`${deleted} stored answers expired; the model expects ${expired}`);
  for (const key of run.firstAnswers.keys()) if (!books.answers.has(key)) run.firstAnswers.delete(key);
};

/** Some of those who were asked to be oracles accept, some decline; the others go on thinking about it. */
const answerOracles = async ({ between, world, books, tally }: Run): Promise<void> => {
  const { oraclesTrade } = books.settings;
  for (const market of books.markets.values()) {
    const { asked, id, state, pools } = market;
    const [answers, accepts] = [between.chance(0.2), between.chance(0.8)];
    if (asked === undefined || state === 'RESOLVED' || !answers) continue;
    const holds = pools.some((_, outcome) => heldBy(market, asked, outcome) > 0);
    const agrees = accepts && (oraclesTrade || !holds);
    const command = { userId: asked, marketId: id };
    if (agrees) await world.servers[0]!.acceptOracle(command);
    else await world.servers[0]!.declineOracle(command);
    const answer = agrees ? ('ACCEPTED' as const) : ('DECLINED' as const);
    applyChange(books, { what: 'oracle', market, user: asked, answer }, '');
    count(tally, agrees ? 'oracles who accept' : 'oracles who decline');
  }
};

/** Writes what follows from the log, until it says all that the log does: profits are audited only where it does. */
const project = async ({ servers: [server], unhandled }: World): Promise<void> => {
  while ((await server!.projectOutbox()).more);
  if (unhandled.length > 0) throw new Mismatch(`not handled: ${unhandled.join('; ')}`);
  const { trades, resolutions } = await server!.statisticsLag();
  if (trades + resolutions > 0)
    throw new Mismatch(`the statistics lack ${trades} trades and ${resolutions} resolutions`);
};

const audit = async (run: Run): Promise<void> => {
  await project(run.world);
  const report = await run.world.servers[0]!.audit();
  const broken = report.laws.filter((law) => law.broken > 0);
  if (!report.clean || broken.length > 0)
    throw new Mismatch(broken.map(({ law, examples }) => `${law}: ${examples.join('; ')}`).join('\n'));
  checkLaws(run.books);
  await compareBooks(run.world, run.books, [...run.books.markets.keys()]);
  await compareProfits(run.world, run.books);
  count(run.tally, 'audits');
  run.nextAudit = Math.max(run.waves + (run.options.auditEvery ?? 10), Math.floor(run.waves * 1.1));
};

const singleFile = (lanes: readonly Lane[]): Lane[] =>
  lanes.length === 0 ? [] : [{ server: 0, commands: lanes.flatMap(({ commands }) => commands) }];

const checkNoneFailed = (sent: readonly Sent[]): void => {
  for (const { command, outcome } of sent)
    if (outcome.kind === 'failed') throw new Mismatch(`${JSON.stringify(command)} failed: ${outcome.error}`);
};

/** Gives a wave, derives its order from the log, and compares every answer and everything the database holds. */
const playAndJudge = async (run: Run, lanes: readonly Lane[], began: number): Promise<void> => {
  const { world, books, finished } = run;
  const openBefore = new Set([...books.markets.values()].filter((m) => m.state === 'OPEN').map((m) => m.id));
  // The projectors of all servers are at work meanwhile.
  const [sent] = await Promise.all([
    playWave(run.servers, lanes, run.clock),
    ...world.servers.map((server) => server.projectOutbox()),
  ]);
  await run.options.sabotage?.beforeCheck?.(world, run.waves);
  const ended = await world.now();
  checkNoneFailed(sent);
  const { payments, last: lastResolution } = await readPayments(world, run.lastResolution, sent);
  const { order, last } = await readSerialOrder(world, run.lastTransfer, [...sent, ...payments]);
  run.lastTransfer = last;
  run.lastResolution = lastResolution;
  judgeWave(books, { sent, order, began, ended }, run.firstAnswers);
  checkNothingLeft(books, sent, began);
  await followClosings(world, books, { sent, began, ended }, openBefore);
  checkBalances(books);
  const corrected = new Set(
    sent.flatMap(({ command }) => (command.verb === 'correctResolution' ? [command.market] : [])),
  );
  await compareBooks(
    world,
    books,
    [...books.markets.keys()].filter((id) => !finished.has(id) || corrected.has(id)),
  );
  for (const market of books.markets.values()) if (market.state === 'RESOLVED') finished.add(market.id);
  remember(run, sent);
  run.steps += sent.length;
};

const runWave = async (run: Run): Promise<void> => {
  const { options, world, books, history } = run;
  const began = await world.now();
  const most = Math.max(1, options.steps - run.steps);
  const stage = { books, now: began, history, closesSoon: !options.oneByOne };
  const wave = buildWave(options.seed, run.waves, stage, most);
  const lanes = options.oneByOne ? singleFile(wave) : wave;
  try {
    await playAndJudge(run, lanes, began);
    run.waves += 1;
    await answerOracles(run);
    await passTime(run);
    if (run.waves >= run.nextAudit || run.steps >= options.steps) await audit(run);
  } catch (error) {
    throw new SimulationFailure(options.seed, run.waves, lanes, error as Error);
  }
  options.progress?.(run.steps, run.waves);
};

/**
 * Runs one seed on a database of its own.
 * @throws SimulationFailure
 */
export const runSeed = async (options: RunOptions): Promise<RunReport> => {
  const drawn = settingsOf(options.seed);
  // A moment that passes within a wave is another one in each run.
  const disputeHours = options.oneByOne ? Math.ceil(drawn.disputeHours) : drawn.disputeHours;
  const settings = { ...drawn, disputeHours };
  const world = await openWorld(settings);
  const run: Run = {
    options,
    world,
    servers: world.servers.map((server) => options.sabotage?.server?.(server) ?? server),
    books: createBooks(settings),
    firstAnswers: new Map(),
    history: [],
    tally: new Map(),
    clock: { moment: 0 },
    between: createDraws(options.seed, BETWEEN_STREAM),
    finished: new Set(),
    offset: 0,
    lastTransfer: 0,
    lastResolution: 0,
    steps: 0,
    waves: 0,
    nextAudit: options.auditEvery ?? 10,
  };
  let deadlocks = 0;
  try {
    await openBooks(run);
    while (run.steps < options.steps) await runWave(run);
  } finally {
    ({ deadlocks } = await world.close());
  }
  // Postgres breaks them and the engine tries again, a second later: no law is broken, but one lock was taken out of order.
  if (deadlocks > 0)
    throw new SimulationFailure(options.seed, run.waves, [], new Error(`${deadlocks} deadlocks in the run`));
  return { steps: run.steps, waves: run.waves, tally: run.tally };
};
