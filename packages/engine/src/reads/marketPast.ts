import type { HistoryPoint, Trade } from '@mesh-markets/contract';
import { createKeptMap, type KeptMap } from './keptMap.ts';
import type { SharedMarketRow } from './marketRows.ts';
import { iso, type Reader } from './rows.ts';

/*
 * What the log said up to a trade it will always say: the sparkline at trade N, the last trades up to N, the price at a moment that has
 * passed. So they are kept, each with what it is true of, and read again only for a market that went on. Whoever shows them has just
 * read the market itself and knows its N: nothing kept is older than that.
 */

const SPARKLINE_POINTS = 24;
/** Finer than a line a few dozen pixels high can show; sixteen digits were most of a page of the feed. */
const drawn = (probability: number): number => Math.round(probability * 10_000) / 10_000;
const DAY_MS = 24 * 3_600_000;
/** Without a trade since, the price a day ago stays what it is until today's trades are a day old. */
const QUIET_MS = 23 * 3_600_000;

interface PriceThen {
  readonly price: number | null;
  /** True of every moment from `since` until before `until`. */
  readonly since: number;
  readonly until: number;
}

interface Sparkline {
  readonly seq: number;
  readonly points: HistoryPoint[];
}

export interface LatestTrades {
  /** Newest first. */
  readonly trades: readonly Trade[];
  /** By performance.now(): people may change their names, so trades are not shown for ever as they were. */
  readonly readAt: number;
}

interface Past {
  readonly prices: KeptMap<PriceThen>;
  readonly sparklines: KeptMap<Sparkline>;
  readonly latest: KeptMap<LatestTrades>;
}

const createPast = (): Past => ({
  prices: createKeptMap(20_000),
  sparklines: createKeptMap(5_000),
  latest: createKeptMap(500),
});

const pasts = new WeakMap<object, Past>();

/** Of the database behind a pool; a transaction sees what may never be committed, and gets nothing kept. */
export const pastOf = (reader: Reader): Past => {
  if (!('totalCount' in reader)) return createPast();
  const past = pasts.get(reader) ?? createPast();
  pasts.set(reader, past);
  return past;
};

type Asked = Pick<SharedMarketRow, 'id' | 'type' | 'seq' | 'created_at' | 'read_at'>;

interface PriceRow {
  readonly id: string;
  readonly price: number | null;
  readonly since: Date | null;
  readonly until: Date | null;
}

const dayBefore = ({ read_at }: Asked): number => new Date(read_at).getTime() - DAY_MS;

const readPrices = async (reader: Reader, markets: readonly Asked[]): Promise<Map<string, PriceThen>> => {
  const { rows } = await reader.query<PriceRow>({
    name: 'read_day_ago',
    text: `select asked.id::text as id,
             (select probabilities[1] from trade where market_id = asked.id and seq = at.seq) as price,
             (select created_at from trade where market_id = asked.id and seq = at.seq) as since,
             (select created_at from trade where market_id = asked.id and seq = at.seq + 1) as until
        from unnest($1::bigint[], $2::timestamptz[]) as asked(id, moment),
             lateral (select seq_at(asked.id, asked.moment) as seq offset 0) as at`,
    values: [markets.map(({ id }) => id), markets.map((market) => new Date(dayBefore(market)))],
  });
  const moments = new Map(markets.map((market) => [market.id as string, dayBefore(market)]));
  return new Map(
    rows.map(({ id, price, since, until }) => [
      id,
      {
        price,
        since: since?.getTime() ?? Number.NEGATIVE_INFINITY,
        until: until?.getTime() ?? moments.get(id)! + QUIET_MS,
      },
    ]),
  );
};

/** The price of each market's first outcome a day before it was read; null where nothing had been traded. */
export const pricesDayAgo = async (
  reader: Reader,
  markets: readonly Asked[],
): Promise<(id: string) => number | null> => {
  const { prices } = pastOf(reader);
  const found = new Map<string, number | null>();
  const missing = markets.filter((market) => {
    const moment = dayBefore(market);
    if (market.seq === 0 || new Date(market.created_at).getTime() > moment) return false;
    const known = prices.get(market.id);
    if (known === undefined || moment < known.since || moment >= known.until) return true;
    found.set(market.id, known.price);
    return false;
  });
  if (missing.length > 0) {
    for (const [id, then] of await readPrices(reader, missing)) {
      prices.set(id, then);
      found.set(id, then.price);
    }
  }
  return (id) => found.get(id) ?? null;
};

interface PointsRow {
  readonly id: string;
  readonly points: [at: string, seq: number, probabilities: number[]][] | null;
}

const readPoints = async (reader: Reader, markets: readonly Asked[]): Promise<PointsRow[]> => {
  const { rows } = await reader.query<PointsRow>({
    name: 'read_sparklines',
    text: `select asked.id::text as id,
             (select json_agg(json_build_array(t.created_at, t.seq, t.probabilities) order by t.seq)
                from trade t where t.market_id = asked.id and t.seq = any (array(
                  select distinct greatest(1, asked.seq * k / ${SPARKLINE_POINTS}) from generate_series(1, ${SPARKLINE_POINTS}) as k))) as points
        from unnest($1::bigint[], $2::bigint[]) as asked(id, seq)`,
    values: [markets.map(({ id }) => id), markets.map(({ seq }) => seq)],
  });
  return rows;
};

/** A few points of the way to the present odds of each binary market: a few trades by their numbers, not the history. */
export const sparklinesOf = async (
  reader: Reader,
  markets: readonly Asked[],
): Promise<(id: string) => HistoryPoint[] | null> => {
  const { sparklines } = pastOf(reader);
  const found = new Map<string, HistoryPoint[]>();
  const missing = markets.filter(({ id, type, seq }) => {
    if (type !== 'BINARY' || seq === 0) return false;
    const known = sparklines.get(id);
    if (known?.seq !== seq) return true;
    found.set(id, known.points);
    return false;
  });
  if (missing.length > 0) {
    const seqs = new Map(missing.map(({ id, seq }) => [id as string, seq]));
    for (const { id, points } of await readPoints(reader, missing)) {
      const line = (points ?? []).map(([at, seq, probabilities]) => ({
        at: iso(at),
        seq,
        probabilities: probabilities.map(drawn),
      }));
      sparklines.set(id, { seq: seqs.get(id)!, points: line });
      found.set(id, line);
    }
  }
  return (id) => found.get(id) ?? null;
};
