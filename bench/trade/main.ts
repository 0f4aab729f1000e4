import { parseArgs } from 'node:util';
import type { Stretch } from '../lib/figures.ts';
import { runLoad } from '../lib/load.ts';
import { keep, provenance, STRETCH_HEAD, stretchRow, table } from '../lib/report.ts';
import { type Fixture, openFixture } from './fixture.ts';
import { goalsOf } from './goals.ts';
import { runOverHttp } from './overHttp.ts';
import { pick } from './picks.ts';
import { rivalAddsUp, type VariantName, variants } from './variants.ts';

/*
 * npm run bench:trade: the trade path beside the two usual ways to build one, in one run, interleaved, on the same database with
 * fsync on. `--json` prints machine-readable ratios, `--rounds` and `--seconds` change how long it takes, `--keep` stores the result.
 */

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});

const say = (text: string): void => {
  if (!flags.json) process.stdout.write(`${text}\n`);
};

const SCENARIOS = [1, 10, 50, 500].flatMap((callers) => [
  { name: `hot ${callers}`, callers, spread: false },
  { name: `spread ${callers}`, callers, spread: true },
]);

const checkBooks = async (fixture: Fixture): Promise<void> => {
  const report = await fixture.engine.audit();
  if (!report.clean)
    throw new Error(`a law is broken: ${JSON.stringify(report.laws.filter((law) => law.broken > 0))}`);
  if (!(await rivalAddsUp(fixture))) throw new Error("the rival's tables do not add up");
};

const runInProcess = async (
  fixture: Fixture,
  results: Record<string, Record<string, Stretch[]>>,
): Promise<void> => {
  const milliseconds = Number(flags.seconds) * 1000;
  for (const { name, callers, spread } of SCENARIOS) {
    if (flags.only !== undefined && !name.includes(flags.only)) continue;
    for (const variant of Object.keys(variants) as VariantName[]) {
      const place = variants[variant](fixture);
      const operation = (n: number) => place(pick(n, spread));
      const stretch = await runLoad({ callers, milliseconds, postgresPid: fixture.postgresPid, operation });
      results[name] ??= {};
      results[name][variant] ??= [];
      results[name][variant].push(stretch);
    }
  }
};

const main = async (): Promise<void> => {
  const fixture = await openFixture();
  const results: Record<string, Record<string, Stretch[]>> = {};
  try {
    for (let round = 0; round <= Number(flags.rounds); round += 1) {
      // Round 0 warms caches, plans and the compiler, and does not count.
      say(round === 0 ? 'warming up' : `round ${round} of ${flags.rounds}`);
      const into = round === 0 ? {} : results;
      await runInProcess(fixture, into);
      await runOverHttp(fixture, into, Number(flags.seconds) * 1000, flags.only);
      await checkBooks(fixture);
    }
  } finally {
    await fixture.close();
  }
  const goals = goalsOf(results);
  const report = {
    ...provenance(),
    rounds: Number(flags.rounds),
    seconds: Number(flags.seconds),
    goals,
    results,
  };
  if (flags.keep) say(`kept in ${keep('trade', report)}`);
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const rows = Object.entries(results).flatMap(([scenario, byVariant]) =>
    Object.entries(byVariant).map(([variant, rounds]) => stretchRow(`${scenario} ${variant}`, rounds)),
  );
  say(`\n${report.machine}, commit ${report.commit}\n\n${table(STRETCH_HEAD, rows)}\n`);
  say(
    table(
      ['goal', 'wanted', 'measured', ''],
      goals.map((g) => [g.name, g.goal, g.ratio.toFixed(2), g.reached ? 'reached' : 'missed']),
    ),
  );
  say('\nThe audit was clean after every round.');
};

await main();
