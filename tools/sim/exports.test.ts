import { openTestBooks } from '@mesh-markets/engine/testing';
import { expect, test } from 'vitest';
import { runSeed } from './runSeed.ts';
import type { World } from './world.ts';

const SEEDS = [10, 31];
const STEPS = 300;
const options = { release: 'simulated', instance: 'Simulator', withAccounts: true };

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

const read = async (chunks: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
};

/** What was exported but the moment at which. */
const history = (text: string): string[] => text.trimEnd().split('\n').slice(1, -1);

test.each(SEEDS)('the books of seed %i are the same after an export and an import', async (seed) => {
  let exported = '';
  const beforeCheck = async ({ servers: [server] }: World): Promise<void> => {
    exported = await read(server!.exportBooks(options));
  };
  await runSeed({ seed, steps: STEPS, sabotage: { beforeCheck } });
  const copy = await openTestBooks();
  const { counts } = await copy.engine.importBooks(once(exported));
  expect(counts.trade).toBeGreaterThan(10);
  expect(counts.resolution).toBeGreaterThan(0);
  expect(history(await read(copy.engine.exportBooks(options)))).toEqual(history(exported));
  expect((await copy.engine.audit()).clean).toBe(true);
  await copy.close();
});
