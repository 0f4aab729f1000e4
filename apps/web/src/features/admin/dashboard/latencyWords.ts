import type { Dashboard } from '@mesh-markets/contract';

/** `0.8 ms`, `12 ms`, `1.5 s`. */
export const formatSeconds = (seconds: number): string => {
  if (seconds >= 1) return `${Math.round(seconds * 10) / 10} s`;
  const milliseconds = seconds * 1000;
  return `${milliseconds < 10 ? Math.round(milliseconds * 10) / 10 : Math.round(milliseconds)} ms`;
};

/** What a step of the histogram says: `up to 5 ms`, and `more than 2.5 s` for the last one. */
export const stepLabel = (steps: Dashboard['tradeLatency']['steps'], place: number): string => {
  const { upTo } = steps[place]!;
  if (upTo !== undefined) return `up to ${formatSeconds(upTo)}`;
  return `more than ${formatSeconds(steps[place - 1]?.upTo ?? 0)}`;
};
