import { lmsr } from '@mesh-markets/market-maker';
import type { Tx } from '../transaction.ts';
import { createLaw } from './law.ts';

interface OpeningRow {
  readonly id: number;
  readonly b: number;
  readonly phantom_micro: number[];
  readonly subsidy: number;
  readonly paid_in: number;
  readonly times: number;
}

/** Each market's subsidy covers its worst outcome at the odds it opened with, and was paid in once. */
export const auditOpenings = async (tx: Tx) => {
  const law = createLaw('Every market was opened with a subsidy that covers its worst outcome, paid in once');
  const { rows } = await tx.query<OpeningRow>(
    `select m.id, m.b, m.phantom_micro, m.subsidy, coalesce(sum(t.amount), 0)::bigint as paid_in, count(t.id) as times
       from prediction_market m left join transfer t on t.market_id = m.id and t.kind = 'SUBSIDY' and t.trade_seq is null
      group by m.id order by m.id`,
  );
  for (const row of rows) {
    const odds = lmsr.prices({ liquidity: row.b, sharesMicro: row.phantom_micro });
    // Half a millionth of a credit of slack for taking the odds back out of the rounded phantom shares.
    const needed = lmsr.worstCaseLoss(row.b, odds) - 1e-6;
    law.check(
      row.times === 1 && row.paid_in === row.subsidy && row.subsidy >= needed,
      () =>
        `market ${row.id}: subsidy ₡${row.subsidy}, paid ₡${row.paid_in} in ${row.times} transfers, needed ₡${needed}`,
    );
  }
  return [law.report()];
};
