import { wholeNumber } from '../settingValues.ts';
import { type LimitSetting, limitSettings } from './limitTable.ts';
import type { LimitSettings } from './rateLimits.ts';

const names = Object.keys(limitSettings) as LimitSetting[];

const numbers = Object.fromEntries(
  names.map((name) => [name, wholeNumber(0, 1_000_000, limitSettings[name])]),
) as Record<LimitSetting, ReturnType<typeof wholeNumber>>;

/** A number for each limit of the table, and how they are shared. */
export const limitEnvironment = {
  ...numbers,
  PEOPLE_PER_ADDRESS: wholeNumber(0, 1_000_000, 50),
  KEY_LIMIT_PERCENT: wholeNumber(1, 100, 100),
};

export const limitsOf = (read: LimitSettings): LimitSettings =>
  Object.fromEntries(names.map((name) => [name, read[name]])) as LimitSettings;
