import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TradeAnswer } from '@mesh-markets/contract';
import { newKey } from '@mesh-markets/engine/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf } from '../sim/commands.ts';
import { give } from '../sim/play.ts';
import { cutAtEveryBoundary } from './boundaries.ts';
import { clocksApart } from './clocks.ts';
import { createApiKeys, createHttpServer } from './createHttpServer.ts';
import { fullDisk } from './fullDisk.ts';
import { idleSockets } from './idleSockets.ts';
import { killedWhilePaying } from './payouts.ts';
import { redisGone } from './redisGone.ts';
import { faultsOf, problemsOf, type Result } from './report.ts';
import { runScenario } from './run.ts';
import { scenarios } from './scenarios.ts';
import { createEngineServer, type FaultServer } from './server.ts';
import { slowClients } from './slowClients.ts';
import { type Acknowledged, openStage, remember, type Stage } from './stage.ts';
import { compare } from './verify.ts';

/* The short form: every scenario once, on one database. `npm run faults` has the long one. */

const COMMANDS = 200;
const TIMEOUT = 240_000;

let dataDir: string;
let stage: Stage;
beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'mesh-markets-faults-'));
  stage = await openStage(dataDir);
}, TIMEOUT);
afterAll(async () => {
  await stage.close();
  rmSync(dataDir, { recursive: true, force: true });
}, TIMEOUT);

const withServers = async (
  servers: Promise<FaultServer[]>,
  work: (servers: readonly FaultServer[]) => Promise<void>,
): Promise<void> => {
  const started = await servers;
  try {
    await work(started);
  } finally {
    await Promise.all(started.map((server) => server.kill()));
  }
};

describe('two engines in processes of their own', () => {
  let servers: FaultServer[];
  beforeAll(async () => {
    servers = await Promise.all(['engine-a', 'engine-b'].map((name) => createEngineServer(stage.url, name)));
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.kill()));
  });

  const short = scenarios.filter(({ long }) => !long);
  test.each(short.map((scenario, seed) => ({ ...scenario, seed })))(
    '$name: every acknowledged command is there once, nothing else is, and both serve again',
    async ({ seed, ...scenario }) => {
      const times = Math.min(1, scenario.times);
      // To be stopped with locks in its hands takes a few tries, and there has to be a load for so long.
      const commands = scenario.name === 'server stopped' ? 5 * COMMANDS : COMMANDS;
      const report = await runScenario(stage, servers, { ...scenario, times }, { commands, seed });
      expect(problemsOf(report.verdict)).toEqual([]);
      expect(report.answered + report.refused).toBe(commands);
      expect(report.answered).toBeGreaterThan(commands / 2);
      if (scenario.name.endsWith('killed')) expect(report.givenAgain).toBeGreaterThan(0);
    },
    TIMEOUT,
  );
});

test(
  'two whole servers over HTTP, one killed under load',
  async () => {
    const apiKeys = await createApiKeys(stage.engine, stage.people);
    const open = ['http-a', 'http-b'].map((name) => createHttpServer(stage.url, name, apiKeys));
    await withServers(Promise.all(open), async (servers) => {
      const scenario = { ...scenarios.find(({ name }) => name === 'server killed')!, times: 1 };
      const report = await runScenario(stage, servers, scenario, { commands: COMMANDS, seed: 20 });
      expect(problemsOf(report.verdict)).toEqual([]);
      expect(report.givenAgain).toBeGreaterThan(0);
    });
  },
  TIMEOUT,
);

describe('a short form of', () => {
  const cases: readonly [string, () => Promise<Result>][] = [
    ['sessions ended at every message of a purchase', () => cutAtEveryBoundary(stage, 1)],
    [
      'a server killed inside every kind of payout',
      () => killedWhilePaying(stage, { whom: 'server', from: 40, every: 1_000 }),
    ],
    [
      'Postgres killed inside a correction',
      () => killedWhilePaying(stage, { whom: 'Postgres', from: 60, every: 1_000, kinds: ['a correction'] }),
    ],
    ['clocks apart', () => clocksApart(stage, { commands: COMMANDS })],
    ['a full disk', () => fullDisk('log', COMMANDS)],
    ['a Redis that comes and goes', () => redisGone(stage, { commands: COMMANDS })],
    ['slow clients', () => slowClients(stage, { commands: COMMANDS, clients: 20, seconds: 1 })],
    ['a thousand idle sockets', () => idleSockets(stage, { commands: COMMANDS, sockets: 1000 })],
  ];
  test.each(cases)(
    '%s',
    async (_, run) => {
      const result = await run();
      // What a machine cannot do it says itself.
      if ('notRun' in result) process.stderr.write(`${result.fault}: not run here, ${result.notRun}\n`);
      expect(faultsOf(result)).toEqual([]);
    },
    TIMEOUT,
  );
});

describe('the comparison notices', () => {
  let told: [string, Acknowledged & { readonly answer: TradeAnswer }];
  beforeAll(async () => {
    const [user, market] = [stage.people[0]!, stage.markets[0]!];
    const order = { outcome: 0, credits: 10 };
    const command = { verb: 'placeTrade' as const, user, key: newKey(), market, order };
    const { answer } = await give(stage.engine, command);
    remember(stage, command, answer);
    told = [keyOf(command)!, { command, answer: answer as TradeAnswer }];
  });

  test('a trade that nobody was told of', async () => {
    const [key, acknowledged] = told;
    stage.acknowledged.delete(key);
    const problems = problemsOf(await compare(stage));
    stage.acknowledged.set(key, acknowledged);
    expect(problems).toContain(`trade ${acknowledged.answer.trade.id} was acknowledged to nobody`);
  });

  test('an acknowledged trade with another figure in the log', async () => {
    const [key, acknowledged] = told;
    const { trade } = acknowledged.answer;
    const answer = { ...acknowledged.answer, trade: { ...trade, cost: trade.cost + 1 } };
    stage.acknowledged.set(key, { ...acknowledged, answer });
    const problems = problemsOf(await compare(stage));
    stage.acknowledged.set(key, acknowledged);
    expect(problems[0]).toMatch(/^acknowledged and not in the log like that/);
  });

  test('half a trade', async () => {
    const { trade } = told[1].answer;
    const spoil = `set session_replication_role = replica;
      delete from transfer where market_id = ${trade.marketId} and trade_seq = ${trade.seq};
      set session_replication_role = origin`;
    expect(problemsOf(await compare(stage))).toEqual([]);
    await stage.query(spoil);
    expect(problemsOf(await compare(stage)).length).toBeGreaterThan(0);
  });
});
