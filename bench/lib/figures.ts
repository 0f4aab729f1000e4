import { readdirSync, readFileSync } from 'node:fs';

/** What one variant did in one stretch of time. */
export interface Stretch {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** CPU seconds per 10,000 operations: this process and its children, and Postgres. */
  readonly nodeCpu: number;
  readonly postgresCpu: number;
  readonly refused: number;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

export const percentile = (sorted: ArrayLike<number>, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Kernel clock ticks a second, as Linux reports process times to everyone. */
const TICKS = 100;

interface ProcessTimes {
  readonly parent: number;
  readonly seconds: number;
}

const readProcess = (pid: number): ProcessTimes | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [own, ended] = [Number(fields[11]) + Number(fields[12]), Number(fields[13]) + Number(fields[14])];
    return { parent: Number(fields[1]), seconds: (own + ended) / TICKS };
  } catch {
    return undefined;
  }
};

/** CPU seconds used so far by a process and its living children; 0 where the system does not tell (only Linux does). */
export const cpuSecondsOf = (pid: number): number => {
  let seconds = readProcess(pid)?.seconds ?? 0;
  let names: string[] = [];
  try {
    names = readdirSync('/proc');
  } catch {
    return 0;
  }
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    const child = readProcess(Number(name));
    if (child?.parent === pid) seconds += child.seconds;
  }
  return seconds;
};

export const residentMegabytes = (): number => process.memoryUsage().rss / 2 ** 20;
