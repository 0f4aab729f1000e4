import type { UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { requireNotBanned } from '../authority/bans.ts';
import type { MarketRow } from '../locks.ts';
import { Refusal } from '../refusal.ts';
import type { Tx } from '../transaction.ts';
import { type Change, type Changed, changeOracle, type OracleCommand } from './changeOracle.ts';

/** A market may not be a way to write to everybody. */
const MOST_ASKED = 10;

export const ownOracle = (): Refusal =>
  new Refusal('VALIDATION_FAILED', 'You decide this market anyway. Name somebody else, or nobody.', {
    facts: { path: 'oracleId' },
  });

export const noOracle = (): Refusal =>
  new Refusal('NOT_FOUND', 'There is no such oracle.', { facts: { path: 'oracleId' } });

/** Who decides a market is for its creator to say, until somebody has agreed or trading has ended. @throws Refusal */
const requireOpenTo = (market: MarketRow, userId: UserId): void => {
  if (market.creatorId !== userId)
    throw new Refusal('FORBIDDEN', 'Only whoever asked the question may do this.');
  if (market.state !== 'OPEN' || market.due)
    throw new Refusal('MARKET_CLOSED', 'Trading has ended: who decides this market stays as it is.');
  if (market.oracleId !== null) throw new Refusal('ORACLE_ACCEPTED');
};

/** @throws Refusal NOT_FOUND, VALIDATION_FAILED (they have declined), TOO_MANY_ASKED */
const checkAsked = async (tx: Tx, market: MarketRow, oracleId: UserId): Promise<void> => {
  const { rows } = await tx.query<{ found: boolean; declined: boolean; asked: number }>(
    `select exists (select from users where id = $2) as found,
            coalesce(bool_or(oracle_id = $2 and kind in ('DECLINED', 'STEPPED_DOWN')), false) as declined,
            count(*) filter (where kind = 'ASKED') as asked
       from oracle_change where market_id = $1`,
    [market.id, oracleId],
  );
  const { found, declined, asked } = rows[0]!;
  if (!found) throw noOracle();
  if (declined)
    throw new Refusal('VALIDATION_FAILED', 'They have said no to this market. Ask somebody else.', {
      facts: { path: 'oracleId' },
    });
  if (asked >= MOST_ASKED) throw new Refusal('TOO_MANY_ASKED');
};

/**
 * Asks somebody to decide an open market beside its creator. Whoever was asked before and has not answered is asked no longer.
 * @throws Refusal NOT_FOUND (market), FORBIDDEN, MARKET_CLOSED, ORACLE_ACCEPTED, BANNED, VALIDATION_FAILED (oneself), NOT_FOUND (oracle),
 * VALIDATION_FAILED (they have declined), TOO_MANY_ASKED
 */
export const askOracle = (
  pool: Pool,
  command: OracleCommand & { readonly oracleId: UserId },
): Promise<Changed> => {
  const { userId, oracleId } = command;
  return changeOracle(
    pool,
    command,
    (market) => (market.creatorId === userId ? { kind: 'ASKED', oracleId } : undefined),
    async (tx, market) => {
      requireOpenTo(market, userId);
      await requireNotBanned(tx, userId, 'POSTING');
      if (oracleId === userId) throw ownOracle();
      await checkAsked(tx, market, oracleId);
      const asked: Change = { kind: 'ASKED', oracleId };
      return market.askedOracleId === null
        ? [asked]
        : [{ kind: 'WITHDRAWN', oracleId: market.askedOracleId }, asked];
    },
  );
};

/**
 * Takes back what an oracle was asked and has not answered.
 * @throws Refusal NOT_FOUND, FORBIDDEN, MARKET_CLOSED, ORACLE_ACCEPTED, NOT_ASKED
 */
export const withdrawOracle = (pool: Pool, command: OracleCommand): Promise<Changed> =>
  changeOracle(
    pool,
    command,
    () => undefined,
    async (_, market) => {
      requireOpenTo(market, command.userId);
      if (market.askedOracleId === null) throw new Refusal('NOT_ASKED');
      return [{ kind: 'WITHDRAWN', oracleId: market.askedOracleId }];
    },
  );
