import { databaseAway, type Engine, isDatabaseAway, openEngine, Refusal } from '@mesh-markets/engine';
import { newKey } from '@mesh-markets/engine/testing';
import type { CreateMarketCommand, TradeCommand } from '../sim/commands.ts';
import { give } from '../sim/play.ts';
import { countWords, type Row } from './report.ts';
import { inDays, remember, type Stage } from './stage.ts';
import { compare } from './verify.ts';
import { openWire } from './wire.ts';

/*
 * Every boundary there is: between the engine and Postgres stands a wire that takes their messages apart. At the n-th message of a command,
 * in either direction, it holds everything, has Postgres end the session, and lets the connection go. Then the same with the next one, until a
 * command goes through untouched.
 */

const MOST_TRIES = 50;

/** What a client hears until it has an answer, giving the same command again under the same key. */
const insist = async (
  engine: Engine,
  command: TradeCommand | CreateMarketCommand,
  said: Map<string, number>,
) => {
  for (let tries = 1; ; tries += 1) {
    try {
      return { ...(await give(engine, command)), tries };
    } catch (error) {
      // The server says of a lost connection what the trade path says of it by itself.
      const heard = isDatabaseAway(error) ? databaseAway() : error;
      if (!(heard instanceof Refusal) || heard.code !== 'UNAVAILABLE' || tries === MOST_TRIES) throw error;
      said.set(heard.code, (said.get(heard.code) ?? 0) + 1);
    }
  }
};

const KINDS = ['a purchase', 'a sale', 'a new market'];

const commandsOf = ({ people, markets }: Stage): (() => TradeCommand | CreateMarketCommand)[] => {
  const by = () => ({ user: people[2]!, key: newKey() });
  const market = markets[0]!;
  return [
    () => ({ verb: 'placeTrade', ...by(), market, order: { outcome: 0, credits: 20 } }),
    () => ({ verb: 'placeTrade', ...by(), market, order: { action: 'SELL', outcome: 0, shares: 3 } }),
    () => ({ verb: 'createMarket', ...by(), body: { question: 'Cut?', closesAt: inDays(3), b: 50 } }),
  ];
};

/** Cuts commands at every boundary in turn and counts how many there were. */
export const cutAtEveryBoundary = async (stage: Stage, kinds = 3): Promise<Row> => {
  const wire = await openWire(stage.url, async (pid) => {
    // A session that Postgres has not numbered yet is one that is only being opened: it just breaks off.
    if (pid === undefined) return;
    await stage.query('select pg_terminate_backend($1)', [pid]);
    const isThere = 'select from pg_stat_activity where pid = $1';
    while ((await stage.query(isThere, [pid])).length > 0);
  });
  const { engine, close } = await openEngine(wire.url);
  const said = new Map<string, number>();
  let boundaries = 0;
  let doneBefore = 0;
  let slowest = 0;
  try {
    for (const next of commandsOf(stage).slice(0, kinds)) {
      // On connections that are open and know their statements, as in service.
      wire.set(undefined);
      const first = next();
      remember(stage, first, (await give(engine, first)).answer);
      for (const direction of ['asked', 'answered'] as const) {
        for (let passed = 0; ; passed += 1) {
          wire.set({ direction, left: passed });
          const command = next();
          const began = performance.now();
          const { answer, replayed } = await insist(engine, command, said);
          remember(stage, command, answer);
          if (!wire.fell()) break;
          boundaries += 1;
          slowest = Math.max(slowest, performance.now() - began);
          if (replayed) doneBefore += 1;
        }
      }
    }
  } finally {
    wire.set(undefined);
    await close();
    await wire.close();
  }
  return {
    fault: 'session ended inside a command',
    servers: '1 engine',
    did: `pg_terminate_backend at each of the ${boundaries} messages that ${KINDS.slice(0, kinds).join(', ')} exchange with Postgres, both ways, and those that open the next session`,
    saw: `${countWords(said) || 'nothing'}; given again under the key, ${doneBefore} of ${boundaries} had been done`,
    back: slowest,
    verdict: await compare(stage),
    wrong: boundaries === 0 ? ['no boundary was found'] : [],
  };
};
