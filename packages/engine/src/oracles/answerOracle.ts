import type { UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { EngineSettings } from '../api.ts';
import { requireNotBanned } from '../authority/bans.ts';
import type { MarketRow } from '../locks.ts';
import { Refusal } from '../refusal.ts';
import type { Tx } from '../transaction.ts';
import { type Change, type Changed, changeOracle, type OracleCommand } from './changeOracle.ts';

type Answer = 'ACCEPTED' | 'DECLINED' | 'STEPPED_DOWN';

/** Everybody answers for themselves. @throws Refusal FORBIDDEN, ALREADY_RESOLVED, NOT_ASKED */
const requirePlace = (market: MarketRow, userId: UserId, kind: Answer): void => {
  const isAsked = market.askedOracleId === userId;
  const isOracle = market.oracleId === userId;
  if (!isAsked && !isOracle)
    throw new Refusal('FORBIDDEN', 'You are not asked to be the oracle of this market.');
  if (market.state === 'RESOLVED') throw new Refusal('ALREADY_RESOLVED');
  if (kind === 'STEPPED_DOWN' && !isOracle)
    throw new Refusal('NOT_ASKED', 'You have not accepted: decline instead.');
  if (kind === 'DECLINED' && !isAsked)
    throw new Refusal('NOT_ASKED', 'You have accepted: step down instead.');
};

const answer = (
  pool: Pool,
  command: OracleCommand,
  kind: Answer,
  check: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<Changed> => {
  const change: Change = { kind, oracleId: command.userId };
  return changeOracle(
    pool,
    command,
    () => change,
    async (tx, market) => {
      requirePlace(market, command.userId, kind);
      // An oracle of before, who was never asked, has accepted as well.
      if (kind === 'ACCEPTED' && market.oracleId === command.userId) return [];
      await check(tx);
      return [change];
    },
  );
};

/** @throws Refusal RESOLVERS_DO_NOT_TRADE */
const requireNothingHeld = async (tx: Tx, { userId, marketId }: OracleCommand): Promise<void> => {
  const { rowCount } = await tx.query(
    'select from position where market_id = $1 and user_id = $2 and shares_micro > 0 limit 1',
    [marketId, userId],
  );
  if (rowCount !== 0)
    throw new Refusal(
      'RESOLVERS_DO_NOT_TRADE',
      'Oracles do not trade here, and you hold shares in this market. Sell them first, or decline.',
    );
};

/**
 * Agrees to decide a market beside its creator. Where oracles may not trade, whoever holds shares has to sell them first; after the close
 * that is too late, and declining is what is left.
 * @throws Refusal NOT_FOUND, FORBIDDEN, ALREADY_RESOLVED, BANNED, RESOLVERS_DO_NOT_TRADE
 */
export const acceptOracle = (
  pool: Pool,
  { oraclesTrade }: Pick<EngineSettings, 'oraclesTrade'>,
  command: OracleCommand,
): Promise<Changed> =>
  answer(pool, command, 'ACCEPTED', async (tx) => {
    await requireNotBanned(tx, command.userId, 'MARKETS');
    if (!oraclesTrade) await requireNothingHeld(tx, command);
  });

/** Leaves a market to its creator. @throws Refusal NOT_FOUND, FORBIDDEN, ALREADY_RESOLVED, NOT_ASKED (has accepted) */
export const declineOracle = (pool: Pool, command: OracleCommand): Promise<Changed> =>
  answer(pool, command, 'DECLINED');

/** Leaves a market to its creator after all. @throws Refusal NOT_FOUND, FORBIDDEN, ALREADY_RESOLVED, NOT_ASKED (has not accepted) */
export const stepDownOracle = (pool: Pool, command: OracleCommand): Promise<Changed> =>
  answer(pool, command, 'STEPPED_DOWN');
