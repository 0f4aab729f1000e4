import { chooseCommand, type Stage } from './chooseCommand.ts';
import { type Command, isKeyed, type KeyedCommand } from './commands.ts';
import { createDraws, type Draws } from './draws.ts';
import { drawIntent, type Intent } from './intents.ts';
import type { Lane } from './play.ts';

/** The largest is more than one batch of the trade path takes. */
const SIZES = [1, 4, 12, 25, 40, 60, 150];
export const SERVERS = 2;

/** The same request with its fields in another order, as another client library would send it. */
const reordered = (command: KeyedCommand): KeyedCommand => {
  const turn = (value: object) => Object.fromEntries(Object.entries(value).reverse());
  if (command.verb === 'placeTrade') return { ...command, order: turn(command.order) as never };
  if (command.verb === 'createMarket' || command.verb === 'resolveMarket')
    return { ...command, body: turn(command.body) } as KeyedCommand;
  return command;
};

/** Another request under the same key. */
const altered = (command: KeyedCommand): KeyedCommand => {
  if (command.verb === 'placeTrade' && 'credits' in command.order)
    return { ...command, order: { ...command.order, credits: command.order.credits + 1 } };
  return { verb: 'createPost', user: command.user, key: command.key, body: 'Another request.' };
};

/** A close and two verdicts that compete, on a market the wave is about. */
const endOfMarket = (draws: Draws, { books }: Stage): Command[][] => {
  const open = [...books.markets.values()].filter((market) => market.state === 'OPEN');
  const market = open[draws.below(Math.max(1, open.length))];
  if (market === undefined) return [];
  const by = { user: market.creator, market: market.id };
  const close: Command = { verb: 'closeMarket', ...by };
  const verdict = (outcome: number | 'N_A'): Command => ({ verb: 'resolveMarket', ...by, body: { outcome } });
  return [[close, verdict(draws.below(market.pools.length))], [close], [verdict('N_A')]];
};

/** A command with its duplicates: at the same time at either server, after its answer, and under its key with another body. */
const withDuplicates = (draws: Draws, command: Command): Command[][] => {
  const lanes: Command[][] = [[command]];
  // Every draw is made whatever the command is, so that the next command finds the stream where it would be.
  const [copies, again, other] = [draws.below(12), draws.chance(0.08), draws.chance(0.05)];
  if (!isKeyed(command)) return lanes;
  for (let copy = 9; copy < copies; copy += 1) lanes.push([reordered(command)]);
  if (again) lanes[0]!.push(command);
  if (other) lanes.push([altered(command)]);
  return lanes;
};

/** Half of the intents of some waves go for one market, or are one person's: the hot spots where races happen. */
const heated = (draws: Draws, intents: readonly Intent[]): Intent[] => {
  const [where, who, hotMarket, hotPerson] = [
    draws.next(),
    draws.next(),
    draws.chance(0.6),
    draws.chance(0.4),
  ];
  return intents.map((intent, i) => ({
    ...intent,
    ...(hotMarket && i % 2 === 0 ? { where: where - (where % 32) } : {}),
    ...(hotPerson && i % 3 === 0 ? { who: who - (who % 64) } : {}),
  }));
};

/** The lanes of a wave: a function of the seed, the number of the wave and what the books hold when it begins. */
export const buildWave = (seed: number, wave: number, stage: Stage, most: number): Lane[] => {
  const draws = createDraws(seed, wave);
  const size = Math.min(most, draws.pick(SIZES));
  const ends = draws.chance(0.1);
  const intents = heated(
    draws,
    Array.from({ length: size }, () => drawIntent(draws)),
  );
  const lanes = intents.flatMap((intent) => withDuplicates(draws, chooseCommand(intent, stage)));
  const all = ends ? [...lanes, ...endOfMarket(draws, stage)] : lanes;
  return draws.shuffle(all).map((commands) => ({ server: draws.below(SERVERS), commands }));
};
