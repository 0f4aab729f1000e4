import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { cpuSecondsOf, median } from '../lib/figures.ts';
import { writeHistory } from '../lib/history.ts';
import { keep, provenance, table } from '../lib/report.ts';
import { type Fixture, openFixture } from '../trade/fixture.ts';
import { type HttpBench, openHttpBench, tradeJob } from '../trade/overHttp.ts';

/*
 * npm run bench:reads: the two pages everybody looks at, with 10,000 markets and 1,000,000 trades behind them; as visitors see them (one
 * reading a second shared by all), as read anew for each request, and as read by people who are signed in; and the trade path while
 * visitors read. The CPU a request costs tells more than the rate where the machine is shared, as it is with the load generator at least.
 */

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    trades: { type: 'string', default: '1000000' },
  },
});

const CONNECTIONS = 50;
const MARKETS = 10_000;
/** Any cookie makes a request its sender's own, and so read anew. */
const OWN = { cookie: 'anything=1' };
const BROWSER = { 'accept-encoding': 'gzip, deflate, br' };
/** Of the 10,000 markets, those that readers of many pages look at. */
const LOOKED_AT = 500;

const say = (text: string): void => {
  if (!flags.json) process.stdout.write(`${text}\n`);
};

interface Reading {
  readonly perSecond: number;
  /** Microseconds of CPU a request, of the server and of Postgres. */
  readonly nodeCpu: number;
  readonly postgresCpu: number;
}

interface Reader {
  readonly paths: readonly string[];
  readonly headers: readonly Record<string, string>[];
}

const measureReads = async (
  { fixture, bench }: Stage,
  { paths, headers }: Reader,
  seconds: number,
): Promise<Reading> => {
  const [node, postgres] = [await bench.cpuSeconds(), cpuSecondsOf(fixture.postgresPid)];
  const result = await autocannon({
    url: `http://127.0.0.1:${bench.port}`,
    // Each connection starts at a place of its own.
    requests: Array.from({ length: Math.max(paths.length, headers.length) }, (_, n) => ({
      path: paths[n % paths.length]!,
      headers: headers[n % headers.length]!,
    })),
    connections: CONNECTIONS,
    duration: seconds,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refusals and ${result.errors} errors from ${paths[0]}`);
  const each = (cpuSeconds: number) => (cpuSeconds / result.requests.total) * 1e6;
  return {
    perSecond: result.requests.average,
    nodeCpu: each((await bench.cpuSeconds()) - node),
    postgresCpu: each(cpuSecondsOf(fixture.postgresPid) - postgres),
  };
};

const tradeRate = async (bench: HttpBench, seconds: number): Promise<number> =>
  (await bench.load(tradeJob(bench, '/api/market', false, seconds * 1000))).perSecond;

interface Stage {
  readonly fixture: Fixture;
  readonly bench: HttpBench;
}

const readers = ({ bench }: Stage): Record<string, Reader> => {
  const market = [`/api/market/${MARKETS / 2}`];
  const markets = Array.from({ length: LOOKED_AT }, (_, n) => `/api/market/${1 + n * (MARKETS / LOOKED_AT)}`);
  // One person a connection: on a slow machine more would be gone from the server's memory of sessions before they come again.
  const people = bench.cookies.slice(0, CONNECTIONS).map((cookie) => ({ cookie }));
  return {
    'market, cached': { paths: market, headers: [{}] },
    'market, cached, compressed': { paths: market, headers: [BROWSER] },
    'market, read anew': { paths: market, headers: [OWN] },
    'many markets, read anew': { paths: markets, headers: [OWN] },
    'market, signed in': { paths: market, headers: people },
    'feed, cached': { paths: ['/api/feed'], headers: [{}] },
    'feed, cached, compressed': { paths: ['/api/feed'], headers: [BROWSER] },
    'feed, read anew': { paths: ['/api/feed'], headers: [OWN] },
    'feed, signed in': { paths: ['/api/feed'], headers: people },
  };
};

interface Round {
  readonly reads: Record<string, Reading>;
  readonly tradesAlone: number;
  readonly tradesWhileRead: number;
  readonly readsMeanwhile: number;
}

const measureRound = async (stage: Stage, seconds: number): Promise<Round> => {
  const { bench } = stage;
  const base = `http://127.0.0.1:${bench.port}`;
  const reads: Record<string, Reading> = {};
  for (const [name, reader] of Object.entries(readers(stage)))
    reads[name] = await measureReads(stage, reader, seconds);
  const tradesAlone = await tradeRate(bench, seconds);
  // Visitors at a steady thousand a second, of the very market that is traded and of the feed: a load, not a race for the processor.
  const visitors = ['/api/market/1', '/api/feed'].map((page) =>
    autocannon({ url: base + page, connections: 10, overallRate: 500, duration: seconds + 1 }),
  );
  const tradesWhileRead = await tradeRate(bench, seconds);
  const read = await Promise.all(visitors);
  return {
    reads,
    tradesAlone,
    tradesWhileRead,
    readsMeanwhile: read.reduce((sum, result) => sum + result.requests.average, 0),
  };
};

const main = async (): Promise<void> => {
  const fixture: Fixture = await openFixture({ markets: MARKETS, rival: false });
  const rounds: Round[] = [];
  try {
    say(`writing ${flags.trades} trades`);
    await writeHistory(fixture.owner, {
      markets: MARKETS,
      people: 10_000,
      trades: Number(flags.trades),
      liquidity: 1000,
    });
    await fixture.owner.query('vacuum analyze');
    const bench = await openHttpBench(fixture);
    try {
      const stage = { fixture, bench };
      await measureRound(stage, 1);
      for (let round = 0; round < Number(flags.rounds); round += 1)
        rounds.push(await measureRound(stage, Number(flags.seconds)));
    } finally {
      await bench.close();
    }
    if (!(await fixture.engine.audit()).clean) throw new Error('a law is broken');
  } finally {
    await fixture.close();
  }
  const middle = (figure: (round: Round) => number) => median(rounds.map(figure));
  const kept = middle((round) => round.tradesWhileRead / round.tradesAlone);
  const rows = Object.keys(rounds[0]!.reads).map((name) => [
    name,
    middle(({ reads }) => reads[name]!.perSecond).toFixed(0),
    middle(({ reads }) => reads[name]!.nodeCpu).toFixed(0),
    middle(({ reads }) => reads[name]!.postgresCpu).toFixed(0),
  ]);
  const report = { ...provenance(), trades: Number(flags.trades), tradesKept: kept, rounds };
  if (flags.keep) say(`kept in ${keep('reads', report)}`);
  if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  say(`\n${report.machine}, commit ${report.commit}\n`);
  say(table(['', 'a second', 'CPU µs server', 'CPU µs Postgres'], rows));
  const [alone, meanwhile, reads] = [
    middle((round) => round.tradesAlone),
    middle((round) => round.tradesWhileRead),
    middle((round) => round.readsMeanwhile),
  ].map((figure) => figure.toFixed(0));
  say(`\ntrades a second alone ${alone}, and ${meanwhile} while visitors read ${reads} pages a second`);
  say(`trades kept while visitors read: ${kept.toFixed(2)} (wanted >= 0.7). The audit was clean.`);
};

await main();
