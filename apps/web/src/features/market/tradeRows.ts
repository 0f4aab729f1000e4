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
