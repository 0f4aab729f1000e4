import type { Trade } from '@mesh-markets/contract';

export interface TradeRows {
  readonly trades: readonly Trade[];
  /** How many trades are missing between the newest ones and the pages loaded earlier. */
  readonly missing: number;
}

/**
 * The newest trades, which arrive by themselves, above the pages loaded by scrolling. A market's trades are numbered
 * without gaps, so what is missing in between is known exactly; then only the newest are shown until the pages are
 * asked for again.
 */
export const tradeRows = (newest: readonly Trade[], paged: readonly Trade[]): TradeRows => {
  const oldestNew = newest.at(-1)?.seq;
  const newestPaged = paged[0]?.seq;
  if (oldestNew === undefined) return { trades: paged, missing: 0 };
  if (newestPaged === undefined) return { trades: newest, missing: 0 };
  const missing = Math.max(0, oldestNew - newestPaged - 1);
  if (missing > 0) return { trades: newest, missing };
  return { trades: [...newest, ...paged.filter(({ seq }) => seq < oldestNew)], missing: 0 };
};

/**
 * The same for some of the trades, whose numbers have gaps: `asOf` is how many trades the market had when the pages were asked for. Not complete when
 * more have come since than the newest ones tell.
 */
export const someRows = (
  newest: readonly Trade[],
  paged: readonly Trade[],
  isWanted: (trade: Trade) => boolean,
  asOf: number,
): { readonly trades: readonly Trade[]; readonly complete: boolean } => {
  const oldestNew = newest.at(-1)?.seq ?? 1;
  if (oldestNew > asOf + 1) return { trades: paged, complete: false };
  const known = new Set(paged.map(({ seq }) => seq));
  const fresh = newest.filter((trade) => isWanted(trade) && trade.seq > asOf && !known.has(trade.seq));
  return { trades: [...fresh, ...paged], complete: true };
};

/** Trades of one chunk of numbers, newest first. */
export interface TradeChunk {
  readonly number: number;
  readonly trades: readonly Trade[];
}

const chunkSize = 50;

/** Cut by number, not by place: when new trades arrive, only the newest chunk changes. Expects the newest first. */
export const tradeChunks = (trades: readonly Trade[]): TradeChunk[] => {
  const chunks: { number: number; trades: Trade[] }[] = [];
  for (const trade of trades) {
    const number = Math.floor(trade.seq / chunkSize);
    const last = chunks.at(-1);
    if (last?.number === number) last.trades.push(trade);
    else chunks.push({ number, trades: [trade] });
  }
  return chunks;
};

export const sameChunk = (one: TradeChunk, other: TradeChunk): boolean =>
  one.trades.length === other.trades.length &&
  one.trades.every((trade, place) => trade.seq === other.trades[place]?.seq);
