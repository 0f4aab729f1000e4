import type { FeatureName } from '@mesh-markets/contract';

interface FlagWords {
  readonly label: string;
  readonly what: string;
}

export const flagWords: Readonly<Record<FeatureName, FlagWords>> = {
  predictionMarkets: {
    label: 'Prediction markets',
    what: 'Whoever they are not open to has a feed without markets.',
  },
  trading: { label: 'Trading', what: 'Buying and selling. Open markets stay on show while it is off.' },
  creation: { label: 'New markets', what: 'Asking questions.' },
  resolution: { label: 'Closing and resolving', what: 'Closing early, deciding the outcome and paying out.' },
  signUp: { label: 'New accounts', what: 'Signing up. Signing in always works.' },
};
