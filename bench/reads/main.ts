import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { median } from '../lib/figures.ts';
import { writeHistory } from '../lib/history.ts';
import { keep, provenance, table } from '../lib/report.ts';
import { type Fixture, openFixture } from '../trade/fixture.ts';
import { type HttpBench, openHttpBench, tradeJob } from '../trade/overHttp.ts';

/*
 * npm run bench:reads: the two pages everybody looks at, with 10,000 markets and 1,000,000 trades behind them; as visitors see them (one
 * reading a second shared by all) and as read anew for each request; and the trade path while visitors read.
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

const say = (text: string): void => {
  if (!flags.json) process.stdout.write(`${text}\n`);
};

const readRate = async (url: string, headers: Record<string, string>, seconds: number): Promise<number> => {
  const result = await autocannon({ url, headers, connections: CONNECTIONS, duration: seconds });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refusals and ${result.errors} errors from ${url}`);
  return result.requests.average;
};

const tradeRate = async (bench: HttpBench, seconds: number): Promise<number> =>
  (await bench.load(tradeJob(bench, '/api/market', false, seconds * 1000))).perSecond;

const measureRound = async (bench: HttpBench, seconds: number): Promise<Record<string, number>> => {
  const base = `http://127.0.0.1:${bench.port}`;
  const market = `${base}/api/market/${MARKETS / 2}`;
  const round: Record<string, number> = {
    'market, cached': await readRate(market, {}, seconds),
    'market, read anew': await readRate(market, OWN, seconds),
    'feed, cached': await readRate(`${base}/api/feed`, {}, seconds),
    'feed, read anew': await readRate(`${base}/api/feed`, OWN, seconds),
    'trades, alone': await tradeRate(bench, seconds),
  };
  // Visitors at a steady thousand a second, of the very market that is traded and of the feed: a load, not a race for the processor.
  const visitors = ['/api/market/1', '/api/feed'].map((page) =>
    autocannon({ url: base + page, connections: 10, overallRate: 500, duration: seconds + 1 }),
  );
  round['trades, while visitors read'] = await tradeRate(bench, seconds);
  const read = await Promise.all(visitors);
  round['reads meanwhile'] = read.reduce((sum, result) => sum + result.requests.average, 0);
  return round;
};

const main = async (): Promise<void> => {
  const fixture: Fixture = await openFixture({ markets: MARKETS, rival: false });
  const rounds: Record<string, number>[] = [];
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
      await measureRound(bench, 1);
      for (let round = 0; round < Number(flags.rounds); round += 1)
        rounds.push(await measureRound(bench, Number(flags.seconds)));
    } finally {
      await bench.close();
    }
    if (!(await fixture.engine.audit()).clean) throw new Error('a law is broken');
  } finally {
    await fixture.close();
  }
  const names = Object.keys(rounds[0]!);
  const medians = Object.fromEntries(
    names.map((name) => [name, median(rounds.map((round) => round[name]!))]),
  );
  const kept = median(rounds.map((round) => round['trades, while visitors read']! / round['trades, alone']!));
  const report = { ...provenance(), trades: Number(flags.trades), medians, tradesKept: kept, rounds };
  if (flags.keep) say(`kept in ${keep('reads', report)}`);
  if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  say(`\n${report.machine}, commit ${report.commit}\n`);
  say(
    table(
      ['', 'a second'],
      names.map((name) => [name, medians[name]!.toFixed(0)]),
    ),
  );
  say(`\ntrades kept while visitors read: ${kept.toFixed(2)} (wanted >= 0.7). The audit was clean.`);
};

await main();
