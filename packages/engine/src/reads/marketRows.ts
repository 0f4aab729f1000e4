import type {
  Holding,
  Market,
  MarketId,
  PostId,
  Resolution,
  ResolvedOutcome,
  UserId,
  UserSummary,
} from '@mesh-markets/contract';
import { lmsr } from '@mesh-markets/market-maker';
import {
  holdingOf,
  iso,
  type PositionFigures,
  type Reader,
  userJson,
  type Viewing,
  wantedIds,
} from './rows.ts';

interface ResolutionJson {
  readonly kind: 'OUTCOME' | 'WEIGHTED' | 'N_A';
  readonly outcome: number | null;
  readonly weights: number[] | null;
  readonly at: string;
  readonly by: UserSummary;
  readonly note: string | null;
  readonly paid: number;
  readonly holders: number;
  readonly returned: number;
}

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
  readonly resolution: ResolutionJson | null;
  readonly topics: string[] | null;
  /** The time of the reading. */
  readonly read_at: Date | string;
}

/** One row of {@link viewerSelect}. */
export interface ViewerRow {
  readonly viewer_admin: boolean;
  readonly viewer_positions: PositionFigures[] | null;
  readonly viewer_payout: number | null;
  readonly viewer_following: boolean;
}

export interface MarketRow extends SharedMarketRow, ViewerRow {
  /** The price of the first outcome a day ago; null when nothing had been traded. */
  readonly day_ago: number | null;
}

export const positionJson = `json_build_object('outcome', outcome, 'sharesMicro', shares_micro, 'boughtMicro', bought_micro, 'paid', paid)`;

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
         case when m.state = 'RESOLVED' then (
           select json_build_object('kind', r.kind, 'outcome', r.outcome, 'weights', r.weights, 'at', r.created_at, 'by', ${userJson('resolver')},
                                    'note', r.note, 'paid', r.paid, 'holders', r.holders_paid, 'returned', r.returned)
             from resolution_log r join users resolver on resolver.id = r.resolved_by where r.market_id = m.id) end as resolution,
         (select array_agg(topic order by topic) from post_topic where post_id = m.id) as topics,
         mesh_now() as read_at
    from prediction_market m
    join post words on words.id = m.id
    join users creator on creator.id = m.creator_id`;

const viewerSelect = `
  select m.id::text as id, coalesce((select role = 'admin' from users where id = $1), false) as viewer_admin,
         exists (select from follow_market where user_id = $1 and market_id = m.id) as viewer_following,
         (select json_agg(${positionJson} order by outcome)
            from position where market_id = m.id and user_id = $1 and shares_micro > 0) as viewer_positions,
         case when m.state = 'RESOLVED' then (
           select sum(t.amount)::bigint from transfer t join account w on w.id = t.credit_account_id
            where w.user_id = $1 and t.market_id = m.id and t.trade_seq is null and t.kind in ('PAYOUT', 'REFUND')) end as viewer_payout
    from ${wantedIds('$2')} join prediction_market m on m.id = wanted.id`;

/** Nothing. */
export const VISITOR: ViewerRow = {
  viewer_admin: false,
  viewer_positions: null,
  viewer_payout: null,
  viewer_following: false,
};

/** What the viewer has to do with each of some markets. */
export const readViewerRows = async (
  reader: Reader,
  ids: readonly string[],
  viewer: Viewing,
): Promise<(id: string) => ViewerRow> => {
  if (viewer === undefined || ids.length === 0) return () => VISITOR;
  const { rows } = await reader.query<ViewerRow & { id: string }>({
    name: 'read_viewer',
    text: viewerSelect,
    values: [viewer, ids],
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

export const resolvedOutcome = (
  type: Market['type'],
  kind: ResolutionJson['kind'],
  outcome: number | null,
): ResolvedOutcome => {
  if (kind !== 'OUTCOME') return kind;
  if (type === 'BINARY') return outcome === 0 ? 'YES' : 'NO';
  return outcome!;
};

const resolutionOf = (type: Market['type'], json: ResolutionJson): Resolution => ({
  outcome: resolvedOutcome(type, json.kind, json.outcome),
  ...(json.kind === 'WEIGHTED' && json.weights ? { weights: json.weights } : {}),
  resolvedAt: iso(json.at),
  resolvedBy: json.by,
  ...(json.note === null ? {} : { note: json.note }),
  paidCredits: json.paid,
  holdersPaid: json.holders,
  returnedCredits: json.returned,
});

export const viewerOf = (
  row: MarketRow,
  viewer: UserId,
  probabilities: readonly number[],
): Market['viewer'] => {
  const resolver = viewer === row.creator.id || viewer === row.oracle?.id || row.viewer_admin;
  const holdings: Holding[] = (row.viewer_positions ?? []).map((p) =>
    holdingOf(p, row.labels[p.outcome]!, probabilities[p.outcome]!),
  );
  return {
    holdings,
    canTrade: row.state === 'OPEN',
    canClose: resolver && row.state === 'OPEN',
    canResolve: resolver && row.state === 'CLOSED',
    following: row.viewer_following,
    ...(row.viewer_payout === null ? {} : { payout: row.viewer_payout }),
  };
};

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
    ...(row.resolved_at === null ? {} : { resolvedAt: iso(row.resolved_at) }),
    creator: row.creator,
    ...(row.oracle === null ? {} : { oracle: row.oracle }),
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
    ...(resolution === undefined ? {} : { outcome: resolution.outcome, resolution }),
    ...(viewer === undefined ? {} : { viewer: viewerOf(row, viewer, probabilities) }),
  };
};
