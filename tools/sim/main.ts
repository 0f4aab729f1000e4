import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startTestCluster } from '@mesh-markets/engine/testing';
import { count, runPure, type Tally } from './pureRun.ts';
import { type RunReport, runSeed, SimulationFailure } from './runSeed.ts';

/**
 * `npm run sim -- --seed 1 --steps 2000 --seeds 10`: random commands against the engine on a Postgres of its own and against a
 * model, compared after every wave. See docs/design/simulator.md.
 */

const USAGE = `npm run sim -- [options]
  --seed N      the first seed (1)
  --seeds K     how many seeds, one after the other (1)
  --steps M     commands to give for each seed (2000)
  --pure M      commands to give to the model alone for each seed (100000); 0 leaves that part out
  --one-by-one  one command at a time: the same answers on every run`;

interface Wishes {
  readonly seed: number;
  readonly seeds: number;
  readonly steps: number;
  readonly pure: number;
  readonly oneByOne: boolean;
}

const readWishes = (): Wishes => {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string', default: '1' },
      steps: { type: 'string', default: '2000' },
      pure: { type: 'string', default: '100000' },
      'one-by-one': { type: 'boolean', default: false },
    },
  });
  const whole = (name: 'seed' | 'seeds' | 'steps' | 'pure'): number => {
    const value = Number(values[name]);
    if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`--${name} must be a whole number`);
    return value;
  };
  return {
    seed: whole('seed'),
    seeds: whole('seeds'),
    steps: whole('steps'),
    pure: whole('pure'),
    oneByOne: values['one-by-one'],
  };
};

const commit = (): string => {
  const git = (...parts: string[]) =>
    execFileSync('git', parts, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with changes');
  } catch {
    return 'unknown (no git)';
  }
};

const add = (total: Tally, part: Tally): void => {
  for (const [name, times] of part) total.set(name, (total.get(name) ?? 0) + times);
};

const printTable = (title: string, tally: Tally): void => {
  console.log(`\n${title}`);
  for (const [name, times] of [...tally].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${String(times).padStart(9)}  ${name}`);
};

const showProgress = (text: string): void => {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}`);
};

const runOne = (wishes: Wishes, seed: number): Promise<RunReport> =>
  runSeed({
    seed,
    steps: wishes.steps,
    oneByOne: wishes.oneByOne,
    progress: (steps, waves) =>
      showProgress(`seed ${seed}: ${steps} of ${wishes.steps} steps, ${waves} waves`),
  });

const runModel = (wishes: Wishes, seed: number) => {
  try {
    return runPure(seed, wishes.pure);
  } catch (error) {
    throw new Error(`seed ${seed}, the model alone: ${(error as Error).message}`, { cause: error });
  }
};

/** Every seed in turn; stops at the first that fails. */
const runSeeds = async (wishes: Wishes): Promise<void> => {
  const [real, pure]: [Tally, Tally] = [new Map(), new Map()];
  const began = performance.now();
  let [steps, waves, pureSteps] = [0, 0, 0];
  for (let seed = wishes.seed; seed < wishes.seed + wishes.seeds; seed += 1) {
    const model = runModel(wishes, seed);
    pureSteps += model.steps;
    add(pure, model.tally);
    const report = await runOne(wishes, seed);
    steps += report.steps;
    waves += report.waves;
    add(real, report.tally);
    count(real, 'seeds');
  }
  showProgress('');
  if (pureSteps > 0) printTable('Model alone', pure);
  printTable('Engine and model', real);
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `\n${steps} steps in ${waves} waves clean, ${pureSteps} steps of the model alone clean, ${seconds.toFixed(1)} s`,
  );
};

const main = async (): Promise<void> => {
  const wishes = readWishes();
  console.log(
    `Simulating seeds ${wishes.seed} to ${wishes.seed + wishes.seeds - 1}, ${wishes.steps} steps each, commit ${commit()}`,
  );
  const cluster = await startTestCluster();
  try {
    await runSeeds(wishes);
  } catch (error) {
    showProgress('');
    process.exitCode = 1;
    console.error((error as Error).message);
    console.error(`\nFAILED at commit ${commit()}`);
    if (error instanceof SimulationFailure) {
      const { seed } = error;
      console.error(`Again: npm run sim -- --seed ${seed} --steps ${wishes.steps} --pure 0`);
    }
  } finally {
    await cluster.stop();
  }
};

main().catch((error: unknown) => {
  console.error(error instanceof TypeError ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = 1;
});
