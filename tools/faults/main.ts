import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createApiKeys, createHttpServer } from './createHttpServer.ts';
import { runScenario, type ScenarioReport } from './run.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { createEngineServer, type FaultServer } from './server.ts';
import { openStage, type Stage } from './stage.ts';

/**
 * `npm run faults -- --commands 2000`: two server processes on one Postgres under load, and what can happen to them. See
 * docs/design/faults.md.
 */

const openServers: Readonly<Record<string, (stage: Stage) => Promise<FaultServer[]>>> = {
  engine: ({ url }) => Promise.all(['engine-a', 'engine-b'].map((name) => createEngineServer(url, name))),
  http: async ({ url, engine, people }) => {
    const apiKeys = await createApiKeys(engine, people);
    return Promise.all(['http-a', 'http-b'].map((name) => createHttpServer(url, name, apiKeys)));
  },
};

const printReport = (kind: string, { name }: Scenario, report: ScenarioReport): void => {
  const { commands, answered, refused, givenAgain, doneBefore, longestStrike, seconds, problems } = report;
  console.log(
    `| ${kind} | ${name} | ${commands} | ${answered} | ${refused} | ${givenAgain} | ${doneBefore} | ${(longestStrike / 1000).toFixed(2)} | ${seconds.toFixed(1)} | ${problems.length === 0 ? 'none' : problems.length} |`,
  );
  for (const [reason, times] of report.unacknowledged) console.log(`    ${times} × ${reason}`);
  for (const problem of problems.slice(0, 10)) console.log(`    PROBLEM ${problem}`);
};

/** All scenarios on one stage, so that what was acknowledged in one has to live through the next. */
const runKind = async (
  stage: Stage,
  kind: string,
  commands: number,
  only: string | undefined,
): Promise<boolean> => {
  const servers = await openServers[kind]!(stage);
  let clean = true;
  try {
    for (const [seed, scenario] of scenarios.entries()) {
      if (only !== undefined && scenario.name !== only) continue;
      const report = await runScenario(stage, servers, scenario, { commands, seed });
      printReport(kind, scenario, report);
      clean &&= report.problems.length === 0;
    }
  } finally {
    await Promise.all(servers.map((server) => (clean ? server.stop() : server.kill())));
  }
  return clean;
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      commands: { type: 'string', default: '2000' },
      servers: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const commands = Number(values.commands);
  if (!Number.isSafeInteger(commands) || commands < 1)
    throw new TypeError('--commands must be a whole number');
  if (values.only !== undefined && !scenarios.some(({ name }) => name === values.only))
    throw new TypeError(`--only takes one of: ${scenarios.map(({ name }) => name).join(', ')}`);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'mesh-markets-faults-'));
  const kinds = values.servers === undefined ? Object.keys(openServers) : [values.servers];
  try {
    const stage = await openStage(dataDir);
    try {
      console.log(
        '| servers | what happens | commands | answered | refused | given again | done before | longest, s | all, s | problems |',
      );
      console.log('|---|---|---|---|---|---|---|---|---|---|');
      for (const kind of kinds) {
        if (!(await runKind(stage, kind, commands, values.only))) process.exitCode = 1;
      }
      console.log(`\n${stage.acknowledged.size} acknowledged commands are there, each once.`);
    } finally {
      await stage.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

await main();
