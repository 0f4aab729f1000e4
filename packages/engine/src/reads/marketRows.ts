import type { Holding, Market, MarketId, PostId, UserId, UserSummary } from '@mesh-markets/contract';
import { lmsr } from '@mesh-markets/market-maker';
import { payoutTo } from '../resolution/payouts.ts';
import { hasStake } from '../resolution/requireNoPosition.ts';
import {
  type ProposalJson,
  proposalJson,
  proposalOf,
  type ResolutionJson,
  resolutionJson,
  resolutionOf,
} from '../resolution/resolutionRows.ts';
import { holdingOf, type PositionFigures, positionsOf } from './holdings.ts';
import { iso, type Reader, userJson, type Viewing, wantedIds } from './rows.ts';
import { rulesOf } from './rules.ts';

/** One row of {@link marketSelect}: what everybody sees alike. */
export interface SharedMarketRow {
  readonly id: MarketId;
  readonly type: Market['type'];
  readonly question: string;
  readonly labels: string[];
  readonly state: Market['state'];
  readonly created_at: Date | string;
  readonly closes_at: Date | string;
  readonly closed_at: Date | string | null;
  readonly closed_early: { readonly by: UserSummary; readonly reason: string | null } | null;
  readonly resolved_at: Date | string | null;
  readonly b: number;
  readonly subsidy: number;
  readonly subsidy_from: Market['subsidyFrom'];
  readonly phantom_micro: number[];
  readonly shares_micro: number[];
  readonly seq: number;
  readonly version: number;
  readonly volume: number;
  readonly trader_count: number;
  readonly creator: UserSummary;
  readonly oracle: UserSummary | null;
  readonly asked_oracle: UserSummary | null;
  readonly resolution: ResolutionJson | null;
  readonly proposal: ProposalJson | null;
  readonly topics: string[] | null;
  /** The time of the reading. */
  readonly read_at: Date | string;
}

/** One row of {@link viewerSelect}. */
export interface ViewerRow {
  readonly viewer_admin: boolean;
  /** A moderator, and the market is one that moderators may decide. */
  readonly viewer_steps_in: boolean;
  /** As what the viewer may not buy here. */
  readonly viewer_refused: 'CREATOR' | 'ORACLE' | null;
  readonly viewer_positions: PositionFigures[] | null;
  readonly viewer_payout: number | null;
  /** What the viewer may still pay in; null where there is no bound. */
  readonly viewer_room: number | null;
  /** Null while the market is open. */
  readonly viewer_stake: boolean | null;
  readonly viewed_proposal: ViewedProposal | null;
  readonly viewer_following: boolean;
}

export interface MarketRow extends SharedMarketRow, ViewerRow {
  /** The price of the first outcome a day ago; null when nothing had been traded. */
  readonly day_ago: number | null;
}

/**
 * Every market as rows of {@link SharedMarketRow}; the caller adds `where m.id ...`. A market past its closing time reads as CLOSED
 * whether or not the job has been by.
 */
export const marketSelect = `
  select m.id::text as id, m.type, words.question, words.labels,
         case when m.state = 'OPEN' and m.closes_at <= mesh_now() then 'CLOSED' else m.state end as state,
         m.created_at, m.closes_at,
         case when m.state = 'OPEN' and m.closes_at <= mesh_now() then m.closes_at else m.closed_at end as closed_at,
         m.resolved_at, m.b, m.subsidy, m.subsidy_from, m.phantom_micro, m.shares_micro, m.seq, m.version, m.volume, m.trader_count,
         ${userJson('creator')} as creator,
         case when m.oracle_id is not null then (select ${userJson('oracle')} from users oracle where oracle.id = m.oracle_id) end as oracle,
         case when m.asked_oracle_id is not null then (select ${userJson('asked')} from users asked where asked.id = m.asked_oracle_id) end as asked_oracle,
         case when m.closed_by is not null then (
           select json_build_object('by', ${userJson('closer')}, 'reason', m.close_reason) from users closer where closer.id = m.closed_by) end as closed_early,
         case when m.state = 'RESOLVED' then (select ${resolutionJson('r')} from current_resolution r where r.market_id = m.id) end as resolution,
         case when m.state = 'CLOSED' then ${proposalJson('m')} end as proposal,
         (select array_agg(topic order by topic) from post_topic where post_id = m.id) as topics,
         mesh_now() as read_at
    from prediction_market m
    join post words on words.id = m.id
    join users creator on creator.id = m.creator_id`;

/** What an open proposal is to the viewer. */
interface ViewedProposal {
  readonly disputable: boolean;
  readonly disputed: boolean;
  readonly wouldGet: number | null;
}

const VIEWED_PROPOSAL = `(
  select json_build_object('disputable', p.final_at > mesh_now(), 'disputed', exists (select from dispute where proposal_id = p.id and user_id = $1),
           'wouldGet', case when ${hasStake('m.id', '$1')} then
             ${payoutTo('$1', { market: 'm.id', weights: 'p.weights', escrow: '(select balance from account where market_id = m.id)' })} end)
    from resolution_proposal p where p.market_id = m.id and p.ended_at is null)`;

const viewerSelect = `
  select m.id::text as id, coalesce((select role = 'admin' from users where id = $1), false) as viewer_admin,
         $3::int > 0 and m.state <> 'RESOLVED' and coalesce(m.closed_at, m.closes_at) <= mesh_now() - make_interval(days => $3::int)
           and exists (select from users where id = $1 and role = 'moderator')
           and not exists (select from resolution_proposal where market_id = m.id and ended_at is null and proposed_by <> $1) as viewer_steps_in,
         case when $1 = m.creator_id and not $4::boolean then 'CREATOR' when $1 = m.oracle_id and not $5::boolean then 'ORACLE' end as viewer_refused,
         exists (select from follow_market where user_id = $1 and market_id = m.id) as viewer_following,
         ${positionsOf('$1')} as viewer_positions,
         case when $6::bigint > 0 then greatest(0, $6 - coalesce((
           select sum(paid - received) from position where market_id = m.id and user_id = $1), 0))::bigint end as viewer_room,
         case when m.state = 'RESOLVED' then (
           select sum(credits)::bigint from holder_payment where market_id = m.id and user_id = $1) end as viewer_payout,
         case when m.state <> 'OPEN' or m.closes_at <= mesh_now() then ${hasStake('m.id', '$1')} end as viewer_stake,
         case when m.state = 'CLOSED' then ${VIEWED_PROPOSAL} end as viewed_proposal
    from ${wantedIds('$2')} join prediction_market m on m.id = wanted.id`;

/** Nothing. */
export const VISITOR: ViewerRow = {
  viewer_admin: false,
  viewer_steps_in: false,
  viewer_refused: null,
  viewer_positions: null,
  viewer_payout: null,
  viewer_room: null,
  viewer_stake: null,
  viewed_proposal: null,
  viewer_following: false,
};

/** What the viewer has to do with each of some markets. */
export const readViewerRows = async (
  reader: Reader,
  ids: readonly string[],
  viewer: Viewing,
): Promise<(id: string) => ViewerRow> => {
  if (viewer === undefined || ids.length === 0) return () => VISITOR;
  const { abandonedAfterDays, creatorsTrade, oraclesTrade, maxPositionCredits } = rulesOf(reader);
  const { rows } = await reader.query<ViewerRow & { id: string }>({
    name: 'read_viewer',
    text: viewerSelect,
    values: [viewer, ids, abandonedAfterDays, creatorsTrade, oraclesTrade, maxPositionCredits],
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (id) => byId.get(id) ?? VISITOR;
};

export const probabilitiesOf = (row: Pick<MarketRow, 'b' | 'phantom_micro' | 'shares_micro'>): number[] =>
  lmsr.prices({
    liquidity: row.b,
    sharesMicro: row.shares_micro.map((owned, i) => owned + row.phantom_micro[i]!),
  });

/** The odds a market opened with. */
export const openingProbabilities = (row: Pick<MarketRow, 'b' | 'phantom_micro'>): number[] =>
  lmsr.prices({ liquidity: row.b, sharesMicro: row.phantom_micro });

/** What the viewer has to do with a result that is proposed or was paid. */
const viewerOfResult = (row: MarketRow, viewer: UserId): Partial<NonNullable<Market['viewer']>> => {
  const stake = row.viewer_stake === true;
  const seen = row.viewed_proposal;
  const outsider = !stake && viewer !== row.creator.id && viewer !== row.oracle?.id;
  const judgeable =
    row.state === 'RESOLVED' || ((row.proposal?.disputes ?? 0) > 0 && row.proposal?.by.id !== viewer);
  return {
    ...(seen === null || seen.wouldGet === null ? {} : { wouldGet: seen.wouldGet }),
    ...(stake && seen?.disputable && !seen.disputed ? { canDispute: true as const } : {}),
    ...(seen?.disputed ? { hasDisputed: true as const } : {}),
    ...(row.viewer_admin && outsider && judgeable ? { canJudge: true as const } : {}),
  };
};

export const viewerOf = (
  row: MarketRow,
  viewer: UserId,
  probabilities: readonly number[],
): Market['viewer'] => {
  const own = viewer === row.creator.id || viewer === row.oracle?.id;
  const closed = row.state === 'CLOSED';
  const forOthers = closed && !own && (row.viewer_admin || row.viewer_steps_in);
  const hasConflict = forOthers && row.viewer_stake === true;
  const holdings: Holding[] = (row.viewer_positions ?? []).map((p) =>
    holdingOf(p, row.labels[p.outcome]!, probabilities[p.outcome]!),
  );
  return {
    holdings,
    canTrade: row.state === 'OPEN',
    canClose: (own || row.viewer_admin) && row.state === 'OPEN',
    canResolve: (own && closed) || (forOthers && !hasConflict),
    ...(row.viewer_refused === null ? {} : { buyingRefused: row.viewer_refused }),
    ...(hasConflict ? { hasConflict } : {}),
    ...(row.viewer_room === null ? {} : { mayPayIn: row.viewer_room }),
    following: row.viewer_following,
    ...(row.viewer_payout === null ? {} : { payout: row.viewer_payout }),
    ...viewerOfResult(row, viewer),
  };
};

const closedEarlyOf = ({
  by,
  reason,
}: NonNullable<SharedMarketRow['closed_early']>): Market['closedEarly'] => ({
  by,
  ...(reason === null ? {} : { reason }),
});

export const marketOf = (row: MarketRow, viewer: Viewing): Market => {
  const probabilities = probabilitiesOf(row);
  const before = row.day_ago ?? openingProbabilities(row)[0]!;
  const resolution = row.resolution === null ? undefined : resolutionOf(row.type, row.resolution);
  return {
    id: row.id,
    postId: row.id as string as PostId,
    type: row.type,
    question: row.question,
    topics: row.topics ?? [],
    state: row.state,
    createdAt: iso(row.created_at),
    closesAt: iso(row.closes_at),
    ...(row.closed_at === null ? {} : { closedAt: iso(row.closed_at) }),
    ...(row.closed_early === null ? {} : { closedEarly: closedEarlyOf(row.closed_early) }),
    ...(row.resolved_at === null ? {} : { resolvedAt: iso(row.resolved_at) }),
    creator: row.creator,
    ...(row.oracle === null ? {} : { oracle: row.oracle }),
    ...(row.asked_oracle === null ? {} : { askedOracle: row.asked_oracle }),
    b: row.b,
    subsidy: row.subsidy,
    subsidyFrom: row.subsidy_from,
    outcomes: row.labels.map((label, index) => ({
      index,
      label,
      shares: row.shares_micro[index]! / 1e6,
      phantomShares: row.phantom_micro[index]! / 1e6,
      probability: probabilities[index]!,
    })),
    probability: probabilities[0]!,
    ...(row.seq === 0 ? {} : { change24h: probabilities[0]! - before }),
    volume: row.volume,
    traderCount: row.trader_count,
    tradeCount: row.seq,
    version: row.version,
    ...(row.proposal === null ? {} : { proposal: proposalOf(row.type, row.proposal) }),
    ...(resolution === undefined ? {} : { outcome: resolution.outcome, resolution }),
    ...(viewer === undefined ? {} : { viewer: viewerOf(row, viewer, probabilities) }),
  };
};
