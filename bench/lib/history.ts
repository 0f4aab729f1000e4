import type { openPool } from '@mesh-markets/engine';
import { type CurveState, lmsr } from '@mesh-markets/market-maker';

type Pool = Awaited<ReturnType<typeof openPool>>;

const CHUNK = 5_000;

export interface History {
  /** Markets 1..markets, all binary with the given liquidity and nothing sold. */
  readonly markets: number;
  /** People 1..people. */
  readonly people: number;
  readonly trades: number;
  readonly liquidity: number;
  readonly onProgress?: (done: number) => void;
}

/**
 * Writes a past of trades straight into the log, a few thousand a statement: priced by the market maker, derived and checked by the
 * same triggers as every trade, so the audit holds for it. Sides are drawn so that odds wander and do not run away.
 */
export const writeHistory = async (
  owner: Pool,
  { markets, people, trades, liquidity, onProgress }: History,
): Promise<void> => {
  const states: CurveState[] = Array.from({ length: markets }, () => ({ liquidity, sharesMicro: [0, 0] }));
  const seqs = new Uint32Array(markets);
  for (let done = 0; done < trades; done += CHUNK) {
    const columns: [number[], number[], number[], number[], number[], number[], string[]] = [
      [],
      [],
      [],
      [],
      [],
      [],
      [],
    ];
    for (let n = done; n < Math.min(done + CHUNK, trades); n += 1) {
      const market = (n * 104_729) % markets;
      const state = states[market]!;
      const outcome = lmsr.prices(state)[0]! > ((n * 7919) % 1000) / 1000 ? 1 : 0;
      const credits = 1 + ((n * 31) % 20);
      const fill = lmsr.buyForSpend(state, outcome, credits);
      states[market] = fill.next;
      seqs[market]! += 1;
      const row = [market + 1, seqs[market]!, 1 + ((n * 7919) % people), outcome, fill.sharesMicro, credits];
      for (const [i, value] of row.entries()) (columns[i] as number[]).push(value);
      columns[6].push(`{${lmsr.prices(fill.next).join(',')}}`);
    }
    await owner.query(
      `insert into trade (market_id, seq, user_id, outcome, shares_micro, credits, by_shares, probability_before, probabilities, created_at)
       select market_id, seq, user_id, outcome, shares_micro, credits, false, 0.5, probabilities::float8[], mesh_now()
         from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::bigint[], $6::bigint[], $7::text[])
           as fill(market_id, seq, user_id, outcome, shares_micro, credits, probabilities) order by market_id, seq`,
      columns,
    );
    onProgress?.(Math.min(done + CHUNK, trades));
  }
};
