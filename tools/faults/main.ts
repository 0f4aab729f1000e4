import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { madeOn, writeSection } from '../report/section.ts';
import { createApiKeys, createHttpServer } from './createHttpServer.ts';
import { faultsOf, type Result, tableOf } from './report.ts';
import { rowOf, runScenario } from './run.ts';
import { scenarios } from './scenarios.ts';
import { createEngineServer, type FaultServer } from './server.ts';
import { openStage, type Stage } from './stage.ts';
import { trials, type Wanted } from './trials.ts';

/**
 * `npm run faults -- --commands 2000 --write`: two server processes on one Postgres under load, and what can happen to them. See
 * docs/design/faults.md.
 */

type Tell = (result: Result) => void;

const openServers: Readonly<Record<string, (stage: Stage) => Promise<FaultServer[]>>> = {
  engine: ({ url }) => Promise.all(['engine-a', 'engine-b'].map((name) => createEngineServer(url, name))),
  http: async ({ url, engine, people }) => {
    const apiKeys = await createApiKeys(engine, people);
    return Promise.all(['http-a', 'http-b'].map((name) => createHttpServer(url, name, apiKeys)));
  },
};

/** All scenarios on one stage, so that what was acknowledged in one has to live through the next. */
const runKind = async (stage: Stage, kind: string, { commands, only }: Wanted, tell: Tell): Promise<void> => {
  const wanted = scenarios.filter(({ name }) => only === undefined || name === only);
  if (wanted.length === 0) return;
  const servers = await openServers[kind]!(stage);
  try {
    for (const [seed, scenario] of wanted.entries()) {
      const report = await runScenario(stage, servers, scenario, { commands, seed });
      tell(rowOf(scenario, kind, report));
    }
  } finally {
    await Promise.all(servers.map((server) => server.kill()));
  }
};

/** Everything there is, in the order of the table. */
const runAll = async (stage: Stage, kinds: readonly string[], wanted: Wanted, tell: Tell): Promise<void> => {
  for (const kind of kinds) await runKind(stage, kind, wanted, tell);
  for (const trial of trials) {
    if (wanted.only === undefined || trial.name === wanted.only) tell(await trial.run(stage, wanted));
  }
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      commands: { type: 'string', default: '2000' },
      servers: { type: 'string' },
      only: { type: 'string' },
      sockets: { type: 'string', default: '10000' },
      write: { type: 'boolean', default: false },
    },
  });
  const commands = Number(values.commands);
  if (!Number.isSafeInteger(commands) || commands < 1)
    throw new TypeError('--commands must be a whole number');
  const names = [...scenarios, ...trials].map(({ name }) => name);
  if (values.only !== undefined && !names.includes(values.only))
    throw new TypeError(`--only takes one of: ${names.join(', ')}`);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'mesh-markets-faults-'));
  const kinds = values.servers === undefined ? Object.keys(openServers) : [values.servers];
  const results: Result[] = [];
  const tell: Tell = (result) => {
    results.push(result);
    console.log(tableOf([result]).split('\n').at(-1));
    for (const fault of faultsOf(result).slice(0, 10)) console.log(`    PROBLEM ${fault}`);
  };
  try {
    const stage = await openStage(dataDir);
    try {
      await runAll(stage, kinds, { commands, sockets: Number(values.sockets), only: values.only }, tell);
      console.log(`\n${stage.acknowledged.size} acknowledged commands are there, each once.`);
      const told = `${madeOn()} ${stage.acknowledged.size} acknowledged commands on one database, each there once.`;
      if (values.write) writeSection('docs/design/faults.md', 'faults', `${told}\n\n${tableOf(results)}`);
    } finally {
      await stage.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  if (results.some((result) => faultsOf(result).length > 0)) process.exitCode = 1;
};

await main();
