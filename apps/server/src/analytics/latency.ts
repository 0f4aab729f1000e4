import type { Dashboard } from '@mesh-markets/contract';

type Latency = Dashboard['tradeLatency'];

/** A histogram as prom-client hands it out: how many values were at most `le`, and how many there were. */
interface HistogramFigures {
  readonly values: readonly {
    readonly metricName?: string;
    readonly value: number;
    readonly labels: Readonly<Record<string, string | number | undefined>>;
  }[];
}

/** The value below which a share of all values lies, as if the values of a step lay evenly in it; the last step has no end to say. */
const quantile = (steps: Latency['steps'], trades: number, share: number): number | undefined => {
  let before = 0;
  let from = 0;
  for (const { upTo, trades: within } of steps) {
    if (within > 0 && before + within >= share * trades) {
      return upTo === undefined ? from : from + ((share * trades - before) / within) * (upTo - from);
    }
    before += within;
    from = upTo ?? from;
  }
  return undefined;
};

export const latencyOf = ({ values }: HistogramFigures): Latency => {
  const buckets = values
    .filter(({ labels }) => labels.le !== undefined)
    .map(({ labels, value }) => ({ upTo: labels.le === '+Inf' ? undefined : Number(labels.le), value }))
    .sort((one, other) => (one.upTo ?? Number.POSITIVE_INFINITY) - (other.upTo ?? Number.POSITIVE_INFINITY));
  const steps = buckets.map(({ upTo, value }, place) => ({
    ...(upTo !== undefined && { upTo }),
    trades: value - (buckets[place - 1]?.value ?? 0),
  }));
  const trades = buckets.at(-1)?.value ?? 0;
  const [p50, p95] = [quantile(steps, trades, 0.5), quantile(steps, trades, 0.95)];
  return { trades, ...(p50 !== undefined && { p50 }), ...(p95 !== undefined && { p95 }), steps };
};
