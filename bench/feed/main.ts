import { parseArgs } from 'node:util';
import { createEngine, type Engine, openPool } from '@mesh-markets/engine';
import { writeHistory } from '../lib/history.ts';
import { keep, provenance, table } from '../lib/report.ts';
import { openFixture } from '../trade/fixture.ts';
import { FOLLOWER, fillDiscovery } from './fill.ts';

/*
 * npm run bench:feed: every page of the feed, of search and of the rails, with 10,000 markets, 50,000 text posts and 1,000,000 trades: what
 * Postgres says each takes (planning and execution), planned for the values at hand and planned once for any values; the fastest of a few
 * rounds, because the machine is shared.
 */

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    plans: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    trades: { type: 'string', default: '1000000' },
    /** A database that is filled already. */
    url: { type: 'string' },
  },
});

const MARKETS = 10_000;
const GOAL_MS = 50;
const DEEP = 100;

type Pool = Awaited<ReturnType<typeof openPool>>;
interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

const say = (text: string): void => {
  if (!flags.json) process.stdout.write(`${text}\n`);
};

/** An engine whose statements are heard. */
const openSpy = (pool: Pool) => {
  let heard: Statement[] = [];
  const query = (asked: string | Statement, ...given: [values?: readonly unknown[]]) => {
    heard.push(typeof asked === 'string' ? { text: asked, values: given[0] ?? [] } : asked);
    return (pool.query as (...all: unknown[]) => Promise<unknown>)(asked, ...given);
  };
  const spied = new Proxy(pool, {
    get: (target, key) => (key === 'query' ? query : Reflect.get(target, key)),
  });
  return {
    engine: createEngine({ pool: spied, tradePool: pool }),
    hear: async (work: () => Promise<unknown>): Promise<readonly Statement[]> => {
      heard = [];
      await work();
      return heard;
    },
  };
};

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly PlanNode[];
}
interface Explained {
  readonly Plan: PlanNode;
  readonly 'Planning Time': number;
  readonly 'Execution Time': number;
}

const arrayText = (values: readonly unknown[]): string =>
  `{${values.map((value) => (value === null ? 'null' : JSON.stringify(String(value)))).join(',')}}`;

const literal = (value: unknown): string => {
  if (value === null || value === undefined) return 'null';
  const text = Array.isArray(value) ? arrayText(value) : String(value);
  return `'${text.replaceAll("'", "''")}'`;
};

/** Run as the product runs it: prepared, by either way of planning. */
const explain = async (pool: Pool, { text, values }: Statement, mode: string): Promise<Explained> => {
  const client = await pool.connect();
  try {
    await client.query(`set plan_cache_mode = ${mode}`);
    await client.query(`prepare measured as ${text}`);
    const list = values.length === 0 ? '' : `(${values.map(literal).join(', ')})`;
    const { rows } = await client.query<{ 'QUERY PLAN': Explained[] }>(
      `explain (analyze, buffers, format json) execute measured${list}`,
    );
    return rows[0]!['QUERY PLAN'][0]!;
  } finally {
    await client.query('deallocate measured').catch(() => undefined);
    await client.query('reset plan_cache_mode').catch(() => undefined);
    client.release();
  }
};

const scansOf = (node: PlanNode): string[] => [
  ...(node['Relation Name'] === undefined
    ? []
    : [`${node['Node Type']} ${node['Index Name'] ?? node['Relation Name']}`]),
  ...(node.Plans ?? []).flatMap(scansOf),
];

interface Measured {
  readonly page: string;
  readonly custom: number;
  readonly generic: number;
  readonly blocks: number;
  readonly scans: readonly string[];
}

const measure = async (
  pool: Pool,
  page: string,
  statements: readonly Statement[],
  rounds: number,
): Promise<Measured> => {
  const totals = { force_custom_plan: [] as number[], force_generic_plan: [] as number[] };
  let last: Explained[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const mode of ['force_generic_plan', 'force_custom_plan'] as const) {
      last = [];
      for (const statement of statements) last.push(await explain(pool, statement, mode));
      totals[mode].push(last.reduce((sum, plan) => sum + plan['Planning Time'] + plan['Execution Time'], 0));
    }
  }
  return {
    page,
    custom: Math.min(...totals.force_custom_plan),
    generic: Math.min(...totals.force_generic_plan),
    blocks: last.reduce(
      (sum, { Plan }) => sum + (Plan['Shared Hit Blocks'] ?? 0) + (Plan['Shared Read Blocks'] ?? 0),
      0,
    ),
    scans: [...new Set(last.flatMap(({ Plan }) => scansOf(Plan)))],
  };
};

/** The cursor of a page deep in a list. */
const deepInto = async (engine: Engine, query: Parameters<Engine['getFeed']>[0]) => {
  let cursor: string | undefined;
  for (let page = 0; page < 10; page += 1) {
    cursor = (await engine.getFeed({ ...query, limit: DEEP, cursor })).nextCursor ?? cursor;
  }
  return { ...query, cursor };
};

const pagesOf = async (engine: Engine): Promise<[string, (engine: Engine) => Promise<unknown>][]> => {
  const limit = 20;
  const feed =
    (query: Parameters<Engine['getFeed']>[0], viewer?: typeof FOLLOWER) =>
    (asked: Engine): Promise<unknown> =>
      asked.getFeed(query, viewer);
  return [
    ['latest', feed({ limit, sort: 'newest' })],
    ['latest, signed in', feed({ limit, sort: 'newest' }, FOLLOWER)],
    ['markets, open', feed({ limit, sort: 'newest', type: 'PREDICTION', state: 'OPEN' })],
    ['markets, closed (none)', feed({ limit, sort: 'newest', type: 'PREDICTION', state: 'CLOSED' })],
    ['markets, resolved', feed({ limit, sort: 'newest', type: 'PREDICTION', state: 'RESOLVED' })],
    ['trending', feed({ limit, sort: 'trending' })],
    ['trending, 1,000 further down', feed(await deepInto(engine, { limit, sort: 'trending' }))],
    ['trending, resolved', feed({ limit, sort: 'trending', state: 'RESOLVED' })],
    ['closing soon', feed({ limit, sort: 'closing' })],
    ['closing soon, 1,000 further down', feed(await deepInto(engine, { limit, sort: 'closing' }))],
    ['following 1,000 people, 5,000 markets', feed({ limit, sort: 'following' }, FOLLOWER)],
    ['following, markets closed (none)', feed({ limit, sort: 'following', state: 'CLOSED' }, FOLLOWER)],
    ['topic of all 10,000', feed({ limit, sort: 'newest', topic: 'everything' })],
    ['topic of all, closed (none)', feed({ limit, sort: 'newest', topic: 'everything', state: 'CLOSED' })],
    ['topic, usual', feed({ limit, sort: 'newest', topic: 'topic-90' })],
    ['topic, usual, trending', feed({ limit, sort: 'trending', topic: 'topic-90' })],
    ['topic, usual, closing', feed({ limit, sort: 'closing', topic: 'topic-90' })],
    ['topic without posts, trending', feed({ limit, sort: 'trending', topic: 'no-such' })],
    ['search “rain” (half of all posts)', (asked) => asked.search({ query: 'rain', limit })],
    ['search “rain harb”', (asked) => asked.search({ query: 'rain harb', limit })],
    ['search “w” (every market)', (asked) => asked.search({ query: 'w', limit })],
    ['search “zzz” (nothing)', (asked) => asked.search({ query: 'zzz', limit })],
    ['movers', (asked) => asked.listMovers(5)],
    ['topics', (asked) => asked.listTopics({ limit: 20 })],
  ];
};

const measureAll = async (url: string): Promise<void> => {
  const pool = await openPool(url, { as: 'app', max: 4 });
  const { engine, hear } = openSpy(pool);
  const measured: Measured[] = [];
  for (const [page, read] of await pagesOf(engine)) {
    const statements = await hear(() => read(engine));
    measured.push(await measure(pool, page, statements, Number(flags.rounds)));
  }
  await pool.end();
  const report = { ...provenance(), trades: Number(flags.trades), measured };
  if (flags.keep) say(`kept in ${keep('feed', report)}`);
  if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  say(`\n${report.machine}, commit ${report.commit}\n`);
  const rows = measured.map(({ page, custom, generic, blocks }) => [
    page,
    custom.toFixed(1),
    generic.toFixed(1),
    String(blocks),
  ]);
  say(table(['', 'ms', 'ms, generic plan', 'blocks'], rows));
  if (flags.plans) for (const { page, scans } of measured) say(`\n${page}\n  ${scans.join('\n  ')}`);
  const slow = measured.filter(({ custom, generic }) => Math.max(custom, generic) > GOAL_MS);
  say(`\n${slow.length} of ${measured.length} pages over ${GOAL_MS} ms of database time.`);
  if (slow.length > 0) process.exitCode = 1;
};

const main = async (): Promise<void> => {
  if (flags.url !== undefined) return measureAll(flags.url);
  const fixture = await openFixture({ markets: MARKETS, rival: false });
  try {
    say(`writing ${flags.trades} trades`);
    const size = { markets: MARKETS, people: 10_000, trades: Number(flags.trades), liquidity: 1000 };
    await writeHistory(fixture.owner, size);
    await fillDiscovery(fixture.owner, fixture.engine, MARKETS);
    await measureAll(fixture.url);
  } finally {
    await fixture.close();
  }
};

await main();
