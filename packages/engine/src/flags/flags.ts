import type { FeatureName, Features, Flag, SetFlagBody, UserId } from '@mesh-markets/contract';
import type { Slice, SliceOptions } from '../slice.ts';
import { listFlags, setFlag } from './setFlag.ts';
import type { Switchboard } from './switchboard.ts';

export interface FlagsVerbs {
  /** What somebody, or a visitor, may use now. */
  readonly featuresOf: (userId: UserId | undefined) => Promise<Features>;
  /** @throws Refusal TRADING_DISABLED, FEATURE_DISABLED */
  readonly requireFeatures: (names: readonly FeatureName[], userId: UserId | undefined) => Promise<void>;
  readonly listFlags: () => Promise<Flag[]>;
  /** `by` is absent for an operator at the command line. @throws Refusal FORBIDDEN, NOT_FOUND */
  readonly setFlag: (name: FeatureName, change: SetFlagBody, by?: UserId) => Promise<Flag>;
}

export const createFlags = ({ pool }: SliceOptions, switchboard: Switchboard): Slice<FlagsVerbs> => ({
  verbs: {
    featuresOf: switchboard.featuresOf,
    requireFeatures: switchboard.require,
    listFlags: () => listFlags(pool),
    setFlag: async (name, change, by) => {
      const flag = await setFlag(pool, name, change, by);
      switchboard.forget();
      return flag;
    },
  },
  consumers: [],
});
