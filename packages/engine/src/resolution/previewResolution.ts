import type { MarketId, ResolutionPreview, ResolveMarketBody, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { EngineSettings } from '../api.ts';
import { resolverRole, viewMarket } from '../locks.ts';
import { userJson } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';
import { PAYOUTS } from './payouts.ts';
import { verdictOf } from './verdict.ts';

interface PreviewRow {
  readonly paid: number;
  readonly holders: number;
  readonly owed: number;
  readonly payouts: ResolutionPreview['payouts'];
}

const PREVIEW_ROWS = 100;

/**
 * Who would get what if the market were resolved this way now; writes nothing. The largest payouts first, at most 100 of them.
 * @throws Refusal NOT_FOUND, FORBIDDEN, ALREADY_RESOLVED, VALIDATION_FAILED
 */
export const previewResolution = (
  pool: Pool,
  settings: Pick<EngineSettings, 'abandonedAfterDays'>,
  ask: { userId: UserId; marketId: MarketId } & ResolveMarketBody,
): Promise<ResolutionPreview> =>
  transaction(pool, async (tx) => {
    const { userId, marketId, ...body } = ask;
    const market = await viewMarket(tx, marketId);
    await resolverRole(tx, market, userId, settings);
    if (market.state === 'RESOLVED') throw new Refusal('ALREADY_RESOLVED');
    const { kind, weights } = verdictOf(market, body);
    const facts = await tx.query<{ escrow: number; payer: string }>(
      `select e.balance as escrow, case m.subsidy_from when 'HOUSE' then 'the house' else '@' || c.handle end as payer
         from prediction_market m join account e on e.market_id = m.id join users c on c.id = m.creator_id where m.id = $1`,
      [marketId],
    );
    const { escrow, payer } = facts.rows[0]!;
    const { rows } = await tx.query<PreviewRow>(
      `with paid as materialized (${PAYOUTS})
       select coalesce(sum(credits), 0)::bigint as paid, count(*) as holders, coalesce(sum(greatest(net, 0)), 0)::bigint as owed,
              coalesce((select json_agg(json_build_object('user', ${userJson('u')}, 'credits', p.credits, 'netCredits', p.credits - p.net)
                                        order by p.credits desc, u.id)
                          from (select * from paid order by credits desc, user_id limit ${PREVIEW_ROWS}) as p
                          join users u on u.id = p.user_id), '[]') as payouts
         from paid`,
      [marketId, weights ?? null, escrow],
    );
    const { paid, holders, owed, payouts } = rows[0]!;
    return {
      paidCredits: paid,
      holdersPaid: holders,
      returnedCredits: escrow - paid,
      returnedTo: payer,
      ...(kind === 'N_A' ? { refundRatio: owed <= escrow ? 1 : escrow / owed } : {}),
      payouts,
    };
  });
