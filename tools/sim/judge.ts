import { isDeepStrictEqual } from 'node:util';
import type { Market, MarketId, TradeAnswer, UserId } from '@mesh-markets/contract';
import { circumstances, dueOptions, isLocal, type Judging } from './circumstances.ts';
import { keyOf } from './commands.ts';
import { decide } from './decide.ts';
import type { Circumstances, Decision } from './decisions.ts';
import { figuresOf, onTheWire } from './figures.ts';
import { applyChange, type ModelBooks, storeAnswer } from './model.ts';
import type { Payment } from './payments.ts';
import { isSameAnswer, type Sent } from './play.ts';
import { Mismatch } from './serialOrder.ts';
import { arrangeWrites, floatsOf, isNew, marketOf } from './writes.ts';

/*
 * Compares what the engine answered in a wave with what the model says, command by command in the serial order.
 *
 * - A command that wrote transfers has its place in that order; the model must do the same there, to the micro-share.
 * - A close, a post, a proposal, what is said against it or an oracle's answer writes none. All but posts have their place among what was
 *   done to their market, by its version.
 * - Refusals, answers given again and reads left nothing behind. Each was decided under its locks at one point, and every
 *   transaction that it could have seen is wholly before or after that point in the serial order too. So the model must
 *   give the same answer after some number of the ordered commands: not fewer than had been answered when it was given, nor
 *   more than had been given when it was answered. Where a close, or the closing time, has no certain place, both are allowed.
 *   What looks at nothing but its market is held against the writes of that market in the same way.
 */

/** A wave as it was played, and the database's time around it. */
export type PlayedWave = Pick<Judging, 'sent' | 'order' | 'began' | 'ended'>;

/** What the engine answered under each key first, by `user/key`. */
export type FirstAnswers = Map<string, unknown>;

/** What runs at no place that could be seen; what it did is compared otherwise. */
const JOBS: ReadonlySet<string> = new Set(['closeDueMarkets', 'finishProposals']);

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

const userOf = ({ command }: Sent): UserId | undefined => ('user' in command ? command.user : undefined);
/** When a command was served, from its answer; undefined where that does not tell. */
const timeOf = ({ command, outcome }: Sent): number | undefined => {
  const { answer } = outcome as { answer: unknown };
  const { createdAt, closedAt, resolvedAt, proposal } = answer as Market;
  switch (command.verb) {
    case 'placeTrade':
      return Date.parse((answer as TradeAnswer).trade.createdAt);
    case 'createMarket':
      return Date.parse(createdAt);
    case 'closeMarket':
      return Date.parse(closedAt!);
    case 'resolveMarket':
    case 'amendProposal':
    case 'decideDispute':
      return Date.parse(resolvedAt ?? proposal!.proposedAt);
    case 'payProposal':
      return (answer as Payment).at.getTime();
    default:
      return undefined;
  }
};

const idIn = ({ command, outcome }: Sent): string => {
  const { answer } = outcome as { answer: { id?: string; userId?: string } };
  return (command.verb === 'createAccount' ? answer.userId : answer.id) ?? '';
};

/** What the model says that agrees with the engine, where it does at some moment that it may have been. */
const agreedDecision = (
  judging: Judging,
  one: Sent,
): { agreed?: Decision & { kind: 'done' }; said: string } => {
  const { books, began, ended } = judging;
  const told = timeOf(one);
  if (told !== undefined && (told < began || told > ended))
    throw new Mismatch(`served at ${told}, outside its wave: ${describe(one)}`);
  const wanted = figuresOf(one.command, (one.outcome as { answer: unknown }).answer);
  const options = (told === undefined ? [began, ended] : [told]).flatMap((now): Circumstances[] =>
    dueOptions(judging, one).map((due) => ({ now, due })),
  );
  let said = '';
  for (const around of options) {
    const decision = decide(books, one.command, around);
    said = describeDecision(decision);
    if (decision.kind === 'done' && isDeepStrictEqual(onTheWire(decision.figures), wanted))
      return { agreed: decision, said };
  }
  return { said };
};

/** Carries out on the model what the engine says it did, if the model agrees. */
const follow = (judging: Judging, one: Sent): boolean => {
  const { agreed } = agreedDecision(judging, one);
  if (agreed === undefined) return false;
  applyChange(judging.books, agreed.change, idIn(one));
  storeAnswer(judging.books, one.command, agreed.figures, judging.ended);
  const market = marketOf(one);
  if (market !== undefined) judging.applied.set(market, (judging.applied.get(market) ?? 0) + 1);
  return true;
};

const mustFollow = (judging: Judging, one: Sent): void => {
  if (!follow(judging, one))
    throw new Mismatch(`${describe(one)}\n  model:  ${agreedDecision(judging, one).said}`);
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
  /** Between so many and so many of the ordered commands, or of the writes of its market. */
  readonly from: number;
  readonly to: number;
  readonly allowed: Set<string>;
}

const unplaced = ({ sent, order, writes }: Judging): Unplaced[] => {
  const placed = new Set([...order, ...writes.floats.keys()]);
  return sent
    .filter((one) => !placed.has(one) && !JOBS.has(one.command.verb))
    .map((one) => {
      const among = isLocal(one.command) ? (writes.ofMarket.get(marketOf(one)!) ?? []) : order;
      const from = among.findLastIndex((other) => other.answered < one.given) + 1;
      const next = among.findIndex((other) => other.given > one.answered);
      return { one, from, to: next === -1 ? among.length : next, allowed: new Set() };
    });
};

/** Whether a step on the way can have changed what the model says of a command. */
const concerns = (step: Sent, one: Sent): boolean => {
  if (isLocal(one.command)) return marketOf(step) === marketOf(one);
  if (step.command.verb !== 'placeTrade') return true;
  return marketOf(step) === marketOf(one) || userOf(step) === userOf(one);
};

/** Tries the commands that may have been decided here; answers those that fit nowhere yet. */
const tryHere = (judging: Judging, waiting: Unplaced[], place: number, step: Sent | undefined): Unplaced[] =>
  waiting.filter(({ one, from, to, allowed }) => {
    const local = isLocal(one.command);
    const here = local ? (judging.applied.get(marketOf(one)!) ?? 0) : place;
    if (here < from || here > to) return true;
    if (step !== undefined && !concerns(step, one) && (local || place !== from)) return true;
    return !circumstances(judging, one, place).some((around) => {
      const decision = decide(judging.books, one.command, around);
      allowed.add(describeDecision(decision));
      return agrees(judging, one, decision);
    });
  });

/** A trade given after the answer to a close cannot have been filled. */
const checkCloses = ({ order, writes }: Judging): void => {
  for (const close of writes.floats.keys()) {
    if (close.command.verb !== 'closeMarket') continue;
    const late = order.find(
      (one) =>
        one.command.verb === 'placeTrade' && marketOf(one) === marketOf(close) && one.given > close.answered,
    );
    if (late) throw new Mismatch(`filled although the market had been closed: ${describe(late)}`);
  }
};

/** What was answered is known before its place is: a command with the same key may have been given it. */
const knowAnswers = ({ sent, firstAnswers }: Judging): void => {
  for (const one of sent) {
    const key = keyOf(one.command);
    if (key === undefined || !isNew(one)) continue;
    if (firstAnswers.has(key)) throw new Mismatch(`answered twice as new under one key: ${describe(one)}`);
    firstAnswers.set(key, (one.outcome as { answer: unknown }).answer);
  }
};

/** Follows what has no transfers as soon as it may have been; a correction may have to wait until a wallet is as it found it. */
const followFloats = (
  judging: Judging,
  pending: readonly Sent[],
  place: number,
  afterEach: (one: Sent) => void,
): Sent[] => {
  const held = new Set<MarketId | undefined>();
  return pending.filter((one) => {
    const { from, to } = judging.writes.floats.get(one)!;
    const market = marketOf(one);
    if (from > place || (market !== undefined && held.has(market))) {
      held.add(market);
      return true;
    }
    if (one.command.verb === 'correctResolution' && place < to) {
      if (!follow(judging, one)) {
        held.add(market);
        return true;
      }
    } else mustFollow(judging, one);
    afterEach(one);
    return false;
  });
};

/**
 * Brings the model through the wave.
 * @throws Mismatch when the engine answered something that the model cannot have answered
 */
export const judgeWave = (books: ModelBooks, wave: PlayedWave, firstAnswers: FirstAnswers): void => {
  const { sent, order } = wave;
  const lastTrade = new Map(
    order.flatMap((one, place) => (one.command.verb === 'placeTrade' ? [[one.command.market, place]] : [])),
  );
  const writes = arrangeWrites(floatsOf(books, sent, order), order);
  const judging: Judging = { ...wave, books, firstAnswers, lastTrade, writes, applied: new Map() };
  checkCloses(judging);
  knowAnswers(judging);
  let waiting = tryHere(judging, unplaced(judging), 0, undefined);
  let pending = [...writes.floats.keys()];
  for (let place = 0; place <= order.length; place += 1) {
    pending = followFloats(judging, pending, place, (step) => {
      waiting = tryHere(judging, waiting, place, step);
    });
    if (place === order.length) break;
    mustFollow(judging, order[place]!);
    waiting = tryHere(judging, waiting, place + 1, order[place]);
  }
  const [lost] = waiting;
  if (lost) {
    const allowed = [...lost.allowed].map((text) => `\n  model:  ${text}`).join('');
    throw new Mismatch(`${describe(lost.one)}${allowed}`);
  }
};
