import { type FeatureName, type Features, featureNames, type UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { Refusal } from '../refusal.ts';
import { type FlagState, isOnFor, ON } from './rollout.ts';

/** How old what is known may be: a switch that another process turned is felt here after that long. */
export const KNOWN_MS = 2_000;

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
  readonly featuresOf: (userId: UserId | undefined) => Promise<Features>;
  /** Something was switched here: forget what is known. */
  readonly forget: () => void;
}

/**
 * Knows what is switched on, from the table, at most two seconds old. What was last known holds on while the database is away: then nothing
 * else works either.
 */
export const createSwitchboard = (pool: Pool, now: () => number = () => performance.now()): Switchboard => {
  let known: Known | undefined;
  let until = 0;
  let reading: Promise<Known> | undefined;

  const read = async (): Promise<Known> => {
    try {
      known = await readFlags(pool);
      until = now() + KNOWN_MS;
      return known;
    } catch (error) {
      if (known === undefined) throw error;
      return known;
    } finally {
      reading = undefined;
    }
  };
  const current = (): Known | Promise<Known> => {
    if (known !== undefined && now() < until) return known;
    reading ??= read();
    return reading;
  };

  return {
    require: async (names, userId) => {
      const flags = await current();
      for (const name of names) {
        if (isOnFor(name, flags.get(name) ?? ON, userId)) continue;
        throw refusalOfFeature(name);
      }
    },
    featuresOf: async (userId) => {
      const flags = await current();
      return Object.fromEntries(
        featureNames.map((name) => [name, isOnFor(name, flags.get(name) ?? ON, userId)]),
      ) as Features;
    },
    forget: () => {
      until = 0;
    },
  };
};
