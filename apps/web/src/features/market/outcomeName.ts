import type { Market } from '@mesh-markets/contract';

/** An outcome inside a sentence: YES and NO as they are, a label of somebody's own in quotes, because it may be any words or a number. */
export const outcomeName = (market: Pick<Market, 'type' | 'outcomes'>, outcome: number): string => {
  const label = market.outcomes[outcome]?.label ?? '';
  return market.type === 'BINARY' ? label : `“${label}”`;
};
