import type { CorrectionPreview, MarketId, UserId, VerdictBody } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { requireAdmin } from '../analytics/requireAdmin.ts';
import { viewMarket } from '../locks.ts';
import { userJson } from '../reads/rows.ts';
import { transaction } from '../transaction.ts';
import { sumCorrection } from './correctionSums.ts';
import { changeOf } from './correctResolution.ts';
import { requireNoPosition } from './requireNoPosition.ts';

const PREVIEW_ROWS = 100;

interface Shown {
  readonly returned: CorrectionPreview['returned'];
  readonly people: {
    readonly changed: number;
    readonly largest: CorrectionPreview['changes'];
    readonly rest: CorrectionPreview['rest'];
  };
}

/** The people with the largest changes one by one, and the sums of all the others. */
const people = `(
  with change as (
    select w.user_id, sum(leg.moved)::bigint as credits, sum(leg.moved - leg.due)::bigint as missing,
           row_number() over (order by abs(sum(leg.due)) desc, w.user_id) as place
      from leg join account w on w.id = leg.account_id where w.user_id is not null group by w.user_id)
  select json_build_object('changed', count(*),
           'largest', coalesce((
             select json_agg(json_build_object('user', ${userJson('u')}, 'credits', c.credits, 'missing', c.missing) order by c.place)
               from change c join users u on u.id = c.user_id where c.place <= ${PREVIEW_ROWS}), '[]'),
           'rest', json_build_object('people', count(*) filter (where place > ${PREVIEW_ROWS}),
             'paidCredits', coalesce(sum(credits) filter (where place > ${PREVIEW_ROWS} and credits > 0), 0),
             'takenCredits', coalesce(-sum(credits) filter (where place > ${PREVIEW_ROWS} and credits < 0), 0),
             'missingCredits', coalesce(sum(missing) filter (where place > ${PREVIEW_ROWS}), 0)))
    from change) as people`;

const returned = `(
  select json_build_object(
           'to', case when payer.kind = 'house' then 'the house' else (select '@' || u.handle from account w join users u on u.id = w.user_id where w.id = payer.id) end,
           'credits', coalesce((select moved from leg where kind = 'SUBSIDY_CORRECTION'), 0))
    from payer) as returned`;

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
    const { weights } = verdict;
    const { shown, ...sums } = await sumCorrection<Shown>(
      tx,
      marketId,
      market,
      weights,
      current.escrowBefore,
      `${people}, ${returned}`,
    );
    return {
      paidCredits: sums.paid,
      takenCredits: sums.taken,
      coveredCredits: sums.covered,
      issuedCredits: sums.issued,
      missingCredits: sums.missing,
      peopleChanged: shown.people.changed,
      changes: shown.people.largest,
      rest: shown.people.rest,
      returned: shown.returned,
    };
  });
