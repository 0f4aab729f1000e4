import type { MarketId, UserId } from '@mesh-markets/contract';
import { type Command, isKeyed, keyOf, requestOf } from './commands.ts';
import { openProposal } from './decideResults.ts';
import type { Circumstances } from './decisions.ts';
import type { ModelBooks, StoredAnswer } from './model.ts';
import type { Sent } from './play.ts';
import { isNew, marketOf, type Writes } from './writes.ts';

/* What a command of a wave may have met that its place does not say for certain: all of it is allowed. */

export interface Judging {
  readonly sent: readonly Sent[];
  /** Those that wrote transfers, in their serial order. */
  readonly order: readonly Sent[];
  readonly began: number;
  readonly ended: number;
  readonly books: ModelBooks;
  readonly firstAnswers: Map<string, unknown>;
  readonly writes: Writes;
  /** The place of each market's last trade of the wave. */
  readonly lastTrade: ReadonlyMap<MarketId, number>;
  /** Of each market, how many of its writes the model has followed. */
  readonly applied: Map<MarketId, number>;
}

const LOCAL: ReadonlySet<Command['verb']> = new Set<Command['verb']>([
  'closeMarket',
  'resolveMarket',
  'previewResolution',
  'amendProposal',
  'withdrawProposal',
  'disputeProposal',
  'decideDispute',
  'correctResolution',
  'previewCorrection',
  'acceptOracle',
  'declineOracle',
  'stepDownOracle',
]);

/** Whether what becomes of it is decided by its market alone, where it does nothing. */
export const isLocal = ({ verb }: Command): boolean => LOCAL.has(verb);

/** Whether the time of the market's proposal may have passed, where that happens within the wave. */
export const dueOptions = ({ books, began, ended }: Judging, one: Sent): (boolean | undefined)[] => {
  const market = books.markets.get(marketOf(one)!);
  const open = market && openProposal(market);
  if (open === undefined || open.finalAt < began - 1 || open.finalAt > ended + 1) return [undefined];
  return [undefined, true, false];
};

/** The same of the market's closing time, for a command that is held against the writes of the market. */
const closedOfLocal = ({ books, began, ended }: Judging, one: Sent): (boolean | undefined)[] => {
  const market = books.markets.get(marketOf(one)!);
  if (market?.state !== 'OPEN') return [undefined];
  return market.closesAt > began && market.closesAt <= ended ? [false, true] : [undefined];
};

/** Whether the command's market may have been closed, or open, at this point. */
const closedOptions = (judging: Judging, one: Sent, place: number): (boolean | undefined)[] => {
  const { books, writes, lastTrade, began, ended } = judging;
  const market = books.markets.get(marketOf(one)!);
  if (market === undefined || market.state === 'RESOLVED') return [undefined];
  const tradesFollow = place <= (lastTrade.get(market.id) ?? -1);
  const mayBeDue = market.closesAt <= ended && !tradesFollow;
  if (market.state === 'OPEN') return market.closesAt <= began ? [true] : mayBeDue ? [false, true] : [false];
  const close = [...writes.floats.keys()].find(
    (other) => other.command.verb === 'closeMarket' && marketOf(other) === market.id,
  );
  // Closed by its time within the wave, and by who proposed a result then.
  const byTime = market.closedAt === undefined && market.closesAt > began;
  if (close === undefined) return byTime ? [false, true] : [true];
  if (close.answered < one.given) return [true];
  // Closed in this wave, but nobody knows where: it can have been open still.
  return one.answered < close.given && !mayBeDue ? [false] : [false, true];
};

/** What may have been stored under the command's key by a command of this wave without a place; undefined leaves it to the model. */
const storedOptions = (judging: Judging, one: Sent): (StoredAnswer | null | undefined)[] => {
  const key = keyOf(one.command);
  // What is held against the writes of its market has no place among all the others.
  const writers = isLocal(one.command) ? judging.sent.filter(isNew) : [...judging.writes.floats.keys()];
  const writer = writers.find((other) => key !== undefined && keyOf(other.command) === key);
  if (writer === undefined || !isKeyed(writer.command)) return [undefined];
  const stored = { request: requestOf(writer.command), figures: {}, at: 0 };
  if (writer.answered < one.given) return [stored];
  return one.answered < writer.given ? [null] : [stored, null];
};

/** Who may have been the market's oracle when somebody traded. */
const oracleOptions = ({ writes }: Judging, { command }: Sent): (UserId | null | undefined)[] => {
  if (command.verb !== 'placeTrade') return [undefined];
  const changes = [...writes.floats.keys()].some(
    (other) => other.command.verb.endsWith('Oracle') && marketOf(other) === command.market,
  );
  return changes ? [undefined, null, command.user] : [undefined];
};

export const circumstances = (judging: Judging, one: Sent, place: number): Circumstances[] => {
  const times = one.command.verb === 'createMarket' ? [judging.began, judging.ended] : [judging.ended];
  const local = isLocal(one.command);
  const closings = local ? closedOfLocal(judging, one) : closedOptions(judging, one, place);
  const dues = local ? dueOptions(judging, one) : [undefined];
  return storedOptions(judging, one).flatMap((stored) =>
    closings.flatMap((closed) =>
      dues.flatMap((due) =>
        oracleOptions(judging, one).flatMap((oracle) =>
          times.map((now) => ({ now, closed, stored, due, oracle })),
        ),
      ),
    ),
  );
};
