import type { Market } from '@mesh-markets/contract';

/**
 * A label inside a sentence: YES and NO as they are, any other in quotes, because it may be a number or words of its own. "Buy 117.1 40 to
 * 79" could not be read.
 */
export const quotedLabel = (label: string): string =>
  label === 'YES' || label === 'NO' ? label : `“${label}”`;

export const outcomeName = (market: Pick<Market, 'outcomes'>, outcome: number): string =>
  quotedLabel(market.outcomes[outcome]?.label ?? '');
