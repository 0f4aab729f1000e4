import { lmsr } from '@mesh-markets/market-maker';
import type { Tx } from '../transaction.ts';
import { createLaw } from './law.ts';

const PAGE = 10_000;

interface MarketTerms {
  readonly id: number;
  readonly state: string;
  readonly b: number;
  readonly phantom_micro: number[];
  readonly shares_micro: number[];
  readonly seq: number;
  readonly volume: number;
  readonly trader_count: number;
  readonly created: number;
  readonly closes: number;
  readonly closed: number | null;
}

interface LoggedTrade {
  readonly market_id: number;
  readonly seq: number;
  readonly user_id: number;
  readonly outcome: number;
  readonly shares_micro: number;
  readonly credits: number;
  readonly by_shares: boolean;
  readonly at: number;
}

/** A market walked from its opening through its log. */
interface Walk {
  readonly terms: MarketTerms;
  readonly owned: number[];
  readonly traders: Set<number>;
  seq: number;
  volume: number;
  last: number;
}

const createLaws = () => ({
  order: createLaw(
    'One order: the trades of a market are numbered 1, 2, 3 … without a gap, in order of time',
  ),
  price: createLaw('Every fill, priced again from the state its number says it saw, gives the same figures'),
  time: createLaw('No trade before its market opened, nor at or after it closed'),
  pools: createLaw('Pools, volume and number of traders of a market equal the sums of its trades'),
});

type Laws = ReturnType<typeof createLaws>;

/** The fill the state before it implies, or undefined where the figures are outside the curve's domain. */
const refill = (walk: Walk, trade: LoggedTrade) => {
  const { b, phantom_micro } = walk.terms;
  const state = { liquidity: b, sharesMicro: walk.owned.map((owned, i) => owned + phantom_micro[i]!) };
  try {
    if (!trade.by_shares) return lmsr.buyForSpend(state, trade.outcome, trade.credits);
    return trade.shares_micro > 0
      ? lmsr.buyShares(state, trade.outcome, trade.shares_micro)
      : lmsr.sellShares(state, trade.outcome, -trade.shares_micro);
  } catch {
    return undefined;
  }
};

const step = (laws: Laws, walk: Walk, trade: LoggedTrade): void => {
  const name = `trade ${trade.market_id}-${trade.seq}`;
  const { terms } = walk;
  laws.order.check(trade.seq === walk.seq + 1 && trade.at >= walk.last, () => `${name} follows ${walk.seq}`);
  const fill = refill(walk, trade);
  const [shares, credits] = [Math.abs(trade.shares_micro), Math.abs(trade.credits)];
  laws.price.check(
    fill !== undefined && fill.sharesMicro === shares && fill.credits === credits,
    () =>
      `${name}: ${shares} micro-shares for ₡${credits}; priced again ${fill?.sharesMicro} for ₡${fill?.credits}`,
  );
  laws.time.check(
    trade.at >= terms.created &&
      trade.at < terms.closes &&
      (terms.closed === null || trade.at <= terms.closed),
    () => `${name} at ${new Date(trade.at).toISOString()}`,
  );
  if (walk.owned[trade.outcome] !== undefined) walk.owned[trade.outcome]! += trade.shares_micro;
  walk.traders.add(trade.user_id);
  walk.seq = trade.seq;
  walk.volume += credits;
  walk.last = trade.at;
};

const finish = (laws: Laws, walk: Walk): void => {
  const { terms } = walk;
  laws.order.check(
    walk.seq === terms.seq,
    () => `market ${terms.id} counts ${terms.seq} trades, its log ${walk.seq}`,
  );
  const same = walk.owned.every((owned, i) => owned === terms.shares_micro[i]);
  laws.pools.check(
    same && walk.volume === terms.volume && walk.traders.size === terms.trader_count,
    () =>
      `market ${terms.id}: pools ${terms.shares_micro} against ${walk.owned}, volume ${terms.volume} against ${walk.volume}`,
  );
};

const tradesAfter = async (tx: Tx, marketId: number, seq: number): Promise<LoggedTrade[]> => {
  const { rows } = await tx.query<LoggedTrade>({
    name: 'audit_trades',
    text: `select market_id, seq, user_id, outcome, shares_micro, credits, by_shares, (extract(epoch from created_at) * 1000)::bigint as at
             from trade where (market_id, seq) > ($1, $2) order by market_id, seq limit ${PAGE}`,
    values: [marketId, seq],
  });
  return rows;
};

/** Walks every market's log from its opening, pricing each trade from the state the ones before it left. */
export const auditFills = async (tx: Tx) => {
  const laws = createLaws();
  const markets = await tx.query<MarketTerms>(
    `select id, state, b, phantom_micro, shares_micro, seq, volume, trader_count, (extract(epoch from created_at) * 1000)::bigint as created,
            (extract(epoch from closes_at) * 1000)::bigint as closes, (extract(epoch from closed_at) * 1000)::bigint as closed
       from prediction_market order by id`,
  );
  const walks = new Map<number, Walk>(
    markets.rows.map((terms) => [
      terms.id,
      { terms, owned: terms.shares_micro.map(() => 0), traders: new Set(), seq: 0, volume: 0, last: 0 },
    ]),
  );
  for (let page = await tradesAfter(tx, 0, 0); page.length > 0; ) {
    for (const trade of page) {
      const walk = walks.get(trade.market_id);
      laws.pools.check(walk !== undefined, () => `trade ${trade.market_id}-${trade.seq} has no market`);
      if (walk) step(laws, walk, trade);
    }
    const last = page.at(-1)!;
    page = page.length < PAGE ? [] : await tradesAfter(tx, last.market_id, last.seq);
  }
  for (const walk of walks.values()) finish(laws, walk);
  return Object.values(laws).map((law) => law.report());
};
