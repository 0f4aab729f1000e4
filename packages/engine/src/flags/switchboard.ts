import { type FeatureName, type Features, featureNames, type UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { Refusal } from '../refusal.ts';
import { remember } from '../remembered.ts';
import { type FlagState, isOnFor, ON } from './rollout.ts';

const sentences: Readonly<Record<FeatureName, string>> = {
  predictionMarkets: 'Prediction markets are not open to you yet.',
  trading: 'Trading is switched off for everybody at the moment. Nothing was traded; try again later.',
  creation: 'Nobody can open a market at the moment. Keep your question and try again later.',
  resolution: 'Nobody can close or resolve a market at the moment. Try again later.',
  signUp: 'New accounts cannot be made at the moment.',
};

/** What somebody is told for whom a feature is off. */
export const refusalOfFeature = (name: FeatureName): Refusal =>
  new Refusal(name === 'trading' ? 'TRADING_DISABLED' : 'FEATURE_DISABLED', sentences[name]);

type Known = ReadonlyMap<string, FlagState>;

interface FlagRow {
  readonly name: string;
  readonly enabled: boolean;
  readonly percentage: number;
  readonly allowed: string[];
}

const readFlags = async (pool: Pool): Promise<Known> => {
  const { rows } = await pool.query<FlagRow>({
    name: 'read_flags',
    text: 'select name, enabled, percentage, allowed::text[] as allowed from feature_flag',
  });
  return new Map(
    rows.map(({ name, allowed, ...flag }) => [name, { ...flag, allowed: new Set(allowed as UserId[]) }]),
  );
};

export interface Switchboard {
  /** @throws Refusal TRADING_DISABLED, FEATURE_DISABLED */
  readonly require: (names: readonly FeatureName[], userId: UserId | undefined) => Promise<void>;
  /** Whether it is on for anybody at all: for what happens without anybody asking. */
  readonly isEnabled: (name: FeatureName) => Promise<boolean>;
  readonly featuresOf: (userId: UserId | undefined) => Promise<Features>;
  /** Something was switched here: forget what is known. */
  readonly forget: () => void;
}

/** Knows what is switched on, from the table, at most two seconds old. */
export const createSwitchboard = (pool: Pool, now?: () => number): Switchboard => {
  const flags = remember(() => readFlags(pool), now);
  return {
    require: async (names, userId) => {
      const known = await flags.current();
      for (const name of names) {
        if (isOnFor(name, known.get(name) ?? ON, userId)) continue;
        throw new Refusal(name === 'trading' ? 'TRADING_DISABLED' : 'FEATURE_DISABLED', sentences[name]);
      }
    },
    isEnabled: async (name) => ((await flags.current()).get(name) ?? ON).enabled,
    featuresOf: async (userId) => {
      const known = await flags.current();
      return Object.fromEntries(
        featureNames.map((name) => [name, isOnFor(name, known.get(name) ?? ON, userId)]),
      ) as Features;
    },
    forget: flags.forget,
  };
};
