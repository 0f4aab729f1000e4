import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useFeatures } from '../../api/featureQueries.ts';

/** What is the same with markets and without. */
const untouched = ['features', 'instance', 'me'];

/** When markets come or go for the reader, what was read before is not what there is now. */
export const FeaturesWatch = () => {
  const queryClient = useQueryClient();
  const { predictionMarkets } = useFeatures();
  const before = useRef(predictionMarkets);
  useEffect(() => {
    if (before.current === predictionMarkets) return;
    before.current = predictionMarkets;
    void queryClient.resetQueries({ predicate: ({ queryKey: [part] }) => !untouched.includes(String(part)) });
  }, [predictionMarkets, queryClient]);
  return null;
};
