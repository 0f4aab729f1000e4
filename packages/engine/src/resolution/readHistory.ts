import type {
  Market,
  MarketId,
  PastProposal,
  ProposalEnd,
  ResolutionHistory,
  UserSummary,
} from '@mesh-markets/contract';
import { noMarket } from '../reads/markets.ts';
import { iso, type Reader, userJson } from '../reads/rows.ts';
import {
  decidedOf,
  type ResolutionJson,
  resolutionJson,
  resolutionOf,
  type VerdictJson,
} from './resolutionRows.ts';

interface ProposalJson extends VerdictJson {
  readonly version: number;
  readonly by: UserSummary;
  readonly at: string;
  readonly finalAt: string;
  readonly how: ProposalEnd['how'] | null;
  readonly endedAt: string | null;
  readonly endedBy: UserSummary | null;
  readonly reason: string | null;
  readonly disputes: readonly { readonly user: UserSummary; readonly reason: string; readonly at: string }[];
}

interface HistoryRow {
  readonly type: Market['type'];
  readonly proposals: readonly ProposalJson[];
  readonly resolutions: readonly ResolutionJson[];
}

const HISTORY = `
  select m.type,
         coalesce((select json_agg(json_build_object('kind', p.kind, 'outcome', p.outcome, 'weights', p.weights, 'note', p.note, 'version', p.version,
                     'by', ${userJson('proposer')}, 'at', p.proposed_at, 'finalAt', p.final_at, 'how', p.ended_how, 'endedAt', p.ended_at,
                     'endedBy', (select ${userJson('ender')} from users ender where ender.id = p.ended_by), 'reason', p.ended_reason,
                     'disputes', coalesce((select json_agg(json_build_object('user', ${userJson('holder')}, 'reason', d.reason, 'at', d.created_at) order by d.id)
                        from dispute d join users holder on holder.id = d.user_id where d.proposal_id = p.id), '[]')) order by p.version desc)
                     from resolution_proposal p join users proposer on proposer.id = p.proposed_by where p.market_id = m.id), '[]') as proposals,
         coalesce((select json_agg(${resolutionJson('r')} order by r.id desc) from resolution_log r where r.market_id = m.id), '[]') as resolutions
    from prediction_market m where m.id = $1`;

const endOf = ({ how, endedAt, endedBy, reason }: ProposalJson): { ended: ProposalEnd } | undefined =>
  how === null || endedAt === null
    ? undefined
    : {
        ended: {
          how,
          at: iso(endedAt),
          ...(endedBy === null ? {} : { by: endedBy }),
          ...(reason === null ? {} : { reason }),
        },
      };

const proposalOf = (type: Market['type'], json: ProposalJson): PastProposal => ({
  ...decidedOf(type, json),
  version: json.version,
  proposedBy: json.by,
  proposedAt: iso(json.at),
  finalAt: iso(json.finalAt),
  disputes: json.disputes.map(({ user, reason, at }) => ({ user, reason, at: iso(at) })),
  ...endOf(json),
});

/** Everything that was proposed, said against it, decided and corrected; newest first. @throws Refusal NOT_FOUND */
export const getResolutionHistory = async (reader: Reader, id: MarketId): Promise<ResolutionHistory> => {
  const { rows } = await reader.query<HistoryRow>({
    name: 'resolution_history',
    text: HISTORY,
    values: [id],
  });
  if (!rows[0]) throw noMarket();
  const { type, proposals, resolutions } = rows[0];
  return {
    proposals: proposals.map((json) => proposalOf(type, json)),
    resolutions: resolutions.map((json) => resolutionOf(type, json)),
  };
};
