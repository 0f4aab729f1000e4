import { KeyScope } from '@mesh-markets/contract';
import { codeOf } from '../../apps/server/tests/fixtures/authenticatorApp.ts';
import { password } from '../../apps/server/tests/fixtures/testServer.ts';
import type { Draws } from '../sim/draws.ts';
import type { Actor } from './actors.ts';
import { isObject } from './isObject.ts';
import { type KnownMarket, kindOf, type Memory } from './memory.ts';
import type { Outside } from './outside.ts';

/** What whoever sends a request knows, as somebody who has looked around for a while would. */
export interface Knowing {
  readonly draws: Draws;
  readonly memory: Memory;
  readonly outside: Outside;
  readonly operation: { readonly name: string; readonly path: string };
  readonly actor: Actor;
  readonly everybody: readonly Actor[];
  /** Of which the request speaks. */
  readonly market: KnownMarket | undefined;
}

type Hint = (knowing: Knowing) => unknown;

/** One's own comments are the ones that can be changed. */
const OF_ONES_OWN = new Set(['editComment', 'deleteComment']);

const anyOf = <Value>(draws: Draws, values: readonly Value[]): Value | undefined =>
  values.length > 0 ? draws.pick(values) : undefined;

const oneOf =
  <Value>(values: readonly Value[]): Hint =>
  ({ draws }) =>
    draws.pick(values);

const thing =
  (kind: string): Hint =>
  ({ draws, memory, actor, operation }) =>
    memory.pick(draws, kind, actor.name, OF_ONES_OWN.has(operation.name));

const ahead =
  (seconds: number): Hint =>
  ({ draws }) =>
    new Date(Date.now() + 2_000 + draws.below(seconds) * 1_000).toISOString();

const link =
  (page: string): Hint =>
  ({ draws, outside }) =>
    anyOf(draws, outside.links(page));

const somebody = <Part extends 'userId' | 'email'>({ draws, everybody }: Knowing, part: Part) => {
  return anyOf(
    draws,
    everybody.flatMap((actor) => actor[part] ?? []),
  );
};

const newName = ({ draws }: Knowing): string => `fuzz_${draws.below(1e9)}`;
const newAddress: Hint = (knowing) => `${newName(knowing)}@example.org`;

const digits: Hint = ({ draws, memory, actor }) => {
  const secret = memory.answerOf(actor.name, 'startCodes')?.secret;
  const codes = memory.answerOf(actor.name, 'confirmCodes')?.backupCodes;
  if (Array.isArray(codes) && draws.chance(0.3)) return draws.pick(codes);
  return typeof secret === 'string' ? codeOf(secret, draws.below(3) - 1) : undefined;
};

const newPasskey: Hint = ({ memory, actor, outside }) => {
  const options = memory.takeAnswer(actor.name, 'startPasskey');
  return options && outside.newDevice(actor.name).make(options as never);
};

const passkey: Hint = ({ draws, memory, actor, everybody, outside }) => {
  const options = memory.takeAnswer(actor.name, 'passkeyOptions');
  const owners = everybody.filter(({ name }) => memory.answerOf(name, 'addPasskey') !== undefined);
  if (options === undefined || owners.length === 0) return undefined;
  return outside.device(draws.pick(owners).name)?.answer(options as never);
};

/** By the name of what asks for a value, or by that of its operation and its own. */
const hints: Readonly<Record<string, Hint>> = {
  'getOembed.url': ({ market, outside }) => market && `${outside.siteUrl}/market/${market.id}`,
  'getOembed.format': oneOf(['json', 'json', 'xml']),
  'updateMe.handle': newName,
  'signUp.email': newAddress,
  invitation: thing('invitation link'),
  'createInvitation.email': newAddress,
  'verifyEmail.token': link('/verify-email'),
  'resetPassword.token': link('/reset-password'),
  'showUnsubscribe.token': link('/unsubscribe'),
  'unsubscribe.token': link('/unsubscribe'),
  'showPost.id in path': thing('hidden'),
  'addPasskey.credential': newPasskey,
  'passkeySignIn.credential': passkey,
  'subscribePush.body': ({ draws, outside }) => draws.pick(outside.browsers),
  'unsubscribePush.endpoint': ({ draws, outside }) => draws.pick(outside.browsers).endpoint,
  'unsubscribePush.id': thing('device'),
  'setFlag.percentage': oneOf([100, 100, 100, 50]),
  'setFlag.enabled': oneOf([true, true, true, false]),
  'createWebhook.url': ({ outside }) => outside.hookUrl,
  'updateWebhook.url': ({ outside }) => outside.hookUrl,
  version: ({ market }) => market?.version,
  handle: thing('handle'),
  by: thing('handle'),
  allowed: thing('handle'),
  cursor: (knowing) => {
    const { draws, memory, actor, operation } = knowing;
    // That of another list is a lie worth telling now and then.
    const next = draws.chance(0.7) ? memory.answerOf(actor.name, operation.name)?.nextCursor : undefined;
    return next ?? thing('cursor')(knowing);
  },
  parentId: thing('comment'),
  focus: thing('comment'),
  upTo: thing('notification'),
  oracleId: (knowing) => somebody(knowing, 'userId'),
  email: (knowing) => somebody(knowing, 'email'),
  newEmail: newAddress,
  password: () => password,
  currentPassword: () => password,
  newPassword: () => password,
  code: digits,
  closesAt: ahead(3 * 86_400),
  expiresAt: ahead(86_400),
  credits: oneOf([1, 2, 5, 20, 50, 100, 500, 2_000, 10_000, 1_000_000]),
  shares: oneOf([0.000_001, 0.5, 1, 3.25, 10, 100, 1_000.000_001]),
  b: oneOf([50, 100, 300, 1_000, 5_000]),
  topic: oneOf(['rain', 'sport']),
  topics: oneOf([[], ['rain'], ['rain', 'sport']]),
  next: () => '/feed',
};

/** What somebody in the know puts there; undefined where that is nothing in particular. */
export const hintFor = (knowing: Knowing, name: string): unknown => {
  const { operation, market } = knowing;
  const special = hints[`${operation.name}.${name}`];
  if (name === 'id in path' && special === undefined) {
    return operation.path.startsWith('/api/market/')
      ? (market?.id ?? anyOf(knowing.draws, [...knowing.memory.markets.keys()]))
      : thing(kindOf(operation.path))(knowing);
  }
  return (special ?? hints[name])?.(knowing);
};

type Body = Record<string, unknown>;

const without = (body: Body, ...names: readonly string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

const someOutcome = ({ draws, market }: Knowing): number => draws.below(market?.outcomes ?? 2);

/** Names the outcome once, sells what is held, and seldom insists on a price. */
const mendOrder = (body: Body, knowing: Knowing): Body => {
  const { draws, memory, market, actor } = knowing;
  const order = without(
    body,
    'side',
    'outcome',
    ...(draws.chance(0.8) ? ['minShares', 'maxCredits', 'minCredits'] : []),
  );
  const holding = (index: number): number =>
    market === undefined ? 0 : memory.holdingOf(actor.name, market.id, index);
  const held = Array.from({ length: market?.outcomes ?? 0 }, (_, index) => index).filter(holding);
  const isSale = order.action === 'SELL' && held.length > 0;
  const outcome = isSale ? draws.pick(held) : someOutcome(knowing);
  if (isSale) order.shares = draws.pick([holding(outcome), Math.ceil(holding(outcome) * 5e5) / 1e6]);
  else if (order.action === 'SELL' && draws.chance(0.8)) order.action = 'BUY';
  if (market?.outcomes === 2 && draws.chance(0.5)) order.side = outcome === 0 ? 'YES' : 'NO';
  else order.outcome = outcome;
  return order;
};

/** One outcome, nothing, or a part of each that makes up the whole. */
const mendVerdict = (body: Body, knowing: Knowing): Body => {
  const { draws, market } = knowing;
  const verdict = without(body, 'outcome', 'weights');
  if (draws.chance(0.25)) {
    const first = draws.below(10_001);
    verdict.weights = Array.from({ length: market?.outcomes ?? 2 }, (_, index) =>
      index === 0 ? first : index === 1 ? 10_000 - first : 0,
    );
  } else verdict.outcome = draws.chance(0.1) ? 'N_A' : someOutcome(knowing);
  return verdict;
};

const mendMarket = (body: Body, { draws }: Knowing): Body => {
  const market = without(body, 'outcomes', 'initialProbability', ...(draws.chance(0.5) ? ['oracleId'] : []));
  const outcomes = draws.pick([2, 2, 2, 3, 5, 17]);
  if (outcomes > 2) market.outcomes = Array.from({ length: outcomes }, (_, index) => `Answer ${index}`);
  else if (draws.chance(0.3)) market.initialProbability = 0.01 + draws.below(99) / 100;
  return market;
};

/** Rules between the parts of a body, of which its schema does not tell; by the names of operations. */
const mends: Readonly<Record<string, (body: Body, knowing: Knowing) => Body>> = {
  placeTrade: mendOrder,
  quote: mendOrder,
  createMarket: mendMarket,
  previewResolution: mendVerdict,
  resolveMarket: mendVerdict,
  amendProposal: mendVerdict,
  previewCorrection: mendVerdict,
  correctResolution: mendVerdict,
  decideDispute: (body, knowing) => (body.decision === 'CHANGE' ? mendVerdict(body, knowing) : body),
  postComment: (body, { draws }) => without(body, 'tradeSeq', ...(draws.chance(0.7) ? ['parentId'] : [])),
  createApiKey: (body, { draws }) => ({
    ...body,
    scopes: draws.shuffle(KeyScope.options).slice(0, 1 + draws.below(3)),
  }),
};

/** Puts right between the parts of a body what its schema does not say. */
export const mend = (knowing: Knowing, body: unknown): unknown =>
  isObject(body) ? (mends[knowing.operation.name]?.(body, knowing) ?? body) : body;
