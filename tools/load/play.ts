import { percentile } from '../../bench/lib/figures.ts';
import { memoryOf, pause } from '../faults/measure.ts';
import { createDraws } from '../sim/draws.ts';
import { type Kind, kinds, type Scene } from './kinds.ts';

export interface KindFigures {
  readonly name: string;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly answered: number;
  /** Whatever was not done, by its code or status. */
  readonly refused: ReadonlyMap<string, number>;
}

export interface LoadFigures {
  readonly kinds: readonly KindFigures[];
  /** The most memory that the server took, in MiB. */
  readonly memory: number;
}

const WATCH_EVERY_MS = 500;

const playKind = async (kind: Kind, scene: Scene, seed: number, until: number): Promise<KindFigures> => {
  const took: number[] = [];
  const refused = new Map<string, number>();
  const began = performance.now();
  const caller = async (_: unknown, number: number): Promise<void> => {
    const draws = createDraws(seed, number);
    const etags = new Map<string, string>();
    while (performance.now() < until) {
      const sent = performance.now();
      const result = await kind.send(scene, draws, etags).catch((error: Error) => error.message);
      took.push(performance.now() - sent);
      if (typeof result === 'string' || result >= 400) {
        refused.set(String(result), (refused.get(String(result)) ?? 0) + 1);
      }
      await pause(kind.pauseMs);
    }
  };
  await Promise.all(Array.from({ length: kind.callers }, caller));
  const sorted = Float64Array.from(took).sort();
  return {
    name: kind.name,
    perSecond: took.length / ((performance.now() - began) / 1000),
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    answered: took.length,
    refused,
  };
};

/** Everybody at once for a while. */
export const playLoad = async (scene: Scene, seconds: number, serverPid: number): Promise<LoadFigures> => {
  const until = performance.now() + seconds * 1000;
  let memory = memoryOf(serverPid);
  const watching = setInterval(() => {
    memory = Math.max(memory, memoryOf(serverPid));
  }, WATCH_EVERY_MS);
  const figures = await Promise.all(kinds.map((kind, seed) => playKind(kind, scene, seed, until)));
  clearInterval(watching);
  return { kinds: figures, memory };
};
