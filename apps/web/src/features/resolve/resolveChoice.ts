import { BASIS_POINTS, type ResolveMarketBody } from '@mesh-markets/contract';

/** What the person resolving has chosen so far; weights are percents as typed, one per outcome. */
export type ResolveChoice =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'OUTCOME'; readonly index: number }
  | { readonly kind: 'VOID' }
  | { readonly kind: 'SPLIT'; readonly percents: readonly string[] };

/** Hundredths of a percent, exactly; undefined when it is not a percent with at most two decimals. */
export const basisPointsOf = (percent: string): number | undefined => {
  const text = percent.trim().replace(',', '.');
  if (text === '') return 0;
  const match = /^(\d{1,3})(?:\.(\d{0,2}))?$/.exec(text);
  if (match === null) return undefined;
  const points = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return points <= BASIS_POINTS ? points : undefined;
};

export const percentOf = (basisPoints: number): string => `${basisPoints / 100}`;

/** Parts that sum to exactly the whole, as equal as they can be; the first ones take what is left over. */
export const equalParts = (count: number): string[] => {
  const each = Math.floor(BASIS_POINTS / count);
  const left = BASIS_POINTS - each * count;
  return Array.from({ length: count }, (_, index) => percentOf(each + (index < left ? 1 : 0)));
};

/** The odds as weights that sum to exactly the whole: largest remainder, the earlier outcome among equals. */
export const weightsOfOdds = (probabilities: readonly number[]): number[] => {
  const total = probabilities.reduce((sum, probability) => sum + probability, 0);
  const exact = probabilities.map((probability) => (probability / total) * BASIS_POINTS);
  const weights = exact.map(Math.floor);
  const left = BASIS_POINTS - weights.reduce((sum, weight) => sum + weight, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .toSorted((one, other) => other.remainder - one.remainder || one.index - other.index);
  for (const { index } of byRemainder.slice(0, left)) weights[index]! += 1;
  return weights;
};

/** Why a choice cannot be previewed yet; undefined when it can. `missing` is negative when the sum is over 100 %. */
export type ChoiceProblem =
  | { readonly kind: 'NOTHING_CHOSEN' }
  | { readonly kind: 'NOT_A_PERCENT'; readonly index: number }
  | { readonly kind: 'WRONG_SUM'; readonly missingBasisPoints: number };

export const weightsOf = (percents: readonly string[]): number[] | ChoiceProblem => {
  const weights = percents.map(basisPointsOf);
  const index = weights.indexOf(undefined);
  if (index !== -1) return { kind: 'NOT_A_PERCENT', index };
  const missing = weights.reduce<number>((left, weight) => left - (weight ?? 0), BASIS_POINTS);
  return missing === 0 ? (weights as number[]) : { kind: 'WRONG_SUM', missingBasisPoints: missing };
};

/** What goes over the wire, or why nothing does yet. */
export const resolutionBody = (choice: ResolveChoice, note: string): ResolveMarketBody | ChoiceProblem => {
  const evidence = note.trim() === '' ? {} : { note: note.trim() };
  switch (choice.kind) {
    case 'NONE':
      return { kind: 'NOTHING_CHOSEN' };
    case 'OUTCOME':
      return { outcome: choice.index, ...evidence };
    case 'VOID':
      return { outcome: 'N_A', ...evidence };
    case 'SPLIT': {
      const weights = weightsOf(choice.percents);
      return Array.isArray(weights) ? { weights, ...evidence } : weights;
    }
  }
};

export const isProblem = (body: ResolveMarketBody | ChoiceProblem): body is ChoiceProblem => 'kind' in body;
