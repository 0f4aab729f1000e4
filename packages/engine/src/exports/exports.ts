import type { MarketId } from '@mesh-markets/contract';
import type { Slice, SliceOptions } from '../slice.ts';
import { type ExportedTrade, exportTrades } from './exportTrades.ts';

export interface ExportsVerbs {
  /** Every trade of a market in order, in pages. The first page throws Refusal NOT_FOUND. */
  readonly exportTrades: (marketId: MarketId) => AsyncGenerator<readonly ExportedTrade[]>;
}

export const createExports = ({ pool }: SliceOptions): Slice<ExportsVerbs> => ({
  verbs: { exportTrades: (marketId) => exportTrades(pool, marketId) },
  consumers: [],
});
