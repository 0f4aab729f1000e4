import type { Market, Resolution, ResolvedOutcome, UserSummary } from '@mesh-markets/contract';

/** WAITING: no more trades, not resolved yet. */
export type MarketPhase = 'OPEN' | 'WAITING' | 'RESOLVED';

/**
 * The closing job may lag behind the clock, and the engine refuses trades from `closesAt` on: past that moment a
 * market waits for its resolution, whatever its state still says.
 */
export const phaseOf = (market: Pick<Market, 'state' | 'closesAt'>, now: number): MarketPhase => {
  if (market.state === 'RESOLVED') return 'RESOLVED';
  return market.state === 'OPEN' && Date.parse(market.closesAt) > now ? 'OPEN' : 'WAITING';
};

/** Who is expected to resolve: the oracle where one was named, else the creator. Admins may too. */
export const resolverOf = (market: Pick<Market, 'creator' | 'oracle'>): UserSummary =>
  market.oracle ?? market.creator;

/** What a market was resolved to, ready to be shown. */
export type Verdict =
  | { readonly kind: 'OUTCOME'; readonly index: number; readonly label: string }
  | { readonly kind: 'VOID' }
  | {
      readonly kind: 'SPLIT';
      readonly parts: readonly { readonly label: string; readonly basisPoints: number }[];
    };

/** `62.5 %`: a weight is exact, not an estimate, so none of its digits are rounded away. */
export const formatWeight = (basisPoints: number): string => `${basisPoints / 100}\u202f%`;

const indexOf = (outcome: ResolvedOutcome): number | undefined => {
  if (typeof outcome === 'number') return outcome;
  if (outcome === 'YES') return 0;
  return outcome === 'NO' ? 1 : undefined;
};

/** What a resolution or a proposal says. */
export type Decided = Pick<Resolution, 'outcome' | 'weights'>;

const splitOf = (market: Pick<Market, 'outcomes'>, weights: readonly number[]): Verdict => ({
  kind: 'SPLIT',
  parts: weights
    .map((weight, index) => ({ label: market.outcomes[index]?.label ?? '', basisPoints: weight }))
    .filter((part) => part.basisPoints > 0)
    .sort((one, other) => other.basisPoints - one.basisPoints),
});

/** A verdict about this market. */
export const verdictIn = (market: Pick<Market, 'outcomes'>, { outcome, weights = [] }: Decided): Verdict => {
  if (outcome === 'N_A') return { kind: 'VOID' };
  const index = indexOf(outcome);
  if (index === undefined) return splitOf(market, weights);
  return { kind: 'OUTCOME', index, label: market.outcomes[index]?.label ?? '' };
};

export const verdictOf = (
  market: Pick<Market, 'outcome' | 'outcomes' | 'resolution'>,
): Verdict | undefined => {
  const outcome = market.outcome ?? market.resolution?.outcome;
  return outcome === undefined
    ? undefined
    : verdictIn(market, { outcome, weights: market.resolution?.weights });
};

/** A verdict in a few words: `YES`, `void`, `a split`. */
export const verdictName = (verdict: Verdict): string => {
  switch (verdict.kind) {
    case 'OUTCOME':
      return verdict.label;
    case 'VOID':
      return 'void, stakes returned';
    case 'SPLIT':
      return verdict.parts
        .map(({ label, basisPoints }) => `${label} ${formatWeight(basisPoints)}`)
        .join(', ');
  }
};

/** The likeliest outcomes first, and how many are left out. Equal odds keep the order of the question. */
export const leadingOutcomes = (
  outcomes: Market['outcomes'],
  count: number,
): { readonly leading: Market['outcomes']; readonly others: number } => {
  const leading = outcomes
    .toSorted((one, other) => other.probability - one.probability || one.index - other.index)
    .slice(0, count);
  return { leading, others: outcomes.length - leading.length };
};
