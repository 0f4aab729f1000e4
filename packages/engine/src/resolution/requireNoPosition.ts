import type { MarketId, UserId } from '@mesh-markets/contract';
import type { MarketRow } from '../locks.ts';
import type { Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';

/** SQL: the person of `user` holds something in the market of `market`, or has paid in and not taken out the same again. */
export const hasStake = (market: string, user: string): string =>
  `(select coalesce(max(p.shares_micro) > 0 or sum(p.paid - p.received) <> 0, false) from position p
     where p.market_id = ${market} and p.user_id = ${user})`;

export const isHolder = async (reader: Reader, marketId: MarketId, userId: UserId): Promise<boolean> => {
  const { rows } = await reader.query<{ holds: boolean }>(`select ${hasStake('$1', '$2')} as holds`, [
    marketId,
    userId,
  ]);
  return rows[0]!.holds;
};

/**
 * Whoever judges what others decided must not gain by it: not the one who asked, not the oracle, nobody with something at stake. The
 * market is locked, and trading in it has ended, so it stays that way.
 * @throws Refusal FORBIDDEN
 */
export const requireNoPosition = async (
  reader: Reader,
  market: Pick<MarketRow, 'creatorId' | 'oracleId'>,
  marketId: MarketId,
  userId: UserId,
): Promise<void> => {
  if (userId === market.creatorId || userId === market.oracleId)
    throw new Refusal('FORBIDDEN', 'This is your own market: somebody else has to decide this.');
  if (await isHolder(reader, marketId, userId))
    throw new Refusal(
      'FORBIDDEN',
      'You have a stake in this market: somebody without one has to decide this.',
    );
};
