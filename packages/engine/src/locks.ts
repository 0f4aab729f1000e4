import type { MarketId, UserId } from '@mesh-markets/contract';
import type { EngineSettings } from './api.ts';
import { Refusal } from './refusal.ts';
import { requireNoPosition } from './resolution/requireNoPosition.ts';
import type { Tx } from './transaction.ts';

/** Locks a wallet and reads its balance in credits. @throws Refusal NOT_FOUND */
export const lockWallet = async (tx: Tx, userId: UserId): Promise<number> => {
  const { rows } = await tx.query<{ balance: number | null }>('select lock_wallet($1) as balance', [userId]);
  const balance = rows[0]?.balance;
  if (balance === undefined || balance === null) throw new Refusal('NOT_FOUND', 'There is no such account.');
  return balance;
};

export interface MarketRow {
  readonly id: MarketId;
  readonly state: 'OPEN' | 'CLOSED' | 'RESOLVED';
  readonly type: 'BINARY' | 'MULTIPLE';
  readonly creatorId: UserId;
  /** Who has agreed to decide this market beside its creator. */
  readonly oracleId: UserId | null;
  /** Who was asked to, and has not answered. */
  readonly askedOracleId: UserId | null;
  readonly outcomes: number;
  readonly subsidyFrom: 'CREATOR' | 'HOUSE';
  /** The database's time once the lock was held. */
  readonly now: Date;
  /** Past its closing time at that moment, whether or not it has been closed. */
  readonly due: boolean;
  /** Since when nobody can trade in it; null while one can. */
  readonly endedAt: Date | null;
}

const readRow = async (tx: Tx, marketId: MarketId, source: string): Promise<MarketRow> => {
  const { rows } = await tx.query<
    Omit<MarketRow, 'due' | 'endedAt'> & { closesAt: Date; closedAt: Date | null }
  >(
    `select id::text as id, state, type, creator_id::text as "creatorId", oracle_id::text as "oracleId",
            asked_oracle_id::text as "askedOracleId", cardinality(shares_micro) as outcomes, subsidy_from as "subsidyFrom",
            closes_at as "closesAt", closed_at as "closedAt", market_clock(id) as now
       from ${source}`,
    [marketId],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such market.');
  const { closesAt, closedAt, ...market } = rows[0];
  const due = closesAt <= market.now;
  return { ...market, due, endedAt: closedAt ?? (due ? closesAt : null) };
};

/** Locks a market and reads what its verbs decide on. @throws Refusal NOT_FOUND */
export const lockMarket = (tx: Tx, marketId: MarketId): Promise<MarketRow> =>
  readRow(tx, marketId, 'lock_market($1)');

/**
 * The same for whoever only looks: no lock, so nobody who trades waits for it, and one moment for all that is read afterwards. Call it
 * first in its transaction, which can write nothing. @throws Refusal NOT_FOUND
 */
export const viewMarket = async (tx: Tx, marketId: MarketId): Promise<MarketRow> => {
  await tx.query('set transaction isolation level repeatable read, read only');
  return readRow(tx, marketId, 'prediction_market where id = $1');
};

/** Locks accounts in the order of their ids. @throws Error when one is missing */
export const lockAccounts = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const { rows } = await tx.query<{ locked: number }>('select lock_accounts($1::bigint[]) as locked', [ids]);
  if (rows[0]!.locked !== new Set(ids).size) throw new Error('an account to lock is missing');
};

export type ResolverRole = 'CREATOR' | 'ORACLE' | 'MODERATOR' | 'ADMIN';

/** A market of one's own: as the one who asked, or as the oracle who has accepted. */
const ownRole = (market: MarketRow, userId: UserId): 'CREATOR' | 'ORACLE' | undefined => {
  if (market.oracleId === userId) return 'ORACLE';
  return market.creatorId === userId ? 'CREATOR' : undefined;
};

const readRole = async (tx: Tx, userId: UserId): Promise<string | undefined> =>
  (await tx.query<{ role: string }>('select role from users where id = $1', [userId])).rows[0]?.role;

/** How a person may end trading in a market. @throws Refusal FORBIDDEN */
export const closerRole = async (
  tx: Tx,
  market: MarketRow,
  userId: UserId,
): Promise<Exclude<ResolverRole, 'MODERATOR'>> => {
  const own = ownRole(market, userId);
  if (own !== undefined) return own;
  if ((await readRole(tx, userId)) === 'admin') return 'ADMIN';
  throw new Refusal(
    'FORBIDDEN',
    market.askedOracleId === userId
      ? 'You were asked to be the oracle of this market: accept first.'
      : 'Only the creator, an oracle who has accepted or an admin may do this.',
  );
};

const DAY_MS = 86_400_000;

/**
 * Whether a market is left to moderators: nobody has resolved it for as long as the setting says, by the database's time, and no result
 * that somebody else proposed is on its way.
 */
const isAbandoned = async (tx: Tx, market: MarketRow, userId: UserId, days: number): Promise<boolean> => {
  if (days === 0 || market.endedAt === null) return false;
  if (market.now.getTime() - market.endedAt.getTime() < days * DAY_MS) return false;
  const { rowCount } = await tx.query(
    'select from resolution_proposal where market_id = $1 and ended_at is null and proposed_by <> $2',
    [market.id, userId],
  );
  return rowCount === 0;
};

/**
 * How a person may decide a market, which is locked: as its creator, as an oracle who has accepted, as an admin, or as a moderator once it
 * is abandoned. Admins and moderators decide for others, so they must have nothing at stake.
 * @throws Refusal FORBIDDEN
 */
export const resolverRole = async (
  tx: Tx,
  market: MarketRow,
  userId: UserId,
  { abandonedAfterDays: days }: Pick<EngineSettings, 'abandonedAfterDays'>,
): Promise<ResolverRole> => {
  const own = ownRole(market, userId);
  if (own !== undefined) return own;
  const role = await readRole(tx, userId);
  if (role === 'moderator' && !(await isAbandoned(tx, market, userId, days))) {
    throw new Refusal(
      'FORBIDDEN',
      days === 0
        ? 'Moderators do not resolve markets here.'
        : `Moderators may resolve a market that nobody has resolved for ${days} days after trading ended.`,
    );
  }
  if (role !== 'admin' && role !== 'moderator') return closerRole(tx, market, userId);
  await requireNoPosition(tx, market, market.id, userId);
  return role === 'admin' ? 'ADMIN' : 'MODERATOR';
};
