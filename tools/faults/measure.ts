import { readFileSync } from 'node:fs';
import { cpuSecondsOf, percentile } from '../../bench/lib/figures.ts';
import { createDraws } from '../sim/draws.ts';
import { drawCommands } from './clients.ts';
import type { FaultServer } from './server.ts';
import { remember, type Stage } from './stage.ts';

/** Memory of a process that lies in the machine's; 0 where the system does not tell. */
export const memoryOf = (pid: number): number => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return 0;
  }
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The share of one processor that a process takes while nothing is asked of it. */
export const idleLoadOf = async (pid: number, ms: number): Promise<number> => {
  const before = cpuSecondsOf(pid);
  await pause(ms);
  return ((cpuSecondsOf(pid) - before) / ms) * 1000;
};

const CALLERS = 10;

/** Trades one after the other in a few hands, and says how long each took. @throws Error when one is not acknowledged */
export const tradeAtEase = async (stage: Stage, server: FaultServer, commands: number, seed: number) => {
  const queue = drawCommands(createDraws(seed, 2), stage, commands);
  const took: number[] = [];
  const caller = async (): Promise<void> => {
    for (let command = queue.shift(); command !== undefined; command = queue.shift()) {
      const began = performance.now();
      const outcome = await server.give(command);
      took.push(performance.now() - began);
      if (outcome.kind === 'answered') remember(stage, command, outcome.answer);
      else if (outcome.kind !== 'refused') throw new Error(`not served: ${JSON.stringify(outcome)}`);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const sorted = Float64Array.from(took).sort();
  return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95), slowest: sorted.at(-1)! };
};

export const inMs = (ms: number): string => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
