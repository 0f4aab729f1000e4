import type { IdempotencyKey, MarketId, UserId } from '@mesh-markets/contract';
import { lmsr } from '@mesh-markets/market-maker';
import type { Fixture } from './fixture.ts';
import { MARKETS, PEOPLE } from './fixture.ts';

export const SPEND = 10;

export interface Pick {
  readonly user: string;
  readonly market: string;
  readonly outcome: number;
  readonly key: string;
}

/** Who trades where: everybody in one market, or everybody everywhere; the same sequence for every variant. */
export const pick = (n: number, spread: boolean): Pick => ({
  user: String(1 + ((n * 7919) % PEOPLE)),
  market: spread ? String(1 + ((n * 104_729) % MARKETS)) : '1',
  outcome: n & 1,
  key: crypto.randomUUID(),
});

export type Variant = (pick: Pick) => Promise<boolean>;

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

interface RivalMarket {
  readonly state: string;
  readonly b: number;
  readonly seq: number;
  readonly open: boolean;
}

/** The usual way: a transaction, one statement after the other, the maths in the application. */
const conventional =
  ({ pool }: Fixture): Variant =>
  async ({ user, market, outcome, key }) => {
    const client = await pool.connect();
    const run = <Row extends object>(name: string, text: string, values: unknown[]) =>
      client.query<Row>({ name, text, values });
    try {
      await client.query('begin');
      const m = (
        await run<RivalMarket>(
          'c1',
          `select state, b, seq, closes_at > clock_timestamp() as open from rival.market where id = $1 for update`,
          [market],
        )
      ).rows[0]!;
      const wallet = (
        await run<{ id: string; balance: number }>(
          'c2',
          'select id::text as id, balance from rival.account where user_id = $1 for update',
          [user],
        )
      ).rows[0]!;
      if (m.state !== 'OPEN' || !m.open || wallet.balance < SPEND) {
        await client.query('rollback');
        return false;
      }
      const pools = await run<{ shares_micro: number }>(
        'c3',
        'select shares_micro from rival.outcome where market_id = $1 order by idx',
        [market],
      );
      const fill = lmsr.buyForSpend(
        { liquidity: m.b, sharesMicro: pools.rows.map((row) => row.shares_micro) },
        outcome,
        SPEND,
      );
      const escrow = (
        await run<{ id: string }>('c4', 'select id::text as id from rival.account where market_id = $1', [
          market,
        ])
      ).rows[0]!;
      const seq = m.seq + 1;
      await run('c5', 'insert into rival.trade values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())', [
        market,
        seq,
        user,
        outcome,
        fill.sharesMicro,
        SPEND,
        fill.priceAfter,
      ]);
      await run(
        'c6',
        `insert into rival.transfer (debit_account_id, credit_account_id, amount, market_id, trade_seq, created_at) values ($1, $2, $3, $4, $5, clock_timestamp())`,
        [wallet.id, escrow.id, SPEND, market, seq],
      );
      await run('c7', 'update rival.account set balance = balance - $2 where id = $1', [wallet.id, SPEND]);
      await run('c8', 'update rival.account set balance = balance + $2 where id = $1', [escrow.id, SPEND]);
      await run(
        'c9',
        'update rival.outcome set shares_micro = shares_micro + $3 where market_id = $1 and idx = $2',
        [market, outcome, fill.sharesMicro],
      );
      await run('c10', 'update rival.market set seq = $2, volume = volume + $3 where id = $1', [
        market,
        seq,
        SPEND,
      ]);
      await run(
        'c11',
        `insert into rival.position as p values ($1, $2, $3, $4, $5) on conflict (market_id, user_id, outcome) do update set shares_micro = p.shares_micro + excluded.shares_micro, paid = p.paid + excluded.paid`,
        [market, user, outcome, fill.sharesMicro, SPEND],
      );
      await run('c12', 'insert into rival.idempotency_key values ($1, $2, $3)', [
        user,
        key,
        JSON.stringify({ seq, shares: fill.sharesMicro, price: fill.priceAfter }),
      ]);
      await client.query('commit');
      return true;
    } finally {
      client.release();
    }
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
