import type { Market, MarketId, TradeAnswer } from '@mesh-markets/contract';
import type { ModelBooks } from './model.ts';
import type { Sent } from './play.ts';

/*
 * The order of what was done to one market. Everything that is done to it counts its version on under its lock, and the answer tells the
 * version: so what moved no credits, and has no transfer ids, has its place among the others of its market all the same.
 */

export const marketOf = ({ command }: Sent): MarketId | undefined =>
  'market' in command ? command.market : undefined;

export const isNew = ({ outcome }: Sent): boolean => outcome.kind === 'answered' && !outcome.replayed;

const FLOATS: ReadonlySet<string> = new Set([
  'closeMarket',
  'createPost',
  'resolveMarket',
  'amendProposal',
  'withdrawProposal',
  'disputeProposal',
  'correctResolution',
]);

const versionIn = ({ command, outcome }: Sent): number => {
  const { answer } = outcome as { answer: unknown };
  return command.verb === 'placeTrade' ? (answer as TradeAnswer).market.version : (answer as Market).version;
};

const ORACLE_STEPS: readonly string[] = ['declineOracle', 'acceptOracle', 'stepDownOracle'];

/** Answering about being the oracle counts no version, and answering the same again does nothing. */
const oracleChanges = (books: ModelBooks, sent: readonly Sent[]): Sent[] => {
  const first = new Map<string, Sent>();
  for (const one of sent) {
    const { command } = one;
    if (!isNew(one) || !ORACLE_STEPS.includes(command.verb) || !('user' in command)) continue;
    const market = books.markets.get(marketOf(one)!);
    const said = { declineOracle: 'DECLINED', acceptOracle: 'ACCEPTED', stepDownOracle: 'STEPPED_DOWN' }[
      command.verb as 'acceptOracle'
    ];
    if (market === undefined || market.oracleSaid === `${command.user} ${said}`) continue;
    const name = `${market.id} ${command.verb} ${command.user}`;
    const before = first.get(name);
    const isEarlier =
      before === undefined ||
      versionIn(one) < versionIn(before) ||
      (versionIn(one) === versionIn(before) && one.answered < before.answered);
    if (isEarlier) first.set(name, one);
  }
  return [...first.values()];
};

/** What was done without moving credits. */
export const floatsOf = (books: ModelBooks, sent: readonly Sent[], order: readonly Sent[]): Sent[] => {
  const placed = new Set(order);
  const written = sent.filter((one) => isNew(one) && FLOATS.has(one.command.verb) && !placed.has(one));
  return [...written, ...oracleChanges(books, sent)];
};

/** Payments of the job tell no version: only corrections come after them. */
const rankOf = (one: Sent): [number, number] => {
  const { verb } = one.command;
  const stage = verb === 'correctResolution' ? 2 : verb === 'payProposal' ? 1 : 0;
  const step = ORACLE_STEPS.indexOf(verb) + 1;
  return [stage, stage === 1 ? 0 : versionIn(one) + step / 10];
};

const isBefore = (one: Sent, other: Sent): boolean => {
  const [a, b] = [rankOf(one), rankOf(other)];
  return a[0] === b[0] ? a[1] < b[1] : a[0] < b[0];
};

export interface Writes {
  /** Of each market, in their order. */
  readonly ofMarket: ReadonlyMap<MarketId, readonly Sent[]>;
  /** What has no transfers, with the number of ordered commands before it: those of its market, and the most there may be. */
  readonly floats: ReadonlyMap<Sent, { readonly from: number; readonly to: number }>;
}

const isWrite = ({ command }: Sent): boolean => command.verb !== 'createMarket' && 'market' in command;

export const arrangeWrites = (floats: readonly Sent[], order: readonly Sent[]): Writes => {
  const ofMarket = new Map<MarketId, Sent[]>();
  for (const one of order.filter(isWrite)) {
    const id = marketOf(one)!;
    ofMarket.set(id, [...(ofMarket.get(id) ?? []), one]);
  }
  const sorted = [...floats].sort((a, b) => {
    if (!isWrite(a) || !isWrite(b)) return Number(isWrite(a)) - Number(isWrite(b));
    return isBefore(a, b) ? -1 : 1;
  });
  const places = new Map<Sent, { from: number; to: number }>();
  for (const one of sorted) {
    if (!isWrite(one)) {
      places.set(one, { from: 0, to: order.length });
      continue;
    }
    const id = marketOf(one)!;
    const writes = ofMarket.get(id) ?? [];
    const next = writes.findIndex((other) => isBefore(one, other));
    const at = next === -1 ? writes.length : next;
    const lastPlaced = writes.slice(0, at).findLast((other) => !places.has(other));
    const nextPlaced = writes.slice(at).find((other) => !places.has(other));
    places.set(one, {
      from: lastPlaced === undefined ? 0 : order.indexOf(lastPlaced) + 1,
      to: nextPlaced === undefined ? order.length : order.indexOf(nextPlaced),
    });
    ofMarket.set(id, [...writes.slice(0, at), one, ...writes.slice(at)]);
  }
  return { ofMarket, floats: places };
};
