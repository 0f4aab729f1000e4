import { cpuSecondsOf, percentile, type Stretch } from './figures.ts';

export interface Load {
  readonly callers: number;
  readonly milliseconds: number;
  /** The process whose CPU counts as the database's. */
  readonly postgresPid: number;
  /** One operation; false when it was refused. */
  readonly operation: (n: number) => Promise<boolean>;
}

let operations = 0;

/** Runs `callers` loops side by side, each sending its next operation when the last was answered. */
export const runLoad = async ({ callers, milliseconds, postgresPid, operation }: Load): Promise<Stretch> => {
  const latencies: number[] = [];
  let refused = 0;
  const cpu = process.cpuUsage();
  const postgres = cpuSecondsOf(postgresPid);
  const started = performance.now();
  const end = started + milliseconds;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < end) {
        operations += 1;
        const sent = performance.now();
        if (!(await operation(operations))) refused += 1;
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  const postgresUsed = cpuSecondsOf(postgresPid) - postgres;
  const sorted = Float64Array.from(latencies).sort();
  const per10k = (cpuSeconds: number) => (cpuSeconds / latencies.length) * 10_000;
  return {
    perSecond: latencies.length / seconds,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    nodeCpu: per10k((used.user + used.system) / 1e6),
    postgresCpu: per10k(postgresUsed),
    refused,
  };
};
