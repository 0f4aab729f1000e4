import type { AnswerOf, Market } from '@mesh-markets/contract';
import { activityWords, leadersOf, stateWords } from './words.ts';

/** A market as a small card shows it, in a picture or on another site. */
export interface MarketCard {
  readonly question: string;
  readonly state: string;
  readonly over: boolean;
  readonly binary: boolean;
  /** YES alone, or the likeliest of many. */
  readonly outcomes: readonly { readonly label: string; readonly probability: number }[];
  /** How many outcomes are not named. */
  readonly others: number;
  readonly activity: string;
  /** The odds of the first of `outcomes` over the whole past: each moment and value from 0 to 1. */
  readonly line: readonly (readonly [time: number, value: number])[];
  readonly site: string;
}

const SHOWN = 3;

/** How many points of the past a card asks for. */
export const CARD_POINTS = 80;

const lineOf = (
  { points, from, to }: AnswerOf<'getHistory'>,
  { index, probability }: Market['outcomes'][number],
): MarketCard['line'] => {
  const start = Date.parse(from);
  const span = Math.max(1, Date.parse(to) - start);
  const past = points.map(
    ({ at, probabilities }) => [(Date.parse(at) - start) / span, probabilities[index] ?? 0] as const,
  );
  return [...past, [1, probability]];
};

export const marketCard = (market: Market, history: AnswerOf<'getHistory'>, site: string): MarketCard => {
  const binary = market.type === 'BINARY';
  const leaders = binary ? market.outcomes.slice(0, 1) : leadersOf(market).slice(0, SHOWN);
  return {
    question: market.question,
    state: stateWords(market),
    over: market.state !== 'OPEN',
    binary,
    outcomes: leaders.map(({ label, probability }) => ({ label, probability })),
    others: binary ? 0 : market.outcomes.length - leaders.length,
    activity: activityWords(market),
    line: lineOf(history, leaders[0]!),
    site,
  };
};

/** The line as the path of an SVG of this size: a price holds until the next trade, so it goes in steps. */
export const linePath = (line: MarketCard['line'], width: number, height: number): string => {
  const values = line.map(([, value]) => value);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  // A market at rest is a line through the middle, not a storm.
  const air = Math.max((highest - lowest) * 0.08, (0.2 - (highest - lowest)) / 2);
  const span = highest - lowest + 2 * air;
  const x = (time: number): string => (time * width).toFixed(1);
  const y = (value: number): string => ((1 - (value - lowest + air) / span) * height).toFixed(1);
  return line
    .map(([time, value], place) => (place === 0 ? `M${x(time)},${y(value)}` : `H${x(time)}V${y(value)}`))
    .join('');
};
