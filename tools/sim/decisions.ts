import type { ErrorCode, UserId } from '@mesh-markets/contract';
import { type Change, type Figures, type ModelMarket, pricesOf, type StoredAnswer } from './model.ts';

/** What a command meets that the books themselves do not say. */
export interface Circumstances {
  /** The database's time, in milliseconds. */
  readonly now: number;
  /** Whether the command's market is closed, where the books of the moment may be behind or ahead. */
  readonly closed?: boolean | undefined;
  /** What is stored under the command's key, null for nothing; by default what the books hold. */
  readonly stored?: StoredAnswer | null | undefined;
  /** Whether the time of the market's proposal has passed; by default what `now` says. */
  readonly due?: boolean | undefined;
  /** Who is the market's oracle, null for nobody; by default what the books say. */
  readonly oracle?: UserId | null | undefined;
}

export type Decision =
  | { readonly kind: 'done'; readonly figures: Figures; readonly change: Change }
  | { readonly kind: 'replayed'; readonly figures: Figures }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

export const read = (figures: Figures): Decision => ({ kind: 'done', figures, change: { what: 'nothing' } });

export const isClosed = (market: ModelMarket, { now, closed }: Circumstances): boolean =>
  closed ?? (market.state !== 'OPEN' || now >= market.closesAt);

export const marketFigures = (market: Omit<ModelMarket, 'id'>): Figures => ({
  subsidy: market.subsidy,
  version: market.version,
  trades: market.log.length,
  volume: market.volume,
  traders: market.traders.size,
  pools: market.pools.slice(),
  probabilities: pricesOf(market),
});
