import type { MarketId, ResolveMarketBody } from '@mesh-markets/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../../api/client.ts';

/**
 * Who would get what. A POST because of its body, but it writes nothing, so it is read like a query. Its key is not one
 * of the market's: those are asked again once it is resolved, when a preview would be refused.
 */
export const resolutionPreviewQuery = (id: MarketId, body: ResolveMarketBody | undefined) =>
  queryOptions({
    queryKey: ['resolution-preview', id, body?.outcome, body?.weights],
    queryFn: ({ signal }) => client.call('previewResolution', { signal, params: { id }, body: body ?? {} }),
    enabled: body !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** Who would get and give back what. Anew after each correction, since it starts from what everybody has had. */
export const correctionPreviewQuery = (id: MarketId, version: number, verdict: ResolveMarketBody) =>
  queryOptions({
    queryKey: ['correction-preview', id, version, verdict.outcome, verdict.weights],
    queryFn: ({ signal }) => client.call('previewCorrection', { signal, params: { id }, body: verdict }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    retry: false,
  });
