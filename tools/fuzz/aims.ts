import { type CallerKind, mayCall, type Route, routes, scopeOf } from '@mesh-markets/contract';
import { authRoutes } from '../../apps/server/src/auth/authRoutes.ts';
import type { Draws } from '../sim/draws.ts';
import type { Actor, Actors } from './actors.ts';
import type { KnownMarket, Memory } from './memory.ts';
import type { Operation } from './requests.ts';

/** Who sends a request, and of which market it speaks. */
export interface Aim {
  readonly actor: Actor;
  readonly market?: KnownMarket;
}

type Wanted = (market: KnownMarket, actor: Actor, memory: Memory) => boolean;

const isOpen = ({ state }: KnownMarket): boolean => state === 'OPEN';
const isWaiting = ({ state, version }: KnownMarket): boolean => state === 'CLOSED' && version === undefined;
const isProposed = ({ state, version }: KnownMarket): boolean => state === 'CLOSED' && version !== undefined;
const isOwn = (market: KnownMarket, { userId }: Actor): boolean =>
  userId !== undefined && market.creator === userId;
const isResolver = (market: KnownMarket, actor: Actor): boolean =>
  isOwn(market, actor) || (actor.userId !== undefined && market.oracle === actor.userId);
const holds = (market: KnownMarket, actor: Actor, memory: Memory): boolean =>
  Array.from({ length: market.outcomes }, (_, outcome) => outcome).some(
    (outcome) => memory.holdingOf(actor.name, market.id, outcome) > 0,
  );
/** Somebody who decides for others and so keeps out of trading. */
const isJudge = (market: KnownMarket, actor: Actor): boolean =>
  actor.name === 'judge' && !isResolver(market, actor);
const decides: Wanted = (market, actor) => isResolver(market, actor) || isJudge(market, actor);
const isAsked: Wanted = ({ askedOracle, state }, { userId }) =>
  userId !== undefined && askedOracle === userId && state !== 'RESOLVED';
const trades: Wanted = (market, { name, userId }) =>
  isOpen(market) && userId !== undefined && name !== 'judge';

/** Which market somebody needs to get past the first gate; by the names of operations. */
const wanted: Readonly<Record<string, Wanted>> = {
  placeTrade: trades,
  quote: isOpen,
  getOembed: () => true,
  closeMarket: (market, actor) => isOpen(market) && isResolver(market, actor),
  askOracle: (market, actor) => isOpen(market) && isOwn(market, actor) && market.oracle === undefined,
  withdrawOracle: (market, actor) =>
    isOpen(market) && isOwn(market, actor) && market.askedOracle !== undefined,
  acceptOracle: isAsked,
  declineOracle: isAsked,
  stepDownOracle: ({ oracle, state }, { userId }) =>
    userId !== undefined && oracle === userId && state !== 'RESOLVED',
  previewResolution: (market, actor, memory) => market.state !== 'RESOLVED' && decides(market, actor, memory),
  resolveMarket: (market, actor, memory) => isWaiting(market) && decides(market, actor, memory),
  disputeProposal: (market, actor, memory) => isProposed(market) && holds(market, actor, memory),
  amendProposal: (market, actor, memory) => isProposed(market) && decides(market, actor, memory),
  withdrawProposal: (market, actor, memory) =>
    isProposed(market) && market.disputes === 0 && decides(market, actor, memory),
  decideDispute: (market, actor) => isProposed(market) && market.disputes > 0 && isJudge(market, actor),
  previewCorrection: (market, actor) => market.state === 'RESOLVED' && isJudge(market, actor),
  correctResolution: (market, actor) => market.state === 'RESOLVED' && isJudge(market, actor),
};

/** What somebody must have been answered before; by the names of operations. */
const before: Readonly<Record<string, string>> = {
  confirmCodes: 'startCodes',
  renewBackupCodes: 'confirmCodes',
  stopCodes: 'confirmCodes',
  addPasskey: 'startPasskey',
  renamePasskey: 'addPasskey',
  removePasskey: 'addPasskey',
  passkeySignIn: 'passkeyOptions',
};

/** What staff does at a browser, never by a key. */
const AT_A_BROWSER = new Set([
  'createWebhook',
  'updateWebhook',
  'deleteWebhook',
  'rotateWebhookSecret',
  'testWebhook',
  'replayWebhookDelivery',
  'setFlag',
  'setRole',
]);

const everyRoute: Readonly<Record<string, Route>> = { ...routes, ...authRoutes };
/** What only people who are something in a market may call is tried by all of them. */
const SOMEBODY: readonly Actor['kind'][] = ['user', 'moderator', 'admin'];

/** May call it, as far as the route says. */
const suits = (operation: Operation, { kind, scope, person }: Actor): boolean => {
  const route = everyRoute[operation.name];
  if (route === undefined) return true;
  if (route.access === 'cron') return kind === 'cron';
  const isAtBrowser = 'cookie' in person.headers;
  if (operation.name in authRoutes && route.access === 'user') return isAtBrowser;
  if (AT_A_BROWSER.has(operation.name) && !isAtBrowser) return false;
  const callers = mayCall(operation.name, route.access);
  if (scope !== undefined && scope !== scopeOf(operation.name, route)) return false;
  // In person, or with the one key that carries a role.
  if (scope !== undefined && !callers.includes('bot') && (scope !== 'manage' || callers.includes('user')))
    return false;
  const isOfMarket = callers.includes('creator') || callers.includes('oracle');
  return callers.includes(kind as CallerKind) || (isOfMarket && SOMEBODY.includes(kind));
};

const chooseAny = (draws: Draws, actors: readonly Actor[]): Actor => {
  // Keys of one scope are refused most things, after which nothing more is tried.
  const isScoped = draws.chance(0.2);
  return draws.pick(actors.filter(({ scope }) => (scope !== undefined) === isScoped));
};

/** Mostly somebody who may do it, of a market that is as it has to be; now and then anybody and anything. */
export const takeAim = (
  draws: Draws,
  operation: Operation,
  memory: Memory,
  actors: ReturnType<Actors['all']>,
): Aim => {
  if (operation.name === 'secondStep' && memory.steps.size > 0) {
    const [name, cookie] = draws.pick([...memory.steps]);
    memory.steps.delete(name);
    return { actor: { name, kind: 'anonymous', person: { headers: { cookie } } } };
  }
  if (draws.chance(0.1)) return { actor: chooseAny(draws, actors) };
  const suited = actors.filter((actor) => suits(operation, actor));
  const isWanted = wanted[operation.name];
  if (isWanted !== undefined) {
    const aims = [...memory.markets.values()].flatMap((market) =>
      suited.filter((actor) => isWanted(market, actor, memory)).map((actor) => ({ actor, market })),
    );
    if (aims.length > 0) return draws.pick(aims);
  }
  const ready = suited.filter(
    ({ name }) => memory.answerOf(name, before[operation.name] ?? '') !== undefined,
  );
  for (const some of [ready, suited]) if (some.length > 0) return { actor: draws.pick(some) };
  return { actor: chooseAny(draws, actors) };
};
