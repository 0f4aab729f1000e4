import { useFeatures } from '../../api/featureQueries.ts';

/** Why nobody may end or decide a market now; undefined when somebody may. */
export const useResultStop = (): string | undefined =>
  useFeatures().resolution
    ? undefined
    : 'Nobody can close or resolve a market at the moment. Try again later.';
