import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { median } from '../lib/figures.ts';
import { keep, provenance, table } from '../lib/report.ts';
import { type Fixture, openFixture } from '../trade/fixture.ts';
import { type HttpBench, openHttpBench, tradeJob } from '../trade/overHttp.ts';
import type { Order, ReaderFigures } from './readers.ts';

/*
 * npm run bench:live: the real server, and a thousand sockets in another process that listen to one market while it is traded over HTTP.
 * Trades with and without listeners are measured in turns. A delay counts from the moment a trade was decided, a little before its
 * commit, to its arrival at a socket. Then many idle sockets, and what they weigh.
 */

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    sockets: { type: 'string', default: '1000' },
    idle: { type: 'string', default: '10000' },
  },
});

const MARKET = '1';
/** A process may hold a few thousand files open where nobody raised the limit. */
const SOCKETS_A_PROCESS = 900;
const SETTLE_MS = 1_000;
const IDLE_WARM_UP = 200;

const say = (text: string): void => {
  if (!flags.json) process.stdout.write(`${text}\n`);
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const ask = async <Answer>(child: ChildProcess, order: Order): Promise<Answer> => {
  const settled = new AbortController();
  const answer = once(child, 'message', { signal: settled.signal });
  const ended = once(child, 'exit', { signal: settled.signal }).then(() =>
    Promise.reject(new Error('a process of readers ended')),
  );
  child.send(order);
  const [given] = (await Promise.race([answer, ended])) as [Answer];
  ended.catch(() => undefined);
  settled.abort();
  return given;
};

/** Readers in as many processes as the system's limit on open files asks for. */
const openReaders = async (port: number, sockets: number, market?: string) => {
  const children: ChildProcess[] = [];
  for (let made = 0; made < sockets; made += SOCKETS_A_PROCESS) {
    const child = fork(path.join(import.meta.dirname, 'readers.ts'), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.push(child);
    const some = Math.min(SOCKETS_A_PROCESS, sockets - made);
    await ask(child, { kind: 'open', port, sockets: some, ...(market !== undefined && { market }) });
  }
  return {
    figures: (order: Extract<Order, { kind: 'figures' }>) =>
      Promise.all(children.map((child) => ask<ReaderFigures>(child, order))),
    close: async (): Promise<void> => {
      await Promise.all(children.map((child) => ask(child, { kind: 'close' })));
      for (const child of children) child.disconnect();
    },
  };
};

interface Stretch {
  readonly tradesPerSecond: number;
  readonly tradeP95: number;
  /** CPU seconds of the server for each second. */
  readonly cpu: number;
  readonly readers?: ReaderFigures;
}

const lastTrade = async ({ owner }: Fixture): Promise<number> =>
  (await owner.query<{ seq: number }>('select seq from prediction_market where id = $1', [MARKET])).rows[0]!
    .seq;

const timesAfter = async ({ owner }: Fixture, seq: number): Promise<number[]> => {
  const { rows } = await owner.query<{ at: Date }>(
    'select created_at as at from trade where market_id = $1 and seq > $2 order by seq',
    [MARKET, seq],
  );
  return rows.map(({ at }) => at.getTime());
};

/** The worst of the processes, except for what adds up. */
const together = (parts: readonly ReaderFigures[]): ReaderFigures => {
  const worst = (of: (part: ReaderFigures) => number) => Math.max(...parts.map(of));
  const sum = (of: (part: ReaderFigures) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    deliveries: sum((p) => p.deliveries),
    frames: worst((p) => p.frames),
    p50: worst((p) => p.p50),
    p95: worst((p) => p.p95),
    p99: worst((p) => p.p99),
    slowest: worst((p) => p.slowest),
    gaps: sum((p) => p.gaps),
  };
};

const trade = async (bench: HttpBench, milliseconds: number): Promise<Stretch> => {
  const cpu = await bench.cpuSeconds();
  const { perSecond, p95 } = await bench.load(tradeJob(bench, '/api/market', false, milliseconds));
  const used = (await bench.cpuSeconds()) - cpu;
  return { tradesPerSecond: perSecond, tradeP95: p95, cpu: used / (milliseconds / 1000) };
};

const tradeBeforeReaders = async (
  fixture: Fixture,
  bench: HttpBench,
  milliseconds: number,
): Promise<Stretch> => {
  const readers = await openReaders(bench.port, Number(flags.sockets), MARKET);
  try {
    const before = await lastTrade(fixture);
    const stretch = await trade(bench, milliseconds);
    await pause(SETTLE_MS);
    const times = await timesAfter(fixture, before);
    const figures = together(await readers.figures({ kind: 'figures', first: before + 1, times }));
    return { ...stretch, readers: figures };
  } finally {
    await readers.close();
  }
};

interface Round {
  readonly alone: Stretch;
  readonly told: Stretch;
}

const measureRound = async (fixture: Fixture, bench: HttpBench, turn: number): Promise<Round> => {
  const milliseconds = Number(flags.seconds) * 1000;
  const alone = () => trade(bench, milliseconds);
  const told = () => tradeBeforeReaders(fixture, bench, milliseconds);
  // In turns, so that neither always comes first.
  if (turn % 2 === 0) return { alone: await alone(), told: await told() };
  const first = await told();
  return { alone: await alone(), told: first };
};

/** What an idle socket weighs, in kilobytes: in a server of its own, which has done nothing before. */
const weighIdle = async (fixture: Fixture): Promise<{ sockets: number; kilobytes: number }> => {
  const sockets = Number(flags.idle);
  const bench = await openHttpBench(fixture);
  try {
    const few = await openReaders(bench.port, IDLE_WARM_UP);
    await pause(SETTLE_MS);
    const before = await bench.memoryMegabytes();
    const readers = await openReaders(bench.port, sockets);
    await pause(SETTLE_MS);
    const after = await bench.memoryMegabytes();
    await Promise.all([few.close(), readers.close()]);
    return { sockets, kilobytes: ((after - before) * 1024) / sockets };
  } finally {
    await bench.close();
  }
};

const goalsOf = (rounds: readonly Round[]) => {
  const of = (figure: (round: Round) => number): number => median(rounds.map(figure));
  const ratio = of(({ alone, told }) => told.tradesPerSecond / alone.tradesPerSecond);
  const p95 = of(({ told }) => told.readers!.p95);
  const gaps = rounds.reduce((sum, { told }) => sum + told.readers!.gaps, 0);
  return [
    { name: 'a trade is at 95 % of the sockets, ms', goal: '< 250', measured: p95, reached: p95 < 250 },
    { name: 'trades with sockets ÷ without', goal: '>= 0.9', measured: ratio, reached: ratio >= 0.9 },
    { name: 'gaps in what sockets heard', goal: '0', measured: gaps, reached: gaps === 0 },
  ];
};

const rowOf = (name: string, stretches: readonly Stretch[]): string[] => {
  const of = (figure: (stretch: Stretch) => number | undefined, digits = 0): string => {
    const value = median(stretches.map((stretch) => figure(stretch) ?? Number.NaN));
    return Number.isNaN(value) ? '' : value.toFixed(digits);
  };
  return [
    name,
    of((s) => s.tradesPerSecond),
    of((s) => s.tradeP95, 1),
    of((s) => s.cpu, 2),
    of((s) => s.readers && s.readers.frames / Number(flags.seconds), 1),
    of((s) => s.readers?.p50),
    of((s) => s.readers?.p95),
    of((s) => s.readers?.p99),
    of((s) => s.readers?.slowest),
  ];
};

const HEAD = ['', 'trades/s', 'p95 ms', 'server CPU', 'frames/s', 'told p50 ms', 'p95', 'p99', 'slowest'];

const main = async (): Promise<void> => {
  process.env.LIVE_SOCKETS_PER_ADDRESS = '0';
  const fixture = await openFixture({ rival: false });
  const rounds: Round[] = [];
  let idle: Awaited<ReturnType<typeof weighIdle>> | undefined;
  try {
    const bench = await openHttpBench(fixture);
    try {
      say('warming up');
      await measureRound(fixture, bench, 0);
      for (let round = 1; round <= Number(flags.rounds); round += 1) {
        say(`round ${round} of ${flags.rounds}`);
        rounds.push(await measureRound(fixture, bench, round));
      }
    } finally {
      await bench.close();
    }
    if (Number(flags.idle) > 0) idle = await weighIdle(fixture);
    if (!(await fixture.engine.audit()).clean) throw new Error('a law is broken');
  } finally {
    await fixture.close();
  }
  const goals = goalsOf(rounds);
  const report = {
    ...provenance(),
    sockets: Number(flags.sockets),
    seconds: Number(flags.seconds),
    goals,
    rounds,
    idle,
  };
  if (flags.keep) say(`kept in ${keep('live', report)}`);
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const rows = [
    rowOf(
      'nobody listens',
      rounds.map(({ alone }) => alone),
    ),
    rowOf(
      `${flags.sockets} sockets`,
      rounds.map(({ told }) => told),
    ),
  ];
  say(`\n${report.machine}, commit ${report.commit}\n\n${table(HEAD, rows)}\n`);
  const words = goals.map((g) => [g.name, g.goal, g.measured.toFixed(2), g.reached ? 'reached' : 'missed']);
  say(table(['goal', 'wanted', 'measured', ''], words));
  if (idle) say(`\n${idle.sockets} idle sockets weigh ${idle.kilobytes.toFixed(1)} KiB each in the server.`);
  say('\nThe audit was clean.');
};

await main();
