import { isDeepStrictEqual } from 'node:util';
import type { Market, MarketId, TradeAnswer, UserId } from '@mesh-markets/contract';
import { isKeyed, keyOf, requestOf } from './commands.ts';
import { type Circumstances, type Decision, decide } from './decide.ts';
import { figuresOf, onTheWire } from './figures.ts';
import { applyChange, type ModelBooks, type StoredAnswer, storeAnswer } from './model.ts';
import { isSameAnswer, type Sent } from './play.ts';
import { Mismatch } from './serialOrder.ts';

/*
 * Compares what the engine answered in a wave with what the model says, command by command in the serial order.
 *
 * - A command that wrote transfers has its place in that order; the model must do the same there, to the micro-share.
 * - A close or a post writes none. A close comes after the last trade of its market and before its resolution.
 * - Refusals, answers given again and reads left nothing behind. Each was decided under its locks at one point, and every
 *   transaction that it could have seen is wholly before or after that point in the serial order too. So the model must
 *   give the same answer after some number of the ordered commands: not fewer than had been answered when it was given, nor
 *   more than had been given when it was answered. Where a close, or the closing time, has no certain place, both are allowed.
 */

/** A wave as it was played, and the database's time around it. */
export interface PlayedWave {
  readonly sent: readonly Sent[];
  /** Those that wrote transfers, in their serial order. */
  readonly order: readonly Sent[];
  readonly began: number;
  readonly ended: number;
}

/** What the engine answered under each key first, by `user/key`. */
export type FirstAnswers = Map<string, unknown>;

interface Judging extends PlayedWave {
  readonly books: ModelBooks;
  readonly firstAnswers: FirstAnswers;
  /** Successful closes and posts, with the number of ordered commands before them. */
  readonly floating: ReadonlyMap<Sent, number>;
  /** The place of each market's last trade of the wave. */
  readonly lastTrade: ReadonlyMap<MarketId, number>;
}

const describe = ({ command, outcome }: Sent): string => {
  const result =
    outcome.kind === 'answered'
      ? `${outcome.replayed ? 'replayed ' : ''}${JSON.stringify(outcome.answer)}`
      : outcome.kind === 'refused'
        ? `refused ${outcome.code}`
        : `failed: ${outcome.error}`;
  return `${JSON.stringify(command)}\n  engine: ${result}`;
};

const describeDecision = (decision: Decision): string =>
  decision.kind === 'refused'
    ? `refused ${decision.code}`
    : `${decision.kind} ${JSON.stringify(onTheWire(decision.figures))}`;

const marketOf = ({ command }: Sent): MarketId | undefined =>
  'market' in command ? command.market : undefined;
const userOf = ({ command }: Sent): UserId | undefined => ('user' in command ? command.user : undefined);
const isNew = ({ outcome }: Sent): boolean => outcome.kind === 'answered' && !outcome.replayed;

/** When a command was served, from its answer. */
const timeOf = ({ command, outcome }: Sent, fallback: number): number => {
  const { answer } = outcome as { answer: unknown };
  const { createdAt, closedAt, resolvedAt } = answer as Market;
  switch (command.verb) {
    case 'placeTrade':
      return Date.parse((answer as TradeAnswer).trade.createdAt);
    case 'createMarket':
      return Date.parse(createdAt);
    case 'closeMarket':
      return Date.parse(closedAt!);
    case 'resolveMarket':
      return Date.parse(resolvedAt!);
    default:
      return fallback;
  }
};

const idIn = ({ command, outcome }: Sent): string => {
  const { answer } = outcome as { answer: { id?: string; userId?: string } };
  return (command.verb === 'createAccount' ? answer.userId : answer.id) ?? '';
};

/** Carries out on the model what the engine says it did, if the model agrees. */
const follow = (judging: Judging, one: Sent): void => {
  const { books, firstAnswers, began, ended } = judging;
  const now = timeOf(one, began);
  if (now < began || now > ended) throw new Mismatch(`served at ${now}, outside its wave: ${describe(one)}`);
  const decision = decide(books, one.command, { now });
  const { answer } = one.outcome as { answer: unknown };
  const agrees =
    decision.kind === 'done' &&
    isDeepStrictEqual(onTheWire(decision.figures), figuresOf(one.command, answer));
  if (!agrees) throw new Mismatch(`${describe(one)}\n  model:  ${describeDecision(decision)}`);
  applyChange(books, decision.change, idIn(one));
  storeAnswer(books, one.command, decision.figures, ended);
  const key = keyOf(one.command);
  if (key !== undefined) firstAnswers.set(key, answer);
};

/** Whether the command's market may have been closed, or open, at this point. */
const closedOptions = (judging: Judging, one: Sent, place: number): (boolean | undefined)[] => {
  const { books, floating, lastTrade, began, ended } = judging;
  const market = books.markets.get(marketOf(one)!);
  if (market === undefined || market.state === 'RESOLVED') return [undefined];
  const tradesFollow = place <= (lastTrade.get(market.id) ?? -1);
  const mayBeDue = market.closesAt <= ended && !tradesFollow;
  if (market.state === 'OPEN') return market.closesAt <= began ? [true] : mayBeDue ? [false, true] : [false];
  const close = [...floating.keys()].find(
    (other) => other.command.verb === 'closeMarket' && marketOf(other) === market.id,
  );
  if (close === undefined || close.answered < one.given) return [true];
  // Closed in this wave, but nobody knows where: it can have been open still.
  return one.answered < close.given && !mayBeDue ? [false] : [false, true];
};

/** What may have been stored under the command's key by a close or post of this wave; undefined leaves it to the model. */
const storedOptions = (judging: Judging, one: Sent): (StoredAnswer | null | undefined)[] => {
  const key = keyOf(one.command);
  const writer = [...judging.floating.keys()].find(
    (other) => key !== undefined && keyOf(other.command) === key,
  );
  if (writer === undefined || !isKeyed(writer.command)) return [undefined];
  const stored = { request: requestOf(writer.command), figures: {}, at: 0 };
  if (writer.answered < one.given) return [stored];
  return one.answered < writer.given ? [null] : [stored, null];
};

const circumstances = (judging: Judging, one: Sent, place: number): Circumstances[] => {
  const times = one.command.verb === 'createMarket' ? [judging.began, judging.ended] : [judging.ended];
  const closings = closedOptions(judging, one, place);
  return storedOptions(judging, one).flatMap((stored) =>
    closings.flatMap((closed) => times.map((now) => ({ now, closed, stored }))),
  );
};

const agrees = (
  { books, firstAnswers }: Judging,
  { command, outcome }: Sent,
  decision: Decision,
): boolean => {
  if (outcome.kind === 'refused') return decision.kind === 'refused' && decision.code === outcome.code;
  if (outcome.kind === 'failed' || decision.kind === 'refused') return false;
  if (outcome.replayed)
    return decision.kind === 'replayed' && isSameAnswer(outcome.answer, firstAnswers.get(keyOf(command)!));
  if (command.verb === 'createAccount')
    return books.authUsers.get(command.authUser ?? '') === (outcome.answer as { userId: UserId }).userId;
  const reads = decision.kind === 'done' && decision.change.what === 'nothing';
  return reads && isDeepStrictEqual(onTheWire(decision.figures), figuresOf(command, outcome.answer));
};

/** A command without a place, and what is known of where it was decided. */
interface Unplaced {
  readonly one: Sent;
  readonly from: number;
  readonly to: number;
  readonly allowed: Set<string>;
}

const unplaced = ({ sent, order, floating }: Judging): Unplaced[] => {
  const placed = new Set(order);
  return sent
    .filter((one) => !placed.has(one) && !floating.has(one))
    .map((one) => {
      const from = order.findLastIndex((other) => other.answered < one.given) + 1;
      const next = order.findIndex((other) => other.given > one.answered);
      return { one, from, to: next === -1 ? order.length : next, allowed: new Set() };
    });
};

/** Whether a step on the way can have changed what the model says of a command. */
const concerns = (step: Sent | undefined, one: Sent): boolean => {
  if (step === undefined || step.command.verb !== 'placeTrade') return true;
  return marketOf(step) === marketOf(one) || userOf(step) === userOf(one);
};

/** Tries the commands that may have been decided here; answers those that fit nowhere yet. */
const tryHere = (judging: Judging, waiting: Unplaced[], place: number, step: Sent | undefined): Unplaced[] =>
  waiting.filter(({ one, from, to, allowed }) => {
    if (place < from || place > to || !(concerns(step, one) || place === from)) return true;
    return !circumstances(judging, one, place).some((around) => {
      const decision = decide(judging.books, one.command, around);
      allowed.add(describeDecision(decision));
      return agrees(judging, one, decision);
    });
  });

/** A trade given after the answer to a close cannot have been filled. */
const checkCloses = ({ order, floating }: Judging): void => {
  for (const close of floating.keys()) {
    if (close.command.verb !== 'closeMarket') continue;
    const late = order.find(
      (one) =>
        one.command.verb === 'placeTrade' && marketOf(one) === marketOf(close) && one.given > close.answered,
    );
    if (late) throw new Mismatch(`filled although the market had been closed: ${describe(late)}`);
  }
};

const floatingOf = (sent: readonly Sent[], lastTrade: ReadonlyMap<MarketId, number>) =>
  new Map(
    sent
      .filter((one) => isNew(one) && ['closeMarket', 'createPost'].includes(one.command.verb))
      .map((one) => [one, (lastTrade.get(marketOf(one)!) ?? -1) + 1]),
  );

/** What closes and posts answered is known before their place is: a command with the same key may have been given it. */
const knowFloatingAnswers = ({ floating, firstAnswers }: Judging): void => {
  for (const one of floating.keys()) {
    const key = keyOf(one.command);
    if (key === undefined) continue;
    if (firstAnswers.has(key)) throw new Mismatch(`answered twice as new under one key: ${describe(one)}`);
    firstAnswers.set(key, (one.outcome as { answer: unknown }).answer);
  }
};

/** @throws Mismatch at the first answer that the model cannot give in any order the log allows */
export const judgeWave = (books: ModelBooks, wave: PlayedWave, firstAnswers: FirstAnswers): void => {
  const { sent, order } = wave;
  const failed = sent.find(({ outcome }) => outcome.kind === 'failed');
  if (failed) throw new Mismatch(describe(failed));
  const lastTrade = new Map(
    order.flatMap((one, i) => (one.command.verb === 'placeTrade' ? [[one.command.market, i] as const] : [])),
  );
  const judging: Judging = {
    ...wave,
    books,
    firstAnswers,
    lastTrade,
    floating: floatingOf(sent, lastTrade),
  };
  checkCloses(judging);
  knowFloatingAnswers(judging);
  const jobs = (one: Unplaced) => one.one.command.verb === 'closeDueMarkets';
  let waiting = unplaced(judging).filter((one) => !jobs(one));
  for (let place = 0; place <= order.length; place += 1) {
    for (const [one, after] of judging.floating) if (after === place) follow(judging, one);
    waiting = tryHere(judging, waiting, place, place === 0 ? undefined : order[place - 1]);
    if (place < order.length) follow(judging, order[place]!);
  }
  const [lost] = waiting;
  if (lost) {
    const allowed = [...lost.allowed].map((text) => `\n  model:  ${text}`).join('');
    throw new Mismatch(`${describe(lost.one)}${allowed}`);
  }
};
