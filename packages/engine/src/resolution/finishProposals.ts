import type { MarketId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { lockMarket } from '../locks.ts';
import { transaction } from '../transaction.ts';
import { payVerdict } from './payVerdict.ts';
import { endProposal, readProposal } from './proposals.ts';

const BATCH = 500;

interface Due {
  readonly id: string;
  readonly marketId: MarketId;
}

/** Pays one proposal, if it is still there, still due and undisputed once its market is locked. */
const finishOne = (pool: Pool, { id, marketId }: Due): Promise<boolean> =>
  transaction(pool, async (tx) => {
    const market = await lockMarket(tx, marketId);
    const proposal = await readProposal(tx, marketId);
    if (proposal?.id !== id || !proposal.due || proposal.disputes > 0) return false;
    await endProposal(tx, proposal, { how: 'FINAL' });
    const { by, as, note } = proposal;
    await payVerdict(tx, marketId, market, proposal, { by, as, note, proposalId: id });
    return true;
  });

/**
 * Pays every proposed result whose time has passed without a dispute, each market in a transaction of its own. Any number of servers may do
 * this at once, and it may be stopped anywhere: what is left is found by the next run. One market that cannot be paid holds up no
 * other.
 */
export const finishProposals = async (
  pool: Pool,
  afterPaying: (marketId: MarketId) => void,
): Promise<{ paid: number }> => {
  let paid = 0;
  let after = '0';
  const problems: unknown[] = [];
  for (;;) {
    const { rows } = await pool.query<Due>(
      `select p.id::text as id, p.market_id::text as "marketId" from resolution_proposal p
        where p.ended_at is null and p.final_at <= (select mesh_now()) and p.id > $1
          and not exists (select from dispute where proposal_id = p.id) order by p.id limit ${BATCH}`,
      [after],
    );
    for (const due of rows) {
      try {
        if (await finishOne(pool, due)) {
          paid += 1;
          afterPaying(due.marketId);
        }
      } catch (error) {
        problems.push(error);
      }
    }
    if (rows.length < BATCH) break;
    after = rows.at(-1)!.id;
  }
  if (problems.length > 0) throw new AggregateError(problems, `${problems.length} results could not be paid`);
  return { paid };
};
