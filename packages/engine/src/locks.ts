import type { MarketId, UserId } from '@mesh-markets/contract';
import { Refusal } from './refusal.ts';
import type { Tx } from './transaction.ts';

/** Locks a wallet and reads its balance in credits. @throws Refusal NOT_FOUND */
export const lockWallet = async (tx: Tx, userId: UserId): Promise<number> => {
  const { rows } = await tx.query<{ balance: number | null }>('select lock_wallet($1) as balance', [userId]);
  const balance = rows[0]?.balance;
  if (balance === undefined || balance === null) throw new Refusal('NOT_FOUND', 'There is no such account.');
  return balance;
};

export interface MarketRow {
  readonly state: 'OPEN' | 'CLOSED' | 'RESOLVED';
  readonly type: 'BINARY' | 'MULTIPLE';
  readonly creatorId: UserId;
  readonly oracleId: UserId | null;
  readonly outcomes: number;
  readonly subsidyFrom: 'CREATOR' | 'HOUSE';
  /** The database's time once the lock was held. */
  readonly now: Date;
  /** Past its closing time at that moment, whether or not it has been closed. */
  readonly due: boolean;
}

/** Locks a market and reads what its verbs decide on. @throws Refusal NOT_FOUND */
export const lockMarket = async (tx: Tx, marketId: MarketId): Promise<MarketRow> => {
  const { rows } = await tx.query<Omit<MarketRow, 'due'> & { closesAt: Date }>(
    `select state, type, creator_id::text as "creatorId", oracle_id::text as "oracleId", cardinality(shares_micro) as outcomes,
            subsidy_from as "subsidyFrom", closes_at as "closesAt", mesh_now() as now
       from lock_market($1)`,
    [marketId],
  );
  const market = rows[0];
  if (!market) throw new Refusal('NOT_FOUND', 'There is no such market.');
  return { ...market, due: market.closesAt <= market.now };
};

/** Locks accounts in the order of their ids. @throws Error when one is missing */
export const lockAccounts = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const { rows } = await tx.query<{ locked: number }>('select lock_accounts($1::bigint[]) as locked', [ids]);
  if (rows[0]!.locked !== new Set(ids).size) throw new Error('an account to lock is missing');
};

/** How a person may decide a market: as its creator, its oracle or an admin. @throws Refusal FORBIDDEN */
export const resolverRole = async (
  tx: Tx,
  market: MarketRow,
  userId: UserId,
): Promise<'CREATOR' | 'ORACLE' | 'ADMIN'> => {
  if (market.oracleId === userId) return 'ORACLE';
  if (market.creatorId === userId) return 'CREATOR';
  const { rows } = await tx.query<{ role: string }>('select role from users where id = $1', [userId]);
  if (rows[0]?.role === 'admin') return 'ADMIN';
  throw new Refusal('FORBIDDEN', 'Only the creator, the oracle or an admin may do this.');
};
