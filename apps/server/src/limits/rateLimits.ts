import { createHash } from 'node:crypto';
import { Refusal } from '@mesh-markets/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/authenticate.ts';
import { addressGroup } from '../http/addressGroup.ts';
import type { Bucket, Level, LimitStore, Taken } from './limitStore.ts';
import { type Limit, type LimitPer, type LimitSetting, limitTable } from './limitTable.ts';
import { createMemoryLimits } from './memoryLimits.ts';

export type LimitSettings = Readonly<Record<LimitSetting, number>>;

export interface RateLimitOptions {
  readonly limits: LimitSettings;
  /** So many people's worth may come from one network address; 0 means no limit by address. */
  readonly peoplePerAddress: number;
  /** The part of its owner's limit that one API key may use. */
  readonly keyLimitPercent: number;
  /** Absent: this process counts. */
  readonly store?: LimitStore | undefined;
}

/** A limit as it holds for one kind of sender. */
interface Rule {
  readonly name: string;
  readonly per: LimitPer;
  readonly most: number;
  readonly windowMs: number;
  readonly policy: string;
  readonly sentence: string;
}

/** Who sends, as far as it is known. */
export interface Sender {
  readonly request: FastifyRequest;
  /** Where to tell what is left. */
  readonly reply?: FastifyReply | undefined;
  readonly caller?: Caller | undefined;
  /** The body, checked. */
  readonly body?: unknown;
}

const mostFor = (limit: Limit, per: LimitPer, options: RateLimitOptions): number => {
  const { most: given, times = 1 } = limit;
  const most = (typeof given === 'number' ? given : options.limits[given]) * times;
  // What only counts by address says itself how many those are.
  if (per === 'address' && limit.per.includes('person')) return most * options.peoplePerAddress;
  // With all of its owner's limit, the limit of the owner is the key's.
  if (per === 'key')
    return options.keyLimitPercent === 100 ? 0 : Math.ceil((most * options.keyLimitPercent) / 100);
  return most;
};

const sentenceFor = (limit: Limit, per: LimitPer, most: number): string => {
  if (per === 'key')
    return `This API key may use only a part of what you may do: ${most} in the time. Wait, or use another.`;
  if (per === 'address' && limit.per.includes('person'))
    return 'Very many people do this from your network at the same time. Wait a moment and try again.';
  return limit.sentence(most);
};

const rulesOf = (limit: Limit, options: RateLimitOptions): Rule[] =>
  limit.per.flatMap((per, i) => {
    const most = mostFor(limit, per, options);
    if (most === 0) return [];
    const name = i === 0 ? limit.name : `${limit.name}-by-${per}`;
    return {
      name,
      per,
      most,
      windowMs: limit.windowSeconds * 1000,
      policy: `"${name}";q=${most};w=${limit.windowSeconds}`,
      sentence: sentenceFor(limit, per, most),
    };
  });

/** Whom a use is counted for; undefined where the sender is no such. An address of a mailbox is nothing to keep in Redis. */
const whoOf = (per: LimitPer, { request, caller, body }: Sender): string | undefined => {
  switch (per) {
    case 'person':
      return caller === undefined ? addressGroup(request.ip) : `user ${caller.userId}`;
    case 'key':
      return caller?.apiKey === undefined ? undefined : `key ${caller.apiKey.id}`;
    case 'address':
      return addressGroup(request.ip);
    case 'account': {
      if (caller !== undefined) return `user ${caller.userId}`;
      const { email } = (body ?? {}) as { email?: unknown };
      if (typeof email !== 'string') return undefined;
      return createHash('sha256').update(email.toLowerCase()).digest('base64url');
    }
  }
};

const secondsOf = (milliseconds: number): number => Math.max(1, Math.ceil(milliseconds / 1000));

/** Adds to what an earlier limit of the same request has said. */
const add = (reply: FastifyReply, name: string, value: string): void => {
  const said = reply.getHeader(name);
  reply.header(name, said === undefined ? value : `${String(said)}, ${value}`);
};

/** The IETF draft's headers, one item for each limit. */
const tell = (rules: readonly Rule[], levels: readonly Level[], reply: FastifyReply): void => {
  add(reply, 'ratelimit-policy', rules.map(({ policy }) => policy).join(', '));
  const left = rules.map(
    ({ name, most }, i) =>
      `"${name}";r=${Math.max(0, most - levels[i]!.used)};t=${secondsOf(levels[i]!.endsInMs)}`,
  );
  add(reply, 'ratelimit', left.join(', '));
};

/** @throws Refusal RATE_LIMITED with the seconds to wait, of several full limits the one that lasts longest */
const answerTo = (
  rules: readonly Rule[],
  { allowed, levels }: Taken,
  reply: FastifyReply | undefined,
): void => {
  if (reply !== undefined) tell(rules, levels, reply);
  if (allowed) return;
  const full = rules
    .map((rule, i) => ({ rule, endsInMs: levels[i]!.endsInMs, isFull: levels[i]!.used >= rule.most }))
    .filter(({ isFull }) => isFull)
    .sort((a, b) => b.endsInMs - a.endsInMs);
  const { rule, endsInMs } = full[0]!;
  throw new Refusal('RATE_LIMITED', rule.sentence, { retryAfterSeconds: secondsOf(endsInMs) });
};

/** The limits of limitTable.ts, with the operator's settings. */
export const createRateLimits = (options: RateLimitOptions) => {
  const memory = createMemoryLimits();
  const store = options.store ?? memory;
  const byName = new Map(limitTable.map((limit) => [limit.name, rulesOf(limit, options)]));
  const byRoute = new Map<string, Rule[]>();
  for (const limit of limitTable)
    for (const route of limit.routes)
      byRoute.set(route, [...(byRoute.get(route) ?? []), ...byName.get(limit.name)!]);

  const bucketsOf = (rules: readonly Rule[], sender: Sender): { rules: Rule[]; buckets: Bucket[] } => {
    const counted: Rule[] = [];
    const buckets: Bucket[] = [];
    for (const rule of rules) {
      const who = whoOf(rule.per, sender);
      if (who === undefined) continue;
      counted.push(rule);
      buckets.push({ key: `${rule.name} ${who}`, most: rule.most, windowMs: rule.windowMs });
    }
    return { rules: counted, buckets };
  };

  return {
    /** Counts a call of a route. @throws Refusal RATE_LIMITED, at once or by the promise */
    takeRoute: (route: string, sender: Sender): void | Promise<void> => {
      const known = byRoute.get(route);
      if (known === undefined) return;
      const { rules, buckets } = bucketsOf(known, sender);
      if (buckets.length === 0) return;
      const taken = store.take(buckets);
      if (!(taken instanceof Promise)) return answerTo(rules, taken, sender.reply);
      return taken.then((answer) => answerTo(rules, answer, sender.reply));
    },
    /** Counts a use of what guards this process, by the limit's name. @throws Refusal RATE_LIMITED */
    take: (name: 'pictures' | 'requests', sender: Sender): void => {
      const { rules, buckets } = bucketsOf(byName.get(name)!, sender);
      if (buckets.length > 0) answerTo(rules, memory.take(buckets), sender.reply);
    },
  };
};

export type RateLimits = ReturnType<typeof createRateLimits>;
