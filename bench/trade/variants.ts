import type { IdempotencyKey, MarketId, UserId } from '@mesh-markets/contract';
import { conventional } from './conventional.ts';
import type { Fixture } from './fixture.ts';
import { MARKETS, PEOPLE } from './fixture.ts';
import { SPEND, type Variant } from './picks.ts';

/** The floor: one prepared function call does a whole trade. */
const floor =
  ({ pool }: Fixture): Variant =>
  async ({ user, market, outcome, key }) => {
    const { rows } = await pool.query<{ code: number }>({
      name: 'floor',
      text: 'select code from rival.place_trade($1, $2, $3, $4, $5)',
      values: [user, market, outcome, SPEND, key],
    });
    return rows[0]!.code === 0;
  };

/** The product, in process: idempotency keys, every law, the audit's trail. */
const ours =
  ({ engine }: Fixture): Variant =>
  async ({ user, market, outcome, key }) => {
    await engine.placeTrade({
      userId: user as UserId,
      marketId: market as MarketId,
      order: { outcome, credits: SPEND },
      idempotencyKey: key as IdempotencyKey,
    });
    return true;
  };

export const variants = { floor, conventional, ours } as const;
export type VariantName = keyof typeof variants;

/** What the rival's plain tables can be checked for: that what the function wrote adds up. */
export const rivalAddsUp = async ({ owner }: Fixture): Promise<boolean> => {
  const { rows } = await owner.query<{ fits: boolean }>(
    `select (select sum(balance) from rival.account) = (select ${PEOPLE}::bigint * 10000000 + ${MARKETS}::bigint * 694)
        and (select coalesce(sum(credits), 0) from rival.trade) = (select coalesce(sum(amount), 0) from rival.transfer)
        and (select coalesce(sum(shares_micro), 0) from rival.trade) = (select sum(shares_micro) from rival.outcome)
        and (select coalesce(sum(seq), 0) from rival.market) = (select count(*) from rival.trade) as fits`,
  );
  return rows[0]!.fits;
};
