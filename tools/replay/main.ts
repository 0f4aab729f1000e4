import { parseArgs } from 'node:util';
import { replay } from './replay.ts';
import { describeReplay, findFaults } from './report.ts';
import { firstTrades, MissingDataError, readProjects } from './source.ts';

const USAGE = `Plays recorded trades of other platforms again, through the API of a real server on a scratch database, and
compares every cost with the record.

Usage: npm run replay -- [--only=PROJECT] [--first=TRADES] FOLDER...
  FOLDER   markets.jsonl, trades.jsonl and perhaps final.json, for example ../shared/data/replication-lmsr
  --only   one project of the folders, for example RPP
  --first  only the first so many trades of each project`;

const readArguments = () => {
  const { values, positionals } = parseArgs({
    options: { only: { type: 'string' }, first: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const first = values.first === undefined ? undefined : Number(values.first);
  if (positionals.length === 0 || (first !== undefined && !(Number.isInteger(first) && first > 0))) {
    throw new TypeError('Name at least one folder, and a whole number of trades.');
  }
  return { folders: positionals, only: values.only?.toUpperCase(), first };
};

/** Answers the exit code: 0 when the record is met, 1 when it is not, 2 when there is nothing to replay. */
const main = async (): Promise<number> => {
  let chosen: ReturnType<typeof readProjects>;
  try {
    const { folders, only, first } = readArguments();
    chosen = folders
      .flatMap(readProjects)
      .filter(({ name }) => only === undefined || name === only)
      .map((project) => (first === undefined ? project : firstTrades(project, first)));
    if (chosen.length === 0) throw new MissingDataError(`There is no project ${only} in these folders.`);
  } catch (error) {
    if (!(error instanceof MissingDataError || error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n\n${USAGE}\n`);
    return 2;
  }
  const { results, audit } = await replay(chosen);
  process.stdout.write(`\n${describeReplay(results, audit)}\n`);
  return findFaults(results, audit).length === 0 ? 0 : 1;
};

process.exitCode = await main();
