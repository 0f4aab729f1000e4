import type { Market, MarketId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { lockMarket } from '../locks.ts';
import { readMarket } from '../reads/markets.ts';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';
import { correctIn } from './correctResolution.ts';
import { type Decision, decideIn, requireDisputed } from './decideDispute.ts';

/**
 * For an instance on which every admin has a stake: whoever runs the server decides a disputed result, or corrects a paid one, at the
 * command line. It is on the record like everything that is done by authority.
 * @throws Refusal NOT_FOUND, NOT_DISPUTED, ALREADY_RESOLVED, VALIDATION_FAILED
 */
export const decideAsOperator = (pool: Pool, marketId: MarketId, decision: Decision): Promise<Market> =>
  transaction(pool, async (tx) => {
    const market = await lockMarket(tx, marketId);
    if (market.state === 'RESOLVED') {
      if (decision.decision === 'UPHOLD') throw new Refusal('ALREADY_RESOLVED');
      const { reason } = decision;
      const verdict =
        decision.decision === 'CHANGE'
          ? { outcome: decision.outcome, weights: decision.weights }
          : { outcome: 'N_A' as const };
      await correctIn(tx, marketId, market, { ...verdict, reason }, undefined);
    } else {
      const proposal = await requireDisputed(tx, marketId);
      await decideIn(tx, marketId, market, proposal, decision, undefined);
    }
    return readMarket(tx, marketId, undefined);
  });
