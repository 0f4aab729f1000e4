import type { Tx } from '../transaction.ts';
import { applyTrade, type Basis, NO_BASIS } from './basis.ts';
import { addProfits, type Gain } from './profits.ts';

/** Trades that are read together. */
const PAGE = 10_000;

/** A market and how far its log has been followed. */
export interface Followed {
  readonly marketId: number;
  readonly creatorId: number;
  /** Who accepted to be its oracle, and when, in milliseconds. */
  readonly oracles: readonly (readonly [userId: number, since: number])[];
  readonly seq: number;
  /** Number of its last trade. */
  readonly last: number;
  readonly isResolved: boolean;
  readonly isSettled: boolean;
}

/** A stretch of a market's log. */
interface Stretch {
  readonly market: Followed;
  readonly after: number;
  readonly upTo: number;
}

type TradeRow = [
  market: number,
  user: number,
  outcome: number,
  sharesMicro: number,
  credits: number,
  day: number,
  at: number,
];

interface Touched {
  readonly marketId: number;
  readonly userId: number;
  readonly outcome: number;
  held: Basis;
}

/** Cuts what is to be followed into pages of stretches, at most `budget` trades in all. */
const pagesOf = (markets: readonly Followed[], budget: number): Stretch[][] => {
  const pages: Stretch[][] = [[]];
  let [room, left] = [PAGE, budget];
  for (const market of markets) {
    for (let after = market.seq; after < market.last && left > 0; ) {
      const upTo = Math.min(market.last, after + Math.min(room, left));
      pages.at(-1)!.push({ market, after, upTo });
      room -= upTo - after;
      left -= upTo - after;
      after = upTo;
      if (room > 0) continue;
      pages.push([]);
      room = PAGE;
    }
  }
  return pages.filter((page) => page.length > 0);
};

const readTrades = async (tx: Tx, page: readonly Stretch[]): Promise<TradeRow[]> => {
  const { rows } = await tx.query<TradeRow>({
    name: 'follow_trades',
    rowMode: 'array',
    text: `select t.market_id, t.user_id, t.outcome, t.shares_micro, t.credits, (t.created_at at time zone 'UTC')::date - date '1970-01-01',
                  (extract(epoch from t.created_at) * 1000)::bigint
             from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as stretch(market_id, after, up_to),
                  lateral (select * from trade where market_id = stretch.market_id and seq > stretch.after and seq <= stretch.up_to
                            order by seq offset 0) as t`,
    values: [
      page.map(({ market }) => market.marketId),
      page.map(({ after }) => after),
      page.map(({ upTo }) => upTo),
    ],
  });
  return rows;
};

type HeldRow = [
  market: number,
  user: number,
  outcome: number,
  sharesMicro: number,
  basis: number,
  realised: number,
];

const keyOf = (marketId: number, userId: number, outcome: number): string =>
  `${marketId}/${userId}/${outcome}`;

/** Adds the positions that trades touch to those in memory, as they stand. */
const readHeld = async (
  tx: Tx,
  trades: readonly TradeRow[],
  touched: Map<string, Touched>,
): Promise<void> => {
  const wanted: Touched[] = [];
  for (const [marketId, userId, outcome] of trades) {
    const key = keyOf(marketId, userId, outcome);
    if (touched.has(key)) continue;
    const position: Touched = { marketId, userId, outcome, held: NO_BASIS };
    touched.set(key, position);
    wanted.push(position);
  }
  if (wanted.length === 0) return;
  const { rows } = await tx.query<HeldRow>({
    name: 'held_basis',
    rowMode: 'array',
    text: `select b.market_id, b.user_id, b.outcome, b.shares_micro, b.basis, b.realised
             from unnest($1::bigint[], $2::bigint[], $3::smallint[]) as wanted(market_id, user_id, outcome),
                  lateral (select * from position_basis
                            where market_id = wanted.market_id and user_id = wanted.user_id and outcome = wanted.outcome offset 0) as b`,
    values: [
      wanted.map(({ marketId }) => marketId),
      wanted.map(({ userId }) => userId),
      wanted.map(({ outcome }) => outcome),
    ],
  });
  for (const [marketId, userId, outcome, sharesMicro, basis, realised] of rows)
    touched.get(keyOf(marketId, userId, outcome))!.held = { sharesMicro, basis, realised };
};

const writeHeld = async (tx: Tx, touched: readonly Touched[]): Promise<void> => {
  await tx.query({
    name: 'write_basis',
    text: `insert into position_basis (market_id, user_id, outcome, shares_micro, basis, realised)
           select * from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::bigint[])
           on conflict (market_id, user_id, outcome) do update
              set shares_micro = excluded.shares_micro, basis = excluded.basis, realised = excluded.realised`,
    values: [
      touched.map(({ marketId }) => marketId),
      touched.map(({ userId }) => userId),
      touched.map(({ outcome }) => outcome),
      touched.map(({ held }) => held.sharesMicro),
      touched.map(({ held }) => held.basis),
      touched.map(({ held }) => held.realised),
    ],
  });
};

/** What those who decide a market have traded in it. */
interface OwnTrades {
  creator: boolean;
  oracle: boolean;
  volume: number;
}

/** Moves the place in each market's log, and remembers whether those who decide it were among the traders. */
const writePlaces = async (
  tx: Tx,
  page: readonly Stretch[],
  own: ReadonlyMap<number, OwnTrades>,
): Promise<void> => {
  await tx.query({
    name: 'write_places',
    text: `update market_projection p
              set seq = place.seq, creator_traded = p.creator_traded or place.creator, oracle_traded = p.oracle_traded or place.oracle,
                  own_volume = p.own_volume + place.volume
             from unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::boolean[], $5::bigint[]) as place(market_id, seq, creator, oracle, volume)
            where p.market_id = place.market_id`,
    values: [
      page.map(({ market }) => market.marketId),
      page.map(({ upTo }) => upTo),
      page.map(({ market }) => own.get(market.marketId)?.creator ?? false),
      page.map(({ market }) => own.get(market.marketId)?.oracle ?? false),
      page.map(({ market }) => own.get(market.marketId)?.volume ?? 0),
    ],
  });
};

/** What a walk has come to so far; in memory until its end, as the same people trade again and again. */
interface Walk {
  readonly touched: Map<string, Touched>;
  readonly gains: Map<string, Gain>;
}

const followPage = async (tx: Tx, page: readonly Stretch[], { touched, gains }: Walk): Promise<void> => {
  const trades = await readTrades(tx, page);
  await readHeld(tx, trades, touched);
  const markets = new Map(page.map(({ market }) => [market.marketId, market]));
  const own = new Map<number, OwnTrades>();
  for (const [marketId, userId, outcome, sharesMicro, credits, day, at] of trades) {
    const { creatorId, oracles } = markets.get(marketId)!;
    const position = touched.get(keyOf(marketId, userId, outcome))!;
    const before = position.held.realised;
    position.held = applyTrade(position.held, sharesMicro, credits);
    // By what was so when it was traded: an oracle may accept later, and the figures must come out the same whenever they are made.
    const isOracle = oracles.some(([oracleId, since]) => oracleId === userId && at > since);
    const isOwn = userId === creatorId || isOracle;
    const key = `${userId}/${day}/${isOwn}`;
    const gain = gains.get(key) ?? { userId, day, isOwn, realised: 0, volume: 0, trades: 0 };
    gain.realised += position.held.realised - before;
    gain.volume += Math.abs(credits);
    gain.trades += 1;
    gains.set(key, gain);
    if (!isOwn) continue;
    const traded = own.get(marketId) ?? { creator: false, oracle: false, volume: 0 };
    traded.creator ||= userId === creatorId;
    traded.oracle ||= isOracle && userId !== creatorId;
    traded.volume += Math.abs(credits);
    own.set(marketId, traded);
  }
  await writePlaces(tx, page, own);
};

/**
 * Follows the logs of markets, at most `budget` trades of them. The average cost of a position depends on the order of its trades, so they
 * are walked one by one, in memory, a page at a time; what they come to is written set by set.
 */
export const followTrades = async (tx: Tx, markets: readonly Followed[], budget: number): Promise<void> => {
  const walk: Walk = { touched: new Map(), gains: new Map() };
  for (const page of pagesOf(markets, budget)) await followPage(tx, page, walk);
  if (walk.touched.size === 0) return;
  await writeHeld(tx, [...walk.touched.values()]);
  await addProfits(tx, [...walk.gains.values()]);
};
