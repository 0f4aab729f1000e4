import { BASIS_POINTS, type Order, type UserId, type VerdictBody } from '@mesh-markets/contract';
import type { ModelBooks, ModelMarket, Weights } from './model.ts';
import { must } from './refuse.ts';

/*
 * Who may say how a market came out, what a verdict is, and what it gives to whom: docs/design/resolution.md, person by person.
 */

const DAY_MS = 86_400_000;

export const outcomeOf = (
  market: ModelMarket,
  { side, outcome }: Pick<Order, 'side' | 'outcome'>,
): number => {
  if (side !== undefined) {
    must(market.type === 'BINARY', 'VALIDATION_FAILED');
    return side === 'YES' ? 0 : 1;
  }
  must(outcome! < market.pools.length, 'VALIDATION_FAILED');
  return outcome!;
};

export interface Verdict {
  readonly kind: 'OUTCOME' | 'WEIGHTED' | 'N_A';
  /** In basis points, or undefined for a void. */
  readonly weights: Weights;
}

export const verdictOf = (market: ModelMarket, { outcome, weights }: VerdictBody): Verdict => {
  if (weights !== undefined) {
    must(weights.length === market.pools.length, 'VALIDATION_FAILED');
    return { kind: 'WEIGHTED', weights };
  }
  if (outcome === 'N_A') return { kind: 'N_A', weights: undefined };
  const index =
    typeof outcome === 'string' ? outcomeOf(market, { side: outcome }) : outcomeOf(market, { outcome });
  return { kind: 'OUTCOME', weights: market.pools.map((_, i) => (i === index ? BASIS_POINTS : 0)) };
};

/** Whether both pay the same to everybody, however they are said. */
export const isSame = (one: Weights, other: Weights): boolean =>
  one === undefined || other === undefined
    ? one === other
    : one.every((weight, outcome) => weight === other[outcome]);

/** Somebody who decides for others must have nothing to gain by it. */
export const hasStake = ({ positions, pools }: ModelMarket, user: UserId): boolean => {
  const own = pools.flatMap((_, outcome) => positions.get(`${user}/${outcome}`) ?? []);
  return (
    own.some(({ shares }) => shares > 0) ||
    own.reduce((sum, { paid, received }) => sum + paid - received, 0) !== 0
  );
};

/** Has neither asked nor agreed to answer, and nothing at stake. */
export const isDisinterested = (market: ModelMarket, user: UserId): boolean =>
  market.creator !== user && market.oracle !== user && !hasStake(market, user);

export const mayClose = (books: ModelBooks, market: ModelMarket, user: UserId): boolean =>
  market.creator === user || market.oracle === user || books.admins.has(user);

/** Nobody has resolved it for as long as the setting says, and no result of somebody else is on its way. */
const isAbandoned = (books: ModelBooks, market: ModelMarket, user: UserId, now: number): boolean => {
  const { abandonedAfterDays } = books.settings;
  const endedAt = market.closedAt ?? (now >= market.closesAt ? market.closesAt : undefined);
  if (abandonedAfterDays === 0 || endedAt === undefined) return false;
  const open = market.proposals.find(({ ended }) => ended === undefined);
  return now - endedAt >= abandonedAfterDays * DAY_MS && (open === undefined || open.by === user);
};

export type Role = 'CREATOR' | 'ORACLE' | 'MODERATOR' | 'ADMIN';

/** As what somebody resolves a market; undefined for those who may not. */
export const roleOf = (
  books: ModelBooks,
  market: ModelMarket,
  user: UserId,
  now: number,
): Role | undefined => {
  if (market.oracle === user) return 'ORACLE';
  if (market.creator === user) return 'CREATOR';
  if (hasStake(market, user)) return undefined;
  if (books.admins.has(user)) return 'ADMIN';
  return books.moderators.has(user) && isAbandoned(books, market, user, now) ? 'MODERATOR' : undefined;
};

/** Sums of a market's positions by person. */
const byPerson = (market: ModelMarket, amount: (outcome: number, key: string) => bigint) => {
  const sums = new Map<UserId, bigint>();
  for (const key of market.positions.keys()) {
    const [user, outcome] = key.split('/') as [UserId, string];
    sums.set(user, (sums.get(user) ?? 0n) + amount(Number(outcome), key));
  }
  return sums;
};

const DIVISOR = BigInt(BASIS_POINTS) * 1_000_000n;

/** The rule of a resolution: floor(shares times weight), or the net payments back, pro rata where the escrow holds less. */
const shareOut = (market: ModelMarket, weights: Weights, held: number): [UserId, number][] => {
  const positions = market.positions;
  if (weights !== undefined) {
    const shares = byPerson(market, (o, key) => BigInt(positions.get(key)!.shares) * BigInt(weights[o]!));
    return [...shares].map(([user, sum]) => [user, Number(sum / DIVISOR)]);
  }
  const nets = byPerson(market, (_, key) => BigInt(positions.get(key)!.paid - positions.get(key)!.received));
  const owed = [...nets].filter(([, net]) => net > 0n);
  const total = owed.reduce((sum, [, net]) => sum + net, 0n);
  const escrow = BigInt(held);
  return owed.map(([user, net]) => [user, Number(total <= escrow ? net : (net * escrow) / total)]);
};

/** Who gets something by a verdict, of an escrow that held so much. */
export const payoutsOf = (market: ModelMarket, weights: Weights, held: number): [UserId, number][] =>
  shareOut(market, weights, held).filter(([, amount]) => amount > 0);
