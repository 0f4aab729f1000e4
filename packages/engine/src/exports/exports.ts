import type { MarketId } from '@mesh-markets/contract';
import type { Consumer } from '../outbox/facts.ts';
import type { Slice, SliceOptions } from '../slice.ts';
import { type ExportOptions, exportBooks } from './exportBooks.ts';
import { type ExportedTrade, exportTrades } from './exportTrades.ts';
import { type ImportFigures, importBooks } from './importBooks.ts';
import type { Chunks } from './readExport.ts';

export interface ExportsVerbs {
  /** Every trade of a market in order, in pages. The first page throws Refusal NOT_FOUND. */
  readonly exportTrades: (marketId: MarketId) => AsyncGenerator<readonly ExportedTrade[]>;
  /** The whole history as JSON Lines, in texts of whole lines. */
  readonly exportBooks: (options: ExportOptions) => AsyncGenerator<string>;
  /** Fills an empty database from an export, all of it or nothing. @throws ImportRefusedError */
  readonly importBooks: (chunks: Chunks) => Promise<ImportFigures>;
}

/** `consumers` are those of every part: an import lets them draw from the past what they keep of it. */
export const createExports = (
  { pool }: SliceOptions,
  consumers: () => readonly Consumer[],
): Slice<ExportsVerbs> => ({
  verbs: {
    exportTrades: (marketId) => exportTrades(pool, marketId),
    exportBooks: (options) => exportBooks(pool, options),
    importBooks: (chunks) => importBooks(pool, consumers(), chunks),
  },
  consumers: [],
});
