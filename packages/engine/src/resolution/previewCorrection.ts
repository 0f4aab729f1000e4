import type { CorrectionPreview, MarketId, UserId, UserSummary, VerdictBody } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { requireAdmin } from '../analytics/requireAdmin.ts';
import { viewMarket } from '../locks.ts';
import { userJson } from '../reads/rows.ts';
import { transaction } from '../transaction.ts';
import { legs, sumCorrection } from './correctionSums.ts';
import { changeOf } from './correctResolution.ts';
import { requireNoPosition } from './requireNoPosition.ts';

const PREVIEW_ROWS = 100;

interface ChangeRow {
  readonly user: UserSummary;
  readonly credits: number;
  readonly missing: number;
  readonly people: number;
}

/**
 * Who would get and give back what if the result were corrected this way now; writes nothing. Wallets move on meanwhile: what can be taken
 * back is known for sure when it is done.
 * @throws Refusal NOT_FOUND, FORBIDDEN, NOT_RESOLVED, VALIDATION_FAILED
 */
export const previewCorrection = (
  pool: Pool,
  ask: { userId: UserId; marketId: MarketId } & VerdictBody,
): Promise<CorrectionPreview> =>
  transaction(pool, async (tx) => {
    const { userId, marketId, ...body } = ask;
    const market = await viewMarket(tx, marketId);
    await requireAdmin(tx, userId);
    await requireNoPosition(tx, market, marketId, userId);
    const { current, verdict } = await changeOf(tx, marketId, market, body);
    const values = [marketId, verdict.weights ?? null, current.escrowBefore];
    const sums = await sumCorrection(tx, marketId, market, verdict.weights, current.escrowBefore);
    const { rows } = await tx.query<ChangeRow>(
      `with ${legs(market)}
       select ${userJson('u')} as "user", sum(leg.moved)::bigint as credits, sum(leg.moved - leg.due)::bigint as missing, count(*) over () as people
         from leg join account w on w.id = leg.account_id join users u on u.id = w.user_id group by u.id
        order by abs(sum(leg.due)) desc, u.id limit ${PREVIEW_ROWS}`,
      values,
    );
    const returned = await tx.query<{ to: string; credits: number }>(
      `with ${legs(market)}
       select case when payer.kind = 'house' then 'the house' else (select '@' || u.handle from account w join users u on u.id = w.user_id where w.id = payer.id) end as to,
              coalesce((select moved from leg where kind = 'SUBSIDY_CORRECTION'), 0)::bigint as credits from payer`,
      values,
    );
    return {
      paidCredits: sums.paid,
      takenCredits: sums.taken,
      coveredCredits: sums.covered,
      issuedCredits: sums.issued,
      missingCredits: sums.missing,
      peopleChanged: rows[0]?.people ?? 0,
      changes: rows.map(({ user, credits, missing }) => ({ user, credits, missing })),
      returned: returned.rows[0]!,
    };
  });
