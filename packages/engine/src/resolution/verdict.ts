import { BASIS_POINTS, type VerdictBody } from '@mesh-markets/contract';
import type { MarketRow } from '../locks.ts';
import { Refusal } from '../refusal.ts';

/** Weights in basis points per outcome, or undefined for a void market. */
export type Weights = readonly number[] | undefined;

export interface Verdict {
  readonly kind: 'OUTCOME' | 'WEIGHTED' | 'N_A';
  readonly outcome: number | undefined;
  readonly weights: Weights;
}

const singleWeight = (outcome: number, outcomes: number): number[] =>
  Array.from({ length: outcomes }, (_, i) => (i === outcome ? BASIS_POINTS : 0));

/** @throws Refusal VALIDATION_FAILED when the market has no such outcome or not that many weights. */
export const verdictOf = (market: MarketRow, body: VerdictBody): Verdict => {
  if (body.weights !== undefined) {
    if (body.weights.length !== market.outcomes) {
      throw new Refusal(
        'VALIDATION_FAILED',
        `This market has ${market.outcomes} outcomes: give one weight for each.`,
      );
    }
    return { kind: 'WEIGHTED', outcome: undefined, weights: body.weights };
  }
  if (body.outcome === 'N_A') return VOID;
  if (typeof body.outcome === 'string' && market.type !== 'BINARY') {
    throw new Refusal('VALIDATION_FAILED', 'This market has labelled outcomes: name one by its index.');
  }
  const outcome = body.outcome === 'YES' ? 0 : body.outcome === 'NO' ? 1 : body.outcome!;
  if (outcome >= market.outcomes)
    throw new Refusal('VALIDATION_FAILED', `This market has outcomes 0 to ${market.outcomes - 1}.`);
  return { kind: 'OUTCOME', outcome, weights: singleWeight(outcome, market.outcomes) };
};

/** All of it to one outcome pays as that outcome does, however it is said. */
export const paysTheSame = (one: Verdict, other: Verdict): boolean =>
  (one.weights ?? []).join() === (other.weights ?? []).join();

export const isSameVerdict = (one: Verdict, other: Verdict): boolean =>
  one.kind === other.kind && one.outcome === other.outcome && paysTheSame(one, other);

/** Nothing happened that could be told: stakes go back. */
export const VOID: Verdict = { kind: 'N_A', outcome: undefined, weights: undefined };
