import type { Draws } from '../sim/draws.ts';
import { isObject } from './isObject.ts';

/** A market as answers told of it. Others may have changed it since. */
export interface KnownMarket {
  readonly id: string;
  readonly state: string;
  readonly outcomes: number;
  readonly creator: string;
  readonly oracle: string | undefined;
  readonly askedOracle: string | undefined;
  /** Of the proposal that waits, with how many say that it is wrong. */
  readonly version: number | undefined;
  readonly disputes: number;
}

const MOST_MARKETS = 60;
const MOST_THINGS = 40;

/** What the things are that stand under a name, in answers and in addresses. */
const kinds: Readonly<Record<string, string>> = {
  posts: 'post',
  post: 'post',
  comments: 'comment',
  comment: 'comment',
  replies: 'comment',
  sessions: 'session',
  keys: 'key',
  key: 'key',
  webhooks: 'webhook',
  webhook: 'webhook',
  deliveries: 'delivery',
  test: 'delivery',
  cases: 'report',
  reports: 'report',
  notifications: 'notification',
  invitations: 'invitation',
  invitation: 'invitation',
  bans: 'ban',
  passkeys: 'passkey',
  devices: 'device',
};

/** Of which everybody has only their own. */
const PERSONAL = new Set(['session', 'key', 'notification', 'passkey', 'device']);

/** Which things `{id}` of an address means: of a comment it is another than of a market. */
export const kindOf = (path: string): string => {
  const before = path.split('/{id}')[0]!.split('/').at(-1)!;
  return kinds[before] ?? before;
};

const lastWordOf = (path: string): string =>
  path
    .split('/')
    .filter((part) => !part.startsWith('{'))
    .at(-1)!;

type Answered = Record<string, unknown>;

const idIn = (value: unknown): string | undefined =>
  isObject(value) && typeof value.id === 'string' ? value.id : undefined;

const marketIn = (value: Answered): KnownMarket | undefined => {
  const [id, creator] = [idIn(value), idIn(value.creator)];
  const { state, outcomes, closesAt, proposal } = value;
  if (id === undefined || creator === undefined || closesAt === undefined) return undefined;
  if (typeof state !== 'string' || !Array.isArray(outcomes)) return undefined;
  const { version, disputes } = isObject(proposal) ? proposal : {};
  return {
    id,
    state,
    creator,
    outcomes: outcomes.length,
    oracle: idIn(value.oracle),
    askedOracle: idIn(value.askedOracle),
    version: typeof version === 'number' ? version : undefined,
    disputes: typeof disputes === 'number' ? disputes : 0,
  };
};

/** Puts a value in, and the oldest out when there are too many. */
const keepIn = <Value>(map: Map<string, Value>, key: string, value: Value, most: number): void => {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value!);
};

/** The names and ids of things by kind, and whose they are. */
const createThings = () => {
  const things = new Map<string, Map<string, string>>();
  const listOf = (name: string): Map<string, string> => {
    const list = things.get(name) ?? new Map<string, string>();
    things.set(name, list);
    return list;
  };

  const keep = (kind: string, thing: unknown, owner?: string): void => {
    if (typeof thing !== 'string') return;
    keepIn(listOf(kind), thing, thing, MOST_THINGS);
    if (owner !== undefined) keepIn(listOf(`${kind} of ${owner}`), thing, thing, MOST_THINGS);
  };
  return {
    keep,
    pick: (draws: Draws, kind: string, actor: string, own: boolean): string | undefined => {
      const mine = things.get(`${kind} of ${actor}`);
      const list =
        (own || PERSONAL.has(kind)) && mine !== undefined && mine.size > 0 ? mine : things.get(kind);
      return list === undefined || list.size === 0 ? undefined : draws.pick([...list.keys()]);
    },
    /** It is gone, or done with; of what everybody has of their own, for one person. */
    forget: (kind: string, thing: string, person: string): void => {
      for (const [name, list] of things) {
        const isAnybodys = !PERSONAL.has(kind) && (name === kind || name.startsWith(`${kind} of `));
        if (isAnybodys || name === `${kind} of ${person}`) list.delete(thing);
      }
    },
    forgetAllOf: (person: string): void => {
      for (const name of things.keys()) if (name.endsWith(` of ${person}`)) things.delete(name);
    },
  };
};

/** Remembers what answers named, so that later requests speak of what exists, is in the right state and is one's own. */
export const createMemory = () => {
  const markets = new Map<string, KnownMarket>();
  const things = createThings();
  const holdings = new Map<string, number>();
  const answers = new Map<string, Answered>();

  const walk = (value: unknown, under: string, owner: string | undefined): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, under, owner);
      return;
    }
    if (!isObject(value)) return;
    const market = marketIn(value);
    if (market !== undefined) keepIn(markets, market.id, market, MOST_MARKETS);
    const kind = kinds[under];
    if (kind !== undefined && value.deleted === undefined) things.keep(kind, value.id, owner);
    if (typeof value.handle === 'string') things.keep('handle', value.handle);
    things.keep('cursor', value.nextCursor);
    for (const [name, part] of Object.entries(value)) walk(part, name, owner);
  };

  return {
    ...things,
    /** Somebody has become somebody else. */
    forgetPerson: (person: string): void => {
      things.forgetAllOf(person);
      for (const map of [answers, holdings])
        for (const key of map.keys()) if (key.endsWith(` for ${person}`)) map.delete(key);
    },
    markets,
    /** Cookies of sign-ins that wait for a code, by who signs in. */
    steps: new Map<string, string>(),
    /** What somebody was last answered by an operation. */
    answerOf: (actor: string, operation: string): Answered | undefined =>
      answers.get(`${operation} for ${actor}`),
    /** It is good once. */
    takeAnswer: (actor: string, operation: string): Answered | undefined => {
      const answer = answers.get(`${operation} for ${actor}`);
      answers.delete(`${operation} for ${actor}`);
      return answer;
    },
    /** Shares of an outcome that somebody holds, as far as they were told. */
    holdingOf: (actor: string, market: string, outcome: number): number =>
      holdings.get(`${market} ${outcome} for ${actor}`) ?? 0,
    learn: (operation: { name: string; method: string; path: string }, actor: string, text: string): void => {
      let answer: unknown;
      try {
        answer = JSON.parse(text);
      } catch {
        return;
      }
      if (!isObject(answer)) return;
      const under = lastWordOf(operation.path);
      // What a list of others' things names is not one's own for that.
      const isOwn = operation.method !== 'GET' || PERSONAL.has(kinds[under] ?? '');
      walk(answer, under, isOwn ? actor : undefined);
      answers.set(`${operation.name} for ${actor}`, answer);
      if (!isObject(answer.trade) || typeof answer.holding !== 'number') return;
      const { marketId, outcome } = answer.trade;
      keepIn(holdings, `${marketId} ${outcome} for ${actor}`, answer.holding, 2_000);
    },
  };
};

export type Memory = ReturnType<typeof createMemory>;
