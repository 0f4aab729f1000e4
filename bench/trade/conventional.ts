import { lmsr } from '@mesh-markets/market-maker';
import type { Fixture } from './fixture.ts';
import { type Choice, SPEND, type Variant } from './picks.ts';

type Client = Pick<Fixture['pool'], 'query'>;

interface RivalMarket {
  readonly b: number;
  readonly seq: number;
  readonly open: boolean;
}

const run = <Row extends object>(client: Client, name: string, text: string, values: unknown[]) =>
  client.query<Row>({ name, text, values });

const lockAndRead = async (client: Client, { user, market }: Choice) => {
  const found = await run<RivalMarket>(
    client,
    'c_market',
    `select b, seq, state = 'OPEN' and closes_at > clock_timestamp() as open from rival.market where id = $1 for update`,
    [market],
  );
  const wallet = await run<{ id: string; balance: number }>(
    client,
    'c_wallet',
    'select id::text as id, balance from rival.account where user_id = $1 for update',
    [user],
  );
  const pools = await run<{ shares_micro: number }>(
    client,
    'c_pools',
    'select shares_micro from rival.outcome where market_id = $1 order by idx',
    [market],
  );
  const escrow = await run<{ id: string }>(
    client,
    'c_escrow',
    'select id::text as id from rival.account where market_id = $1',
    [market],
  );
  return {
    market: found.rows[0]!,
    wallet: wallet.rows[0]!,
    sharesMicro: pools.rows.map((row) => row.shares_micro),
    escrowId: escrow.rows[0]!.id,
  };
};

const write = async (
  client: Client,
  { user, market, outcome, key }: Choice,
  state: Awaited<ReturnType<typeof lockAndRead>>,
) => {
  const fill = lmsr.buyForSpend(
    { liquidity: state.market.b, sharesMicro: state.sharesMicro },
    outcome,
    SPEND,
  );
  const seq = state.market.seq + 1;
  const statements: [name: string, text: string, values: unknown[]][] = [
    [
      'c_trade',
      'insert into rival.trade values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())',
      [market, seq, user, outcome, fill.sharesMicro, SPEND, fill.priceAfter],
    ],
    [
      'c_transfer',
      `insert into rival.transfer (debit_account_id, credit_account_id, amount, market_id, trade_seq, created_at)
       values ($1, $2, $3, $4, $5, clock_timestamp())`,
      [state.wallet.id, state.escrowId, SPEND, market, seq],
    ],
    ['c_pay', 'update rival.account set balance = balance - $2 where id = $1', [state.wallet.id, SPEND]],
    ['c_receive', 'update rival.account set balance = balance + $2 where id = $1', [state.escrowId, SPEND]],
    [
      'c_pool',
      'update rival.outcome set shares_micro = shares_micro + $3 where market_id = $1 and idx = $2',
      [market, outcome, fill.sharesMicro],
    ],
    ['c_seq', 'update rival.market set seq = $2, volume = volume + $3 where id = $1', [market, seq, SPEND]],
    [
      'c_position',
      `insert into rival.position as p values ($1, $2, $3, $4, $5) on conflict (market_id, user_id, outcome)
       do update set shares_micro = p.shares_micro + excluded.shares_micro, paid = p.paid + excluded.paid`,
      [market, user, outcome, fill.sharesMicro, SPEND],
    ],
    [
      'c_key',
      'insert into rival.idempotency_key values ($1, $2, $3)',
      [user, key, JSON.stringify({ seq, shares: fill.sharesMicro, price: fill.priceAfter })],
    ],
  ];
  for (const [name, text, values] of statements) await run(client, name, text, values);
};

/** The usual way: a transaction, one statement after the other, the maths in the application. */
export const conventional =
  ({ pool }: Fixture): Variant =>
  async (pick) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const state = await lockAndRead(client, pick);
      if (!state.market.open || state.wallet.balance < SPEND) {
        await client.query('rollback');
        return false;
      }
      await write(client, pick, state);
      await client.query('commit');
      return true;
    } finally {
      client.release();
    }
  };
