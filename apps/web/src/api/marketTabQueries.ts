import type { MarketId } from '@mesh-markets/contract';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { client } from './client.ts';

/** Ids come from addresses and answers; the server judges them. */
const marketParams = (id: string) => ({ id: id as MarketId });

const at = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });

/** Which trades are wanted. */
export interface TradesFilter {
  readonly outcome?: number | undefined;
  /** The handle of whoever made them. */
  readonly by?: string | undefined;
}

/**
 * Some of the trades that had happened when they were asked for. `asOf` is the market's number of trades then: past trades never
 * change, so the pages are kept, and another number asks anew.
 */
export const someTradesQuery = (id: string, { outcome, by }: TradesFilter, asOf: number) =>
  infiniteQueryOptions({
    queryKey: ['market', id, 'some-trades', outcome ?? null, by ?? null, asOf],
    queryFn: ({ signal, pageParam }) =>
      client.call('listTrades', {
        signal,
        params: marketParams(id),
        query: {
          limit: 50,
          ...(outcome === undefined ? {} : { outcome }),
          ...(by === undefined ? {} : { by }),
          ...at(pageParam),
        },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 'static',
  });

const holdersOnAPage = 20;

export const holdersQuery = (id: string, outcome: number) =>
  infiniteQueryOptions({
    queryKey: ['market', id, 'holders', outcome],
    queryFn: ({ signal, pageParam }) =>
      client.call('listHolders', {
        signal,
        params: marketParams(id),
        query: { outcome, limit: holdersOnAPage, ...at(pageParam) },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
