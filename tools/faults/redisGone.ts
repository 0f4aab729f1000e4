import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createLive } from '@mesh-markets/client';
import { marketTopic } from '@mesh-markets/contract';
import { freePort, redisProgram } from '../../apps/server/tests/fixtures/programs.ts';
import { createApiKeys, createHttpServer, type HttpServer } from './createHttpServer.ts';
import { pause } from './measure.ts';
import type { Result } from './report.ts';
import { rowOf, runScenario } from './run.ts';
import type { Scenario } from './scenarios.ts';
import { killChild } from './server.ts';
import type { Stage } from './stage.ts';

const answers = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    return String((await once(socket, 'data'))[0]).startsWith('+PONG');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

const startRedis = async (program: string, port: number): Promise<ChildProcess> => {
  const flags = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    '/tmp',
  ];
  const child = spawn(program, flags, { stdio: 'ignore' });
  while (!(await answers(port))) await pause(20);
  return child;
};

const STOPPED_MS = 2_000;

/** A Redis that is not there at first, comes, is killed, comes back, and stands still for a while. */
const comeAndGo = (program: string, port: number) => {
  let redis: ChildProcess | undefined;
  const scenario: Scenario = {
    name: 'Redis gone',
    what: 'not there at the start; started; killed with SIGKILL; started; stopped for 2 s with SIGSTOP',
    times: 4,
    happen: async (_stage, _servers, time) => {
      if (time === 1) await killChild(redis!);
      else if (time < 3) redis = await startRedis(program, port);
      else {
        redis!.kill('SIGSTOP');
        await pause(STOPPED_MS);
        redis!.kill('SIGCONT');
      }
    },
  };
  return { scenario, end: async () => redis && killChild(redis) };
};

const HEARD_MS = 20_000;

/** Somebody who watches a market at a server; in the end nothing of it may be missing on their page. */
const watch = (stage: Stage, server: HttpServer) => {
  const live = createLive({ baseUrl: server.url(), apiKey: server.apiKeys.get(stage.people[0]!)! });
  const market = stage.markets[0]!;
  let seq = -1;
  const heard = new Set<number>();
  live.subscribe(marketTopic(market), {
    onNews: (news) => {
      const trades = news.type === 'event' ? news.event.trades : news.trades;
      for (const trade of trades) heard.add(trade.seq);
      seq = news.seq;
    },
  });
  return {
    isComplete: async (): Promise<boolean> => {
      const { market: now } = await stage.engine.getMarket(market);
      const end = performance.now() + HEARD_MS;
      while (!heard.has(now.tradeCount) && performance.now() < end) await pause(50);
      return heard.has(now.tradeCount) && seq >= now.tradeCount;
    },
    close: () => live.close(),
  };
};

/** Two servers that tell each other by Redis what they wrote, and a Redis that comes and goes. */
export const redisGone = async (
  stage: Stage,
  { commands }: { readonly commands: number },
): Promise<Result> => {
  const program = redisProgram;
  if (program === undefined) {
    return { fault: 'Redis gone', notRun: 'there is no redis-server or valkey-server on this machine' };
  }
  const port = await freePort();
  const apiKeys = await createApiKeys(stage.engine, stage.people);
  // A limit that nobody reaches, so that whoever counts in Redis is asked.
  const settings = { REDIS_URL: `redis://127.0.0.1:${port}`, TRADES_PER_MINUTE: '1000000' };
  const open = ['redis-a', 'redis-b'].map((name) => createHttpServer(stage.url, name, apiKeys, { settings }));
  const servers = await Promise.all(open);
  const { scenario, end } = comeAndGo(program, port);
  const watchers = servers.map((server) => watch(stage, server));
  try {
    const row = rowOf(scenario, 'http', await runScenario(stage, servers, scenario, { commands, seed: 70 }));
    const complete = (await Promise.all(watchers.map((watcher) => watcher.isComplete()))).every(Boolean);
    const saw = `${row.saw}; live pages at both servers had every trade in the end`;
    return complete ? { ...row, saw } : { ...row, wrong: ['a live page missed trades'] };
  } finally {
    for (const watcher of watchers) watcher.close();
    await Promise.all([...servers.map((server) => server.kill()), end()]);
  }
};
