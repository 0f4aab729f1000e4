import {
  type AnswerOf,
  averagePrice,
  type Holder,
  type Holding,
  type Market,
  type MarketDetail,
  type MarketId,
  type OracleChange,
  type ResolverHolding,
  type Trade,
  tradeId,
  type UserSummary,
} from '@mesh-markets/contract';
import { Refusal } from '../refusal.ts';
import { holdingOf, type PositionFigures, positionsOf } from './holdings.ts';
import { pastOf, pricesDayAgo } from './marketPast.ts';
import {
  marketOf,
  marketSelect,
  openingProbabilities,
  probabilitiesOf,
  readViewerRows,
  type SharedMarketRow,
} from './marketRows.ts';
import {
  decodeCursor,
  encodeCursor,
  iso,
  pageOf,
  type Reader,
  unknownCursor,
  userJson,
  type Viewing,
  valueNow,
  wantedIds,
} from './rows.ts';
import { shareReads } from './shareReads.ts';

const LATEST_TRADES = 50;
/** More than are shown: whoever read a market a little earlier finds all of its last trades too. */
const KEPT_TRADES = 100;
/** How long people who traded are shown by the names they had. */
const NAMES_KEPT_MS = 10_000;

export const noMarket = (): Refusal => new Refusal('NOT_FOUND', 'There is no such market.');

/** The market of a shared row as the viewer sees it. */
const marketFor = async (reader: Reader, row: SharedMarketRow, viewer: Viewing): Promise<Market> => {
  const [dayAgo, viewerRow] = await Promise.all([
    pricesDayAgo(reader, [row]),
    readViewerRows(reader, [row.id], viewer),
  ]);
  return marketOf({ ...row, ...viewerRow(row.id), day_ago: dayAgo(row.id) }, viewer);
};

/** @throws Refusal NOT_FOUND */
export const readMarket = async (reader: Reader, id: MarketId, viewer: Viewing): Promise<Market> => {
  const { rows } = await reader.query<SharedMarketRow>({
    name: 'read_market',
    text: `${marketSelect} where m.id = $1`,
    values: [id],
  });
  if (!rows[0]) throw noMarket();
  return marketFor(reader, rows[0], viewer);
};

export interface TradeJson {
  readonly seq: number;
  readonly user: UserSummary;
  readonly outcome: number;
  readonly shares_micro: number;
  readonly credits: number;
  readonly before: number;
  readonly after: number;
  readonly created_at: Date | string;
}

const tradeSelectFrom = (trades: string): string => `
  select t.seq, ${userJson('u')} as "user", t.outcome, t.shares_micro, t.credits, t.probability_before as before,
         t.probabilities[t.outcome + 1] as after, t.created_at
    from ${trades} join users u on u.id = t.user_id`;

export const tradeSelect = tradeSelectFrom('trade t');

export const tradeOf = (marketId: MarketId, type: Market['type'], row: TradeJson): Trade => {
  const shares = Math.abs(row.shares_micro) / 1e6;
  return {
    id: tradeId(marketId, row.seq),
    marketId,
    seq: row.seq,
    user: row.user,
    action: row.shares_micro > 0 ? 'BUY' : 'SELL',
    outcome: row.outcome,
    ...(type === 'BINARY' ? { side: row.outcome === 0 ? ('YES' as const) : ('NO' as const) } : {}),
    shares,
    cost: row.credits,
    price: averagePrice(row.credits, shares),
    probabilityBefore: row.before,
    probabilityAfter: row.after,
    createdAt: iso(row.created_at),
  };
};

interface DetailRow extends SharedMarketRow {
  readonly description: string;
  readonly hidden: boolean;
  readonly creator_positions: PositionFigures[] | null;
  readonly oracle_positions: PositionFigures[] | null;
  readonly oracle_changes: OracleChange[] | null;
}

/** More than are ever made; a market can be asked about so many times and no more. */
const SHOWN_CHANGES = 30;

const readDetails = async (reader: Reader, ids: readonly string[]): Promise<Map<string, DetailRow>> => {
  const { rows } = await reader.query<DetailRow>({
    name: 'read_details',
    text: `select market.*, post.body as description, exists (select from post_hiding where post_id = post.id) as hidden,
             ${positionsOf('m.creator_id')} as creator_positions, ${positionsOf('m.oracle_id')} as oracle_positions,
             (select json_agg(json_build_object('kind', c.kind, 'oracle', ${userJson('who')}, 'at', c.created_at) order by c.id desc)
                from (select * from oracle_change where market_id = m.id order by id desc limit ${SHOWN_CHANGES}) as c
                join users who on who.id = c.oracle_id) as oracle_changes
        from ${wantedIds('$1')} join post on post.id = wanted.id join prediction_market m on m.id = wanted.id,
             lateral (${marketSelect} where m.id = wanted.id) as market`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
};

const sharers = new WeakMap<object, ReturnType<typeof shareReads<DetailRow>>>();

/** What everybody sees of a market; many who ask at once are answered together. A transaction reads for itself. */
const loadDetail = async (reader: Reader, id: MarketId): Promise<DetailRow | undefined> => {
  if (!('totalCount' in reader)) return (await readDetails(reader, [id])).get(id);
  const sharer = sharers.get(reader) ?? shareReads((ids) => readDetails(reader, ids));
  sharers.set(reader, sharer);
  return (await sharer([id])).get(id);
};

/** The last trades up to the one a market row was read at, newest first. Only those that came since the last reading are read. */
const latestTrades = async (reader: Reader, { id, type, seq }: DetailRow): Promise<readonly Trade[]> => {
  if (seq === 0) return [];
  const { latest } = pastOf(reader);
  const known = latest.get(id);
  const fresh = known !== undefined && performance.now() - known.readAt < NAMES_KEPT_MS ? known : undefined;
  const last = fresh?.trades[0]?.seq ?? 0;
  if (last >= seq) {
    // Somebody read it later already; what is kept may reach back far enough for both.
    const upTo = fresh!.trades.slice(last - seq, last - seq + LATEST_TRADES);
    if (upTo.length === Math.min(seq, LATEST_TRADES)) return upTo;
  }
  const after = last < seq ? last : 0;
  const { rows } = await reader.query<TradeJson>({
    name: 'latest_trades',
    text: `${tradeSelect} where t.market_id = $1 and t.seq > $2 and t.seq <= $3 order by t.seq desc`,
    values: [id, Math.max(after, seq - KEPT_TRADES), seq],
  });
  const read = rows.map((row) => tradeOf(id, type, row));
  const trades = after === 0 ? read : [...read, ...fresh!.trades].slice(0, KEPT_TRADES);
  if ((latest.get(id)?.trades[0]?.seq ?? 0) <= seq)
    latest.set(id, { trades, readAt: after === 0 ? performance.now() : fresh!.readAt });
  return trades.slice(0, LATEST_TRADES);
};

/** A market with its words, its last 50 trades and what its resolvers hold. @throws Refusal NOT_FOUND */
export const getMarket = async (reader: Reader, id: MarketId, viewer: Viewing): Promise<MarketDetail> => {
  const row = await loadDetail(reader, id);
  if (!row) throw noMarket();
  const [market, trades] = await Promise.all([marketFor(reader, row, viewer), latestTrades(reader, row)]);
  const probabilities = probabilitiesOf(row);
  const holdings = (positions: PositionFigures[] | null): Holding[] =>
    (positions ?? []).map((p) => holdingOf(p, row.labels[p.outcome]!, probabilities[p.outcome]!));
  const resolverHoldings: ResolverHolding[] = [
    { user: row.creator, role: 'CREATOR', holdings: holdings(row.creator_positions) },
  ];
  if (row.oracle && row.oracle.id !== row.creator.id) {
    resolverHoldings.push({ user: row.oracle, role: 'ORACLE', holdings: holdings(row.oracle_positions) });
  }
  return {
    market: {
      ...market,
      ...(row.description === '' ? {} : { description: row.description }),
      resolverHoldings,
      ...(row.oracle_changes === null
        ? {}
        : { oracleChanges: row.oracle_changes.map((change) => ({ ...change, at: iso(change.at) })) }),
      ...(row.hidden ? { hidden: true as const } : {}),
    },
    trades: [...trades],
  };
};

interface MarketHead {
  readonly type: Market['type'];
  /** How many trades there have been. */
  readonly seq: number;
}

const marketHead = async (reader: Reader, id: MarketId): Promise<MarketHead> => {
  const { rows } = await reader.query<MarketHead>('select type, seq from prediction_market where id = $1', [
    id,
  ]);
  if (!rows[0]) throw noMarket();
  return rows[0];
};

/** How many trades one page of some of them looks through, so that what is rare in a busy market costs no more than the rest. */
const TRADES_SEARCHED = 10_000;

interface Trader {
  readonly id: string;
  /** Their trades are so few that they are looked up, and not met while walking through all. */
  readonly few: boolean;
}

/** @throws Refusal NOT_FOUND */
const traderBy = async (reader: Reader, marketId: MarketId, handle: string): Promise<Trader> => {
  const { rows } = await reader.query<Trader>(
    `select u.id::text as id,
            (select count(*) from (select from trade t where t.market_id = $1 and t.user_id = u.id limit ${TRADES_SEARCHED + 1}) as own) <= ${TRADES_SEARCHED} as few
       from users u where u.handle = $2`,
    [marketId, handle],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is nobody with that handle.');
  return rows[0];
};

interface TradesQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly outcome?: number | undefined;
  /** A handle. */
  readonly by?: string | undefined;
}

/** Newest first. @throws Refusal NOT_FOUND, VALIDATION_FAILED (cursor) */
export const listTrades = async (
  reader: Reader,
  id: MarketId,
  query: TradesQuery,
): Promise<AnswerOf<'listTrades'>> => {
  const { type, seq } = await marketHead(reader, id);
  const before = Number(decodeCursor(query.cursor, 'id')?.[0] ?? seq + 1);
  if (!Number.isSafeInteger(before)) throw unknownCursor();
  const trader = query.by === undefined ? undefined : await traderBy(reader, id, query.by);
  const all = trader === undefined ? query.outcome === undefined : trader.few;
  const from = all ? 0 : Math.max(0, before - TRADES_SEARCHED);
  // Put in order by itself: the planner would rather walk through the market backwards until it has met enough of theirs.
  const source = trader?.few
    ? '(select * from trade where market_id = $1 and user_id = $6::bigint offset 0) as t'
    : 'trade t';
  const { rows } = await reader.query<TradeJson>(
    `${tradeSelectFrom(source)} where t.market_id = $1 and t.seq < $2::bigint and t.seq >= $3::bigint and t.outcome = coalesce($4::smallint, t.outcome)
        and t.user_id = coalesce($6::bigint, t.user_id)
      order by t.seq desc limit $5`,
    [id, before, from, query.outcome ?? null, query.limit + 1, trader?.id ?? null],
  );
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => encodeCursor(last.seq));
  const next = nextCursor ?? (from > 1 ? encodeCursor(from) : undefined);
  return {
    trades: page.map((row) => tradeOf(id, type, row)),
    ...(next === undefined ? {} : { nextCursor: next }),
  };
};

interface HolderRow {
  readonly user: UserSummary;
  readonly user_id: string;
  readonly outcome: number;
  readonly shares_micro: number;
  readonly b: number;
  readonly phantom_micro: number[];
  readonly market_shares: number[];
}

/** Largest holding first. @throws Refusal NOT_FOUND, VALIDATION_FAILED (cursor) */
export const listHolders = async (
  reader: Reader,
  id: MarketId,
  query: { cursor?: string | undefined; limit: number; outcome?: number | undefined },
): Promise<AnswerOf<'listHolders'>> => {
  await marketHead(reader, id);
  const [shares, user, outcome] = decodeCursor(query.cursor, 'whole', 'id', 'index') ?? [null, null, null];
  const { rows } = await reader.query<HolderRow>(
    `select ${userJson('u')} as "user", p.user_id::text as user_id, p.outcome, p.shares_micro, m.b, m.phantom_micro, m.shares_micro as market_shares
       from position p join users u on u.id = p.user_id join prediction_market m on m.id = p.market_id
      where p.market_id = $1 and p.shares_micro > 0 and p.outcome = coalesce($6::smallint, p.outcome)
        and ($2::bigint is null or (-p.shares_micro, p.user_id, p.outcome) > (-$2::bigint, $3::bigint, $4::smallint))
      order by -p.shares_micro, p.user_id, p.outcome limit $5`,
    [id, shares, user, outcome, query.limit + 1, query.outcome ?? null],
  );
  const { page, ...more } = pageOf(rows, query.limit, (last) =>
    encodeCursor(last.shares_micro, last.user_id, last.outcome),
  );
  const first = rows[0];
  const probabilities = first ? probabilitiesOf({ ...first, shares_micro: first.market_shares }) : [];
  const holders: Holder[] = page.map((row) => ({
    user: row.user,
    outcome: row.outcome,
    shares: row.shares_micro / 1e6,
    value: valueNow(row.shares_micro, probabilities[row.outcome]!),
  }));
  return { holders, ...more };
};

const RANGES = { '1h': '1 hour', '1d': '1 day', '1w': '7 days', all: undefined } as const;

interface HistoryRow {
  readonly b: number;
  readonly phantom_micro: number[];
  readonly from: Date;
  readonly to: Date;
  readonly points: [at: string, seq: number, probabilities: number[]][] | null;
}

/**
 * The probabilities over time, oldest first, beginning with those at the start of the range. Long histories are thinned
 * evenly by sequence, so the cost is that of `points` look-ups however many trades there are. @throws Refusal NOT_FOUND
 */
export const getHistory = async (
  reader: Reader,
  id: MarketId,
  query: { range: keyof typeof RANGES; points: number },
): Promise<AnswerOf<'getHistory'>> => {
  const { rows } = await reader.query<HistoryRow>(
    `with market as (
       select m.*, coalesce(m.closed_at, least(mesh_now(), m.closes_at)) as until from prediction_market m where m.id = $1),
     range as (
       select market.*, greatest(market.created_at, market.until - coalesce($2::interval, interval '1000 years')) as since from market),
     span as (select range.*, case when since <= created_at then 0 else seq_at(id, since) end as low from range)
     select b, phantom_micro, since as "from", until as "to",
            (select json_agg(json_build_array(t.created_at, t.seq, t.probabilities) order by t.seq)
               from trade t where t.market_id = span.id and t.seq = any (array(
                 select distinct case when span.seq - span.low <= $3 then span.low + k else span.low + ((span.seq - span.low) * k) / $3 end
                   from generate_series(0, least($3, span.seq - span.low)) as k))) as points
       from span`,
    [id, RANGES[query.range] ?? null, query.points - 1],
  );
  const row = rows[0];
  if (!row) throw noMarket();
  const from = iso(row.from);
  const points = (row.points ?? []).map(([at, seq, probabilities]) => ({
    at: iso(at) < from ? from : iso(at),
    seq,
    probabilities,
  }));
  // The range may begin before the first trade in it: then it begins at the odds the market opened with.
  if (points[0] === undefined || (points[0].at > from && points[0].seq === 1)) {
    points.unshift({ at: from, seq: 0, probabilities: openingProbabilities(row) });
  }
  return { points, from, to: iso(row.to) };
};
