import type { DisputeCase, UserId } from '@mesh-markets/contract';
import { requireAdmin } from '../analytics/requireAdmin.ts';
import { iso, type Reader } from '../reads/rows.ts';
import { hasStake } from './requireNoPosition.ts';

const MOST_CASES = 100;

interface CaseRow {
  readonly market: DisputeCase['market'];
  readonly disputes: number;
  readonly reason: string;
  readonly disputed_at: Date;
  readonly can_decide: boolean;
}

/** Disputed results that wait for an admin, the longest-waiting first. @throws Refusal FORBIDDEN */
export const listDisputes = async (reader: Reader, userId: UserId): Promise<{ cases: DisputeCase[] }> => {
  await requireAdmin(reader, userId);
  const { rows } = await reader.query<CaseRow>(
    `select json_build_object('id', m.id::text, 'question', words.question) as market, p.disputes, said.reason, p.disputed_at,
            $1::bigint not in (p.proposed_by, m.creator_id, coalesce(m.oracle_id, m.creator_id)) and not ${hasStake('m.id', '$1::bigint')} as can_decide
       from (select p.market_id, p.proposed_by, count(*) as disputes, min(d.created_at) as disputed_at, min(d.id) as first_id
               from resolution_proposal p join dispute d on d.proposal_id = p.id
              where p.ended_at is null group by p.id order by min(d.created_at), p.market_id limit ${MOST_CASES}) as p
       join dispute said on said.id = p.first_id
       join prediction_market m on m.id = p.market_id join post words on words.id = m.id
      order by p.disputed_at, m.id`,
    [userId],
  );
  return {
    cases: rows.map(({ market, disputes, reason, disputed_at, can_decide }) => ({
      market,
      disputes,
      disputedAt: iso(disputed_at),
      reason,
      canDecide: can_decide,
    })),
  };
};
