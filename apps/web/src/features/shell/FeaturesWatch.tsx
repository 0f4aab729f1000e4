import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useFeatures } from '../../api/featureQueries.ts';

/** When markets come or go for the reader, what was read before is not what there is now. */
export const FeaturesWatch = () => {
  const queryClient = useQueryClient();
  const { predictionMarkets } = useFeatures();
  const before = useRef(predictionMarkets);
  useEffect(() => {
    if (before.current === predictionMarkets) return;
    before.current = predictionMarkets;
    for (const key of ['feed', 'market', 'search', 'movers', 'topics', 'portfolio'])
      void queryClient.resetQueries({ queryKey: [key] });
  }, [predictionMarkets, queryClient]);
  return null;
};
