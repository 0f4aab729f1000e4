import type { Market, MarketEnd, MarketUpdate, Trade } from '@mesh-markets/contract';

/* What a market and its trades look like on the stream. Pure. */

export const updateOf = (market: Market): MarketUpdate => ({
  id: market.id,
  version: market.version,
  state: market.state,
  outcomes: market.outcomes.map(({ index, shares, probability }) => ({ index, shares, probability })),
  probability: market.probability,
  volume: market.volume,
  traderCount: market.traderCount,
  tradeCount: market.tradeCount,
});

export const endOf = ({
  closedAt,
  closedEarly,
  proposal,
  resolvedAt,
  outcome,
  resolution,
}: Market): MarketEnd => ({
  ...(closedAt !== undefined && { closedAt }),
  ...(closedEarly !== undefined && { closedEarly }),
  ...(proposal !== undefined && { proposal }),
  ...(resolvedAt !== undefined && { resolvedAt }),
  ...(outcome !== undefined && { outcome }),
  ...(resolution !== undefined && { resolution }),
});

export const withUpdate = (market: Market, update: MarketUpdate): Market => ({
  ...market,
  ...update,
  outcomes: market.outcomes.map((outcome, i) => ({ ...outcome, ...update.outcomes[i] })),
  change24h: (market.change24h ?? 0) + update.probability - market.probability,
});

/**
 * The newest trades without a gap, newest first, once `newer` are known too. What does not follow on the known ones, or reaches further
 * back than they do, takes their place.
 */
export const withNewer = (
  known: readonly Trade[],
  newer: readonly Trade[],
  most: number,
): readonly Trade[] => {
  const newest = known[0]?.seq ?? 0;
  const fresh = newer.filter(({ seq }) => seq > newest);
  const follows = fresh.length === 0 || fresh.at(-1)!.seq === newest + 1;
  const reaches = newer.length > known.length + fresh.length;
  return (follows && !reaches ? [...fresh, ...known] : newer).slice(0, most);
};
