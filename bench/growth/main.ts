import { parseArgs } from 'node:util';
import type { MarketId, UserId } from '@mesh-markets/contract';
import { median, percentile, residentMegabytes } from '../lib/figures.ts';
import { writeHistory } from '../lib/history.ts';
import { keep, provenance, table } from '../lib/report.ts';
import { type Fixture, openFixture } from '../trade/fixture.ts';

/*
 * npm run bench:growth: what history costs. Latency of a lone trade in a market with few and with many trades, one after the other in
 * turns on the same database; resolving a market with many holders; and the memory of this process over many trades through the engine.
 */

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    trades: { type: 'string', default: '1000000' },
    holders: { type: 'string', default: '100000' },
    engine: { type: 'string', default: '200000' },
  },
});

const YOUNG = 2;
const OLD = 1;
const TURNS = 400;

const say = (text: string): void => {
  if (!flags.json) process.stdout.write(`${text}\n`);
};

const buy = ({ engine }: Fixture, market: number, n: number) =>
  engine.placeTrade({
    userId: String(1 + (n % 5_000)) as UserId,
    marketId: String(market) as MarketId,
    order: { outcome: n & 1, credits: 10 },
    idempotencyKey: crypto.randomUUID() as never,
  });

/** p50 in milliseconds of lone trades in the young and the old market, in turns so that both meet the same machine. */
const compareAges = async (fixture: Fixture): Promise<{ young: number; old: number; ratio: number }> => {
  const times: Record<number, number[]> = { [YOUNG]: [], [OLD]: [] };
  for (let n = 0; n < TURNS; n += 1) {
    for (const market of n % 2 === 0 ? [YOUNG, OLD] : [OLD, YOUNG]) {
      const sent = performance.now();
      await buy(fixture, market, n);
      if (n >= TURNS / 10) times[market]!.push(performance.now() - sent);
    }
  }
  const p50 = (market: number) => percentile(Float64Array.from(times[market]!).sort(), 0.5);
  return { young: p50(YOUNG), old: p50(OLD), ratio: p50(OLD) / p50(YOUNG) };
};

const resolveSeconds = async (
  { engine }: Fixture,
  market: number,
): Promise<{ seconds: number; holders: number }> => {
  const creator = '1' as UserId;
  const marketId = String(market) as MarketId;
  await engine.closeMarket({ userId: creator, marketId, reason: 'It is known.' });
  const started = performance.now();
  const { answer } = await engine.resolveMarket({ userId: creator, marketId, outcome: 'YES' });
  return { seconds: (performance.now() - started) / 1000, holders: answer.resolution!.holdersPaid };
};

/** Resident memory in MB at even steps while `total` trades go through the engine. */
const memoryOver = async (fixture: Fixture, total: number): Promise<number[]> => {
  const steps = 10;
  const memory: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    let left = total / steps;
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        while (left > 0) {
          left -= 1;
          await buy(fixture, YOUNG, left);
        }
      }),
    );
    memory.push(residentMegabytes());
  }
  return memory;
};

const main = async (): Promise<void> => {
  const holders = Number(flags.holders);
  const fixture = await openFixture({ markets: 3, people: Math.max(holders, 10_000), rival: false });
  try {
    say(`writing ${flags.trades} trades of ${holders} people into one market`);
    await writeHistory(fixture.owner, {
      markets: 1,
      people: holders,
      trades: Number(flags.trades),
      liquidity: 1000,
    });
    await writeYoung(fixture);
    await fixture.owner.query('vacuum analyze');
    const ages = await compareAges(fixture);
    const memory = await memoryOver(fixture, Number(flags.engine));
    const resolve = await resolveSeconds(fixture, OLD);
    const auditStarted = performance.now();
    const { clean } = await fixture.engine.audit();
    if (!clean) throw new Error('a law is broken');
    const auditSeconds = (performance.now() - auditStarted) / 1000;
    const report = { ...provenance(), trades: Number(flags.trades), ages, memory, resolve, auditSeconds };
    if (flags.keep) say(`kept in ${keep('growth', report)}`);
    if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    say(`\n${report.machine}, commit ${report.commit}\n`);
    say(
      table(
        ['', ''],
        [
          ['a lone trade in a market with 1,000 trades, p50', `${ages.young.toFixed(2)} ms`],
          [`the same with ${flags.trades} trades`, `${ages.old.toFixed(2)} ms`],
          ['ratio (wanted <= 1.2)', ages.ratio.toFixed(2)],
          [`resolving it, ${resolve.holders} people paid`, `${resolve.seconds.toFixed(2)} s`],
          [`memory over ${flags.engine} trades, MB`, memory.map((mb) => mb.toFixed(0)).join(' ')],
          [
            'middle of the first and of the last three',
            `${median(memory.slice(1, 4)).toFixed(0)} / ${median(memory.slice(-3)).toFixed(0)} MB`,
          ],
          ['the audit of all of it', `${auditSeconds.toFixed(1)} s, clean`],
        ],
      ),
    );
  } finally {
    await fixture.close();
  }
};

const writeYoung = async (fixture: Fixture): Promise<void> => {
  for (let n = 0; n < 1_000; n += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, i) => buy(fixture, YOUNG, n + i)));
  }
};

await main();
