import type { CreateMarketBody, MarketId, UserId } from '@mesh-markets/contract';
import { type Engine, migrate, openEngine, openPool } from '@mesh-markets/engine';
import { readEmbeddedUrl, startEmbeddedPostgres } from '@mesh-markets/engine/embedded-postgres';
import { newKey } from '@mesh-markets/engine/testing';
import { type CorrectCommand, type DecideCommand, keyOf } from '../sim/commands.ts';
import type { FaultCommand } from './server.ts';

const PEOPLE = 12;
const SIGNUP_CREDITS = 1_000_000;
const OUTCOMES = [2, 2, 3, 5, 16, 64];

export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** What a stored answer may be of. */
export type RememberedCommand = FaultCommand | DecideCommand | CorrectCommand;

/** What a client was told was done. It must be so for ever. */
export interface Acknowledged {
  readonly command: RememberedCommand;
  readonly answer: unknown;
}

/** A Postgres of its own with people and markets, and everything that clients were told since it began. */
export interface Stage {
  readonly url: string;
  /** Of this process; it has to live through everything too. */
  readonly engine: Engine;
  readonly people: readonly UserId[];
  readonly markets: readonly MarketId[];
  /** By `user/key`. */
  readonly acknowledged: Map<string, Acknowledged>;
  readonly query: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** SIGKILL to the server process of Postgres. */
  readonly killPostgres: () => Promise<void>;
  readonly startPostgres: () => Promise<void>;
  /** Starts Postgres where it has ended by itself, as whoever watches over a service does. */
  readonly revivePostgres: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const marketOf = (outcomes: number): CreateMarketBody => ({
  question: `Which of ${outcomes}?`,
  closesAt: inDays(30),
  b: 500,
  ...(outcomes === 2 ? {} : { outcomes: Array.from({ length: outcomes }, (_, i) => `Answer ${i + 1}`) }),
});

const openBooks = async (engine: Engine) => {
  const people: UserId[] = [];
  for (let i = 0; i < PEOPLE; i += 1) {
    people.push((await engine.createAccount({ name: `Person ${i + 1}` })).userId);
  }
  const markets: MarketId[] = [];
  for (const outcomes of OUTCOMES) {
    const { answer } = await engine.createMarket({ userId: people[0]!, ...marketOf(outcomes) });
    markets.push(answer.id);
  }
  return { people, markets };
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Runs on the durable settings that the product runs on, in a directory that must not hold anything yet. */
export const openStage = async (dataDir: string): Promise<Stage> => {
  let postgres = await startEmbeddedPostgres({ dataDir });
  // As a second process would find it.
  const url = await readEmbeddedUrl(dataDir);
  if (url === undefined) throw new Error(`${dataDir} does not tell where its Postgres is`);
  const watcher = await openPool(url, { as: 'owner', max: 2 });
  await migrate(watcher);
  const { engine, close } = await openEngine(url, { signupCredits: SIGNUP_CREDITS });
  return {
    url,
    engine,
    ...(await openBooks(engine)),
    acknowledged: new Map(),
    query: async (text, values = []) => (await watcher.query(text, [...values])).rows,
    killPostgres: async () => {
      process.kill(postgres.pid, 'SIGKILL');
      await postgres.exited;
    },
    startPostgres: async () => {
      postgres = await startEmbeddedPostgres({ dataDir });
    },
    revivePostgres: async () => {
      if (!isRunning(postgres.pid)) postgres = await startEmbeddedPostgres({ dataDir });
    },
    close: async () => {
      await close();
      await watcher.end();
      await postgres.stop();
    },
  };
};

/** Keeps what a client was told. @throws Error when it had been told something else */
export const remember = ({ acknowledged }: Stage, command: RememberedCommand, answer: unknown): void => {
  const key = keyOf(command)!;
  const before = acknowledged.get(key);
  if (before && JSON.stringify(before.answer) !== JSON.stringify(answer))
    throw new Error(`two answers under the key ${key}: ${JSON.stringify([before.answer, answer])}`);
  acknowledged.set(key, { command, answer });
};

/** One market more, which counts as told. */
export const addMarket = async (stage: Stage, body: CreateMarketBody): Promise<MarketId> => {
  const command = { verb: 'createMarket' as const, user: stage.people[0]!, key: newKey(), body };
  const { answer } = await stage.engine.createMarket({
    userId: command.user,
    idempotencyKey: command.key,
    ...body,
  });
  remember(stage, command, answer);
  return answer.id;
};
