import { median, type Stretch } from '../lib/figures.ts';

/** Rounds of one scenario, by variant. */
export type Rounds = Readonly<Record<string, readonly Stretch[]>>;
export type Results = Readonly<Record<string, Rounds>>;

export interface Goal {
  readonly name: string;
  readonly goal: string;
  readonly ratio: number;
  readonly reached: boolean;
}

/** The median over rounds of a ratio taken within each round, so that a slow minute of the machine hits both sides. */
const paired = (
  rounds: Rounds | undefined,
  over: string,
  under: string,
  figure: (s: Stretch) => number,
): number => {
  const [above, below] = [rounds?.[over], rounds?.[under]];
  if (!above || !below) return Number.NaN;
  return median(above.map((stretch, i) => figure(stretch) / figure(below[i]!)));
};

const cpu = (s: Stretch) => s.nodeCpu + s.postgresCpu;

export const goalsOf = (results: Results): Goal[] => {
  const atLeast = (name: string, ratio: number, wanted: number): Goal => ({
    name,
    goal: `>= ${wanted}`,
    ratio,
    reached: ratio >= wanted,
  });
  const atMost = (name: string, ratio: number, wanted: number): Goal => ({
    name,
    goal: `<= ${wanted}`,
    ratio,
    reached: ratio <= wanted,
  });
  const rate = (s: Stretch) => s.perSecond;
  const goals = [
    atLeast('hot, 50 callers: ours / floor', paired(results['hot 50'], 'ours', 'floor', rate), 6),
    atLeast(
      'hot, 50 callers: ours / conventional',
      paired(results['hot 50'], 'ours', 'conventional', rate),
      9,
    ),
    atLeast('hot, 500 callers: ours / floor', paired(results['hot 500'], 'ours', 'floor', rate), 8),
    atLeast('spread, 50 callers: ours / floor', paired(results['spread 50'], 'ours', 'floor', rate), 2),
    atMost(
      'one caller, p50: ours / floor',
      paired(results['hot 1'], 'ours', 'floor', (s) => s.p50),
      1.6,
    ),
    atMost(
      'hot, 50 callers, CPU per trade: ours / floor',
      paired(results['hot 50'], 'ours', 'floor', cpu),
      0.2,
    ),
    atLeast(
      'over HTTP, hot, 50 connections: ours / floor',
      paired(results['http hot 50'], 'ours', 'floor', rate),
      3,
    ),
    atLeast(
      'over HTTP, spread, 50 connections: ours / floor',
      paired(results['http spread 50'], 'ours', 'floor', rate),
      1.3,
    ),
    atMost(
      'over HTTP, hot, 50 connections: p95 in ms',
      median((results['http hot 50']?.ours ?? []).map((s) => s.p95)),
      25,
    ),
  ];
  return goals.filter((goal) => Number.isFinite(goal.ratio));
};
