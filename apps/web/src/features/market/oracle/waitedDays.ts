import type { Market } from '@mesh-markets/contract';

const DAY_MS = 86_400_000;

/** Whole days since trading ended. */
export const waitedDays = (
  { closedAt, closesAt }: Pick<Market, 'closedAt' | 'closesAt'>,
  now: number,
): number => Math.max(0, Math.floor((now - Date.parse(closedAt ?? closesAt)) / DAY_MS));
