import { type Features, featureNames } from '@mesh-markets/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from './client.ts';

/** A switch is to be felt within seconds. */
const FEATURES_MILLISECONDS = 2_000;

export const featuresQuery = () =>
  queryOptions({
    queryKey: ['features'],
    queryFn: ({ signal }) => client.call('getFeatures', { signal }),
    refetchInterval: FEATURES_MILLISECONDS,
    staleTime: FEATURES_MILLISECONDS,
  });

const everything = Object.fromEntries(featureNames.map((name) => [name, true])) as Features;

/** What the reader may use; everything, until the server has said otherwise. */
export const useFeatures = (): Features => useQuery(featuresQuery()).data ?? everything;

/** Whether it is known that markets are open to the reader: what is only about them is not asked for before. */
export const useMarketsAreOpen = (): boolean => useQuery(featuresQuery()).data?.predictionMarkets ?? false;

export const flagsQuery = () =>
  queryOptions({
    queryKey: ['admin', 'flags'],
    queryFn: ({ signal }) => client.call('listFlags', { signal }),
    refetchInterval: 10_000,
  });
