import { createHash } from 'node:crypto';
import type { FeatureName, UserId } from '@mesh-markets/contract';

/** A flag as it is decided on. */
export interface FlagState {
  readonly enabled: boolean;
  readonly percentage: number;
  readonly allowed: ReadonlySet<UserId>;
}

/** What holds for a flag that nobody ever touched. */
export const ON: FlagState = { enabled: true, percentage: 100, allowed: new Set() };

/**
 * Which hundredth of the people somebody belongs to, 0 to 99: always the same for one flag, and another for each flag, so that those who
 * are first for one are not first for all.
 */
export const hundredthOf = (name: FeatureName, userId: UserId): number =>
  createHash('sha256').update(`${name}:${userId}`).digest().readUInt32BE(0) % 100;

/** Whether a flag is on for somebody; a visitor is in only when everybody is. */
export const isOnFor = (name: FeatureName, flag: FlagState, userId: UserId | undefined): boolean => {
  if (!flag.enabled) return false;
  if (flag.percentage === 100) return true;
  if (userId === undefined) return false;
  return flag.allowed.has(userId) || hundredthOf(name, userId) < flag.percentage;
};
