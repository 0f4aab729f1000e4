import type {
  CorrectionFigures,
  Market,
  Proposal,
  Resolution,
  ResolvedOutcome,
  UserSummary,
} from '@mesh-markets/contract';
import { iso, userJson } from '../reads/rows.ts';

/** What was decided or proposed, as a row of either table says it. */
export interface VerdictJson {
  readonly kind: 'OUTCOME' | 'WEIGHTED' | 'N_A';
  readonly outcome: number | null;
  readonly weights: number[] | null;
  readonly note: string | null;
}

export interface ResolutionJson extends VerdictJson {
  readonly at: string;
  readonly by: UserSummary | null;
  readonly paid: number;
  readonly holders: number;
  readonly returned: number;
  readonly proposed: boolean;
  readonly correction: CorrectionFigures | null;
}

export interface ProposalJson extends VerdictJson {
  readonly version: number;
  readonly by: UserSummary;
  readonly at: string;
  readonly finalAt: string;
  readonly disputes: number;
}

/** SQL: a row of resolution_log under an alias, as {@link ResolutionJson}. */
export const resolutionJson = (alias: string): string => `
  json_build_object('kind', ${alias}.kind, 'outcome', ${alias}.outcome, 'weights', ${alias}.weights, 'at', ${alias}.created_at,
    'by', (select ${userJson('resolver')} from users resolver where resolver.id = ${alias}.resolved_by), 'note', ${alias}.note,
    'paid', ${alias}.paid, 'holders', ${alias}.holders_paid, 'returned', ${alias}.returned,
    'proposed', ${alias}.proposal_id is not null,
    'correction', case when ${alias}.corrects is not null then (
      select json_build_object('paidCredits', c.paid, 'takenCredits', c.taken, 'coveredCredits', c.covered, 'issuedCredits', c.issued, 'missingCredits', c.missing)
        from correction c where c.resolution_id = ${alias}.id) end)`;

/** SQL: the open proposal of the market under an alias, as {@link ProposalJson}; null without one. */
export const proposalJson = (market: string): string => `
  (select json_build_object('kind', p.kind, 'outcome', p.outcome, 'weights', p.weights, 'note', p.note, 'version', p.version,
            'by', ${userJson('proposer')}, 'at', p.proposed_at, 'finalAt', p.final_at,
            'disputes', (select count(*) from dispute where proposal_id = p.id))
     from resolution_proposal p join users proposer on proposer.id = p.proposed_by
    where p.market_id = ${market}.id and p.ended_at is null)`;

export const resolvedOutcome = (
  type: Market['type'],
  kind: VerdictJson['kind'],
  outcome: number | null,
): ResolvedOutcome => {
  if (kind !== 'OUTCOME') return kind;
  if (type === 'BINARY') return outcome === 0 ? 'YES' : 'NO';
  return outcome!;
};

export const decidedOf = (type: Market['type'], json: VerdictJson) => ({
  outcome: resolvedOutcome(type, json.kind, json.outcome),
  ...(json.kind === 'WEIGHTED' && json.weights ? { weights: json.weights } : {}),
  ...(json.note === null ? {} : { note: json.note }),
});

export const resolutionOf = (type: Market['type'], json: ResolutionJson): Resolution => ({
  ...decidedOf(type, json),
  resolvedAt: iso(json.at),
  ...(json.by === null ? {} : { resolvedBy: json.by }),
  paidCredits: json.paid,
  holdersPaid: json.holders,
  returnedCredits: json.returned,
  ...(json.proposed ? { wasProposed: true as const } : {}),
  ...(json.correction === null ? {} : { correction: json.correction }),
});

export const proposalOf = (type: Market['type'], json: ProposalJson): Proposal => ({
  ...decidedOf(type, json),
  version: json.version,
  proposedBy: json.by,
  proposedAt: iso(json.at),
  finalAt: iso(json.finalAt),
  disputes: json.disputes,
});
