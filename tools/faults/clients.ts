import { randomUUID } from 'node:crypto';
import type { IdempotencyKey } from '@mesh-markets/contract';
import type { Draws } from '../sim/draws.ts';
import type { FaultCommand, FaultServer, Outcome } from './server.ts';
import { inDays, remember, type Stage } from './stage.ts';

/** Orders in flight at each server. */
const CLIENTS_PER_SERVER = 40;
/** A client that is not served after so many tries reports it. */
const MOST_TRIES = 50;

/** Mostly buys, some sales of what may not be held, and now and then a market. Every command has a key. */
export const drawCommands = (draws: Draws, stage: Stage, count: number): FaultCommand[] =>
  Array.from({ length: count }, () => {
    const by = { user: draws.pick(stage.people), key: randomUUID() as IdempotencyKey };
    const manner = draws.below(40);
    if (manner === 0) {
      const body = { question: 'Will it come up?', closesAt: inDays(30), b: 50 };
      return { verb: 'createMarket', ...by, body };
    }
    const market = draws.pick(stage.markets);
    const outcome = draws.below(2);
    const order =
      manner < 8
        ? { action: 'SELL' as const, outcome, shares: 1 + draws.below(3_000_000) / 1_000_000 }
        : { outcome, credits: 1 + draws.below(60) };
    return { verb: 'placeTrade', ...by, market, order };
  });

/** Something that happens to servers and database once so many commands have been acknowledged. */
export interface Strike {
  readonly after: number;
  readonly happen: () => Promise<void>;
}

export interface LoadReport {
  readonly commands: number;
  readonly answered: number;
  readonly refused: number;
  /** Commands that a client had to give again. */
  readonly givenAgain: number;
  /** Of these, the ones that had been done the first time: only their answer had been lost. */
  readonly doneBefore: number;
  /** The longest time in milliseconds that a strike and its repair took. */
  readonly longestStrike: number;
  /** The longest time from the end of a strike until every server had acknowledged something again. */
  readonly longestAway: number;
  /** What clients were told or not told instead of an answer, and how often. */
  readonly unacknowledged: ReadonlyMap<string, number>;
}

const isAcknowledged = ({ kind }: Outcome): boolean => kind === 'answered' || kind === 'refused';

/** Starts strikes when they are due, one after the other, and sees when every server serves again. */
const createStrikes = (strikes: readonly Strike[], servers: readonly FaultServer[]) => {
  const coming = [...strikes];
  let acknowledged = 0;
  let current: Promise<void> = Promise.resolve();
  let longest = 0;
  let away = 0;
  let endedAt = 0;
  const awaited = new Set<FaultServer>();
  const strike = async (before: Promise<void>, { happen }: Strike) => {
    await before;
    const began = performance.now();
    await happen();
    endedAt = performance.now();
    for (const server of servers) awaited.add(server);
    longest = Math.max(longest, endedAt - began);
  };
  return {
    acknowledge: (by: FaultServer) => {
      if (awaited.delete(by)) away = Math.max(away, performance.now() - endedAt);
      acknowledged += 1;
      if (acknowledged < (coming[0]?.after ?? Number.POSITIVE_INFINITY)) return;
      current = strike(current, coming.shift()!);
      // Whoever waits for the repair hears of a failure; nobody may be waiting yet.
      current.catch(() => undefined);
    },
    repaired: () => current,
    longest: () => Math.round(longest),
    away: () => Math.round(away),
  };
};

const reasonOf = (outcome: Outcome): string =>
  outcome.kind === 'failed' ? outcome.reason : 'the server was gone before it answered';

/**
 * Gives the commands to the servers, many at once. A client that gets no acknowledgement waits for the repair and gives the
 * same command under the same key again, until it has one.
 */
export const giveAll = async (
  stage: Stage,
  servers: readonly FaultServer[],
  commands: readonly FaultCommand[],
  planned: readonly Strike[],
): Promise<LoadReport> => {
  const queue = [...commands];
  const strikes = createStrikes(planned, servers);
  const unacknowledged = new Map<string, number>();
  const counts = { answered: 0, refused: 0, givenAgain: 0, doneBefore: 0 };

  const giveUntilAcknowledged = async (server: FaultServer, command: FaultCommand): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      const outcome = await server.give(command);
      if (outcome.kind === 'answered') {
        remember(stage, command, outcome.answer);
        if (tries > 1 && outcome.replayed) counts.doneBefore += 1;
      }
      if (isAcknowledged(outcome)) {
        counts[outcome.kind as 'answered' | 'refused'] += 1;
        if (tries > 1) counts.givenAgain += 1;
        strikes.acknowledge(server);
        return;
      }
      const reason = reasonOf(outcome);
      unacknowledged.set(reason, (unacknowledged.get(reason) ?? 0) + 1);
      if (tries === MOST_TRIES) throw new Error(`not served in ${tries} tries; the last: ${reason}`);
      await strikes.repaired();
    }
  };
  const client = async (server: FaultServer): Promise<void> => {
    for (let command = queue.shift(); command !== undefined; command = queue.shift()) {
      await giveUntilAcknowledged(server, command);
    }
  };
  await Promise.all(
    servers.flatMap((server) => Array.from({ length: CLIENTS_PER_SERVER }, () => client(server))),
  );
  await strikes.repaired();
  return {
    commands: commands.length,
    ...counts,
    longestStrike: strikes.longest(),
    longestAway: strikes.away(),
    unacknowledged,
  };
};
