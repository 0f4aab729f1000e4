import type { Pool } from 'pg';
import type { EngineSettings } from '../api.ts';
import type { Reader } from './rows.ts';

/** What the settings say of who may do what in a market; a page of markets says it to its viewer. */
export type MarketRules = Pick<
  EngineSettings,
  'creatorsTrade' | 'oraclesTrade' | 'abandonedAfterDays' | 'maxPositionCredits'
>;

const NONE: MarketRules = {
  creatorsTrade: true,
  oraclesTrade: true,
  abandonedAfterDays: 0,
  maxPositionCredits: 0,
};

const rules = new WeakMap<object, MarketRules>();

/** Reads are given a connection and nothing else, so it is by the connection that they know the rules of their engine. */
export const keepRules = (
  pool: Pool,
  { creatorsTrade, oraclesTrade, abandonedAfterDays, maxPositionCredits }: MarketRules,
): void => {
  const kept = { creatorsTrade, oraclesTrade, abandonedAfterDays, maxPositionCredits };
  rules.set(pool, kept);
  pool.on('connect', (client) => rules.set(client, kept));
};

export const rulesOf = (reader: Reader): MarketRules => rules.get(reader) ?? NONE;
