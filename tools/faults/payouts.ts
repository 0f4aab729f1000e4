import { isDeepStrictEqual } from 'node:util';
import type { Command } from '../sim/commands.ts';
import { KINDS, type Payout, preparePayouts } from './preparePayouts.ts';
import { countWords, type Row } from './report.ts';
import { createEngineServer, type EngineServer } from './server.ts';
import { type RememberedCommand, remember, type Stage } from './stage.ts';
import { compare } from './verify.ts';
import { type Direction, openWire } from './wire.ts';

/*
 * SIGKILL in the middle of what pays people: a correction, a decision about a dispute, a proposal whose time has passed. At a message that the
 * server and Postgres exchange one of them is killed. Afterwards everything is as before or as after, and when the server is there again and
 * is asked again it ends as it ends where nobody is killed; asked once more it changes nothing.
 */

/** What a payout can change: states, and the credits of everybody concerned. */
interface Books {
  readonly states: Readonly<Record<string, unknown>>;
  readonly credits: Readonly<Record<string, number>>;
}

const STATES = `select m.state, m.version, (select balance from account where market_id = m.id) as escrow,
    (select count(*) from transfer where market_id = m.id) as transfers,
    (select count(*) from resolution_log where market_id = m.id) as resolutions,
    (select count(*) from correction c join resolution_log r on r.id = c.resolution_id where r.market_id = m.id) as corrections,
    (select array_agg(coalesce(ended_how, 'open') order by version) from resolution_proposal where market_id = m.id) as proposals,
    (select count(*) from outbox where market_id = m.id) as facts
  from prediction_market m where m.id = $1`;

const CREDITS = `select coalesce(kind || array_position($1::bigint[], user_id), kind) as name, balance from account
  where user_id = any ($1::bigint[]) or kind in ('house', 'issuer')`;

/** The first question after Postgres was killed may meet a connection of before. */
const ask = async <Value extends object>(
  { query }: Stage,
  sql: string,
  values: readonly unknown[],
): Promise<Value[]> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await query<Value>(sql, values);
    } catch (error) {
      if (tries === 50) throw error;
    }
  }
};

const readBooks = async (stage: Stage, { market, people }: Payout): Promise<Books> => {
  const [states] = await ask<Books['states']>(stage, STATES, [market]);
  const credits = await ask<{ name: string; balance: number }>(stage, CREDITS, [people]);
  return {
    states: states!,
    credits: Object.fromEntries(credits.map(({ name, balance }) => [name, balance])),
  };
};

/** The states at the end, and how much more or less everybody has than before. */
const since = (before: Books, { states, credits }: Books): Books => ({
  states,
  credits: Object.fromEntries(
    Object.entries(credits).map(([name, balance]) => [name, balance - before.credits[name]!]),
  ),
});

const MOST_TRIES = 50;

/** Gives a command until it is answered; a server that is gone is started again. */
const insist = async (server: EngineServer, command: Command) => {
  for (let tries = 1; ; tries += 1) {
    const outcome = await server.give(command);
    if (outcome.kind === 'answered') return outcome;
    if (outcome.kind === 'refused' || tries === MOST_TRIES)
      throw new Error(`${command.verb} came to ${JSON.stringify(outcome)}`);
    if (outcome.kind === 'lost') await server.start();
  }
};

const note = (stage: Stage, { command }: Payout, answer: unknown): void => {
  if (command.verb !== 'finishProposals') remember(stage, command as RememberedCommand, answer);
};

/** What a payout comes to where nobody is killed. */
const undisturbed = async (stage: Stage, server: EngineServer, payout: Payout): Promise<Books> => {
  const before = await readBooks(stage, payout);
  note(stage, payout, (await insist(server, payout.command)).answer);
  return since(before, await readBooks(stage, payout));
};

const NOBODY_LEFT = `select from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()`;

/** Until Postgres has noticed that the server is gone: what it had been told to commit by then it has committed. */
const waitForSessions = async (stage: Stage, { name }: EngineServer): Promise<void> => {
  while ((await ask(stage, NOBODY_LEFT, [name])).length > 0);
};

export interface KillOptions {
  readonly whom: 'server' | 'Postgres';
  /** The first message to kill at (0). */
  readonly from?: number;
  /** Messages from one kill to the next. */
  readonly every: number;
  readonly kinds?: readonly string[];
}

interface Found {
  kills: number;
  doneBefore: number;
  slowest: number;
  readonly said: Map<string, number>;
  readonly wrong: string[];
}

/** Asks again after the kill, and once more, and compares with what had to come of it. */
const askAgain = async (
  stage: Stage,
  server: EngineServer,
  payout: Payout,
  { before, wanted }: { readonly before: Books; readonly wanted: Books },
): Promise<string[]> => {
  note(stage, payout, (await insist(server, payout.command)).answer);
  const after = since(before, await readBooks(stage, payout));
  note(stage, payout, (await insist(server, payout.command)).answer);
  const again = since(before, await readBooks(stage, payout));
  return [
    ...(isDeepStrictEqual(after, wanted) ? [] : [`ended as ${JSON.stringify(after)}`]),
    ...(isDeepStrictEqual(again, wanted) ? [] : [`doubled to ${JSON.stringify(again)}`]),
  ];
};

const rowOf = (
  { kills, doneBefore, slowest, said, wrong }: Found,
  whom: KillOptions['whom'],
  kinds: readonly string[],
): Omit<Row, 'verdict'> => ({
  fault: `${whom} killed inside a payout`,
  servers: '1 engine',
  did: `SIGKILL of ${whom === 'server' ? 'the server' : 'Postgres'} at ${kills} of the messages that ${kinds.join(', ')} exchange with Postgres, both ways; started and asked again, twice`,
  saw: `${countWords(said) || 'nothing'}; ${doneBefore} of ${kills} had been done, the others not at all`,
  back: slowest,
  wrong: [...wrong, ...(kills === 0 ? ['nothing was killed'] : [])],
});

/** Kills inside each kind of payout and looks what it left. */
export const killedWhilePaying = async (
  stage: Stage,
  { whom, from = 0, every, kinds = KINDS }: KillOptions,
): Promise<Row> => {
  let server: EngineServer;
  let struck = Promise.resolve();
  const strike = async (): Promise<void> => {
    if (whom === 'server') return server.kill();
    await stage.killPostgres();
    await stage.startPostgres();
  };
  const wire = await openWire(stage.url, () => {
    struck = strike();
    return struck;
  });
  server = await createEngineServer(wire.url, 'payer');
  const next = await preparePayouts(stage);
  const found: Found = { kills: 0, doneBefore: 0, slowest: 0, said: new Map(), wrong: [] };

  /** Kills at one message; false when there are not so many. */
  const killAt = async (
    kind: string,
    direction: Direction,
    left: number,
    wanted: Books,
  ): Promise<boolean> => {
    const payout = await next(kind);
    const before = await readBooks(stage, payout);
    wire.set({ direction, left });
    const outcome = await server.give(payout.command);
    await struck;
    const fell = wire.fell();
    wire.set(undefined);
    const began = performance.now();
    if (fell) {
      found.kills += 1;
      found.said.set(outcome.kind, (found.said.get(outcome.kind) ?? 0) + 1);
      if (whom === 'server') await waitForSessions(stage, server);
      const now = since(before, await readBooks(stage, payout));
      const isDone = isDeepStrictEqual(now, wanted);
      if (isDone) found.doneBefore += 1;
      if (!isDone && !isDeepStrictEqual(now, since(before, before)))
        found.wrong.push(`${kind}, ${direction} ${left}: half done, ${JSON.stringify(now)}`);
    }
    const problems = await askAgain(stage, server, payout, { before, wanted });
    found.wrong.push(...problems.map((problem) => `${kind}, ${direction} ${left}: ${problem}`));
    if (fell) found.slowest = Math.max(found.slowest, performance.now() - began);
    return fell;
  };

  try {
    for (const kind of kinds) {
      const wanted = await undisturbed(stage, server, await next(kind));
      for (const direction of ['asked', 'answered'] as const) {
        for (let left = from; await killAt(kind, direction, left, wanted); left += every);
      }
    }
  } finally {
    wire.set(undefined);
    await server.kill();
    await wire.close();
    await next.close();
  }
  return { ...rowOf(found, whom, kinds), verdict: await compare(stage) };
};
