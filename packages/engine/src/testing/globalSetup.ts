import { startTestCluster } from './cluster.ts';

/** vitest runs this once before all test files, and what it returns after the last one. */
export default async function setup(): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  return cluster.stop;
}
