import { createTestDatabase, type TestDatabase } from '@mesh-markets/engine/testing';
import { type RunningServer, readSettings, startServer } from '@mesh-markets/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../apps/cli/src/runCli.ts';
import { markets } from '../../apps/server/src/demo/markets.ts';
import { fillBooks } from '../../apps/server/src/demo/seedDemo.ts';
import { signUp } from '../replay/instance.ts';

/* The command line against a real server that shows the demo: a visitor signs up, makes a key and trades from a terminal. */

let database: TestDatabase;
let server: RunningServer;
let key: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await fillBooks(database.url, new Date(), () => undefined);
  const settings = readSettings({
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    AUTH_SECRET: 'only a test knows this secret of the demo',
    DEMO: '1',
    TRADES_PER_MINUTE: '0',
    LOG_LEVEL: 'silent',
  });
  server = await startServer(settings, { checkAnswers: true });
  const { client } = await signUp(server.url, 'Visitor');
  key = (await client.call('createApiKey', { body: { name: 'terminal' } })).secret;
}, 60_000);
afterAll(async () => {
  await server.close();
  await database.drop();
});

const run = async (line: string, environment: Readonly<Record<string, string>> = {}) => {
  const written = { out: '', error: '' };
  const code = await runCli(line.split(' '), {
    environment: { MESH_MARKETS_URL: server.url, MESH_MARKETS_API_KEY: key, ...environment },
    print: (text) => {
      written.out += text;
    },
    complain: (text) => {
      written.error += text;
    },
  });
  return { code, ...written };
};

/** Markets in the order in which they were asked, as the command lists them. */
const listed = async (state: string): Promise<{ id: string; type: string; question: string }[]> =>
  JSON.parse((await run(`markets --limit=50 --state=${state} --json`)).out).markets;

const busiest = async (): Promise<string> =>
  (await listed('open')).find(({ question }) => question.startsWith('Will a free model'))!.id;

describe('looking around', () => {
  test('markets lists them all in words, page by page', async () => {
    const { code, out, error } = await run('markets --limit=100');
    expect(error).toBe('');
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^market +state +closes \(UTC\) +volume +odds +question$/);
    expect(lines).toHaveLength(1 + markets.length);
    expect(out).toContain('YES 64 %, NO 36 %');
    expect(out).toMatch(/RESOLVED .* void +If it rains/);
    const page = (await run('markets --limit=10')).out;
    const cursor = /More with (--cursor=\S+)$/.exec(page)![1];
    const next = (await run(`markets --limit=10 ${cursor}`)).out;
    expect(next.split('\n')[1]).not.toBe(page.split('\n')[1]);
  });

  test('show tells a market and its odds, to anybody', async () => {
    const [several] = (await listed('open')).filter(({ type }) => type === 'MULTIPLE');
    const { code, out } = await run(`show ${several!.id}`, { MESH_MARKETS_API_KEY: '' });
    expect(code).toBe(0);
    expect(out).toContain(several!.question);
    expect(out).toMatch(/^0 {2}\S.* %$/m);
    expect(out).not.toContain('you hold');
    const [resolved] = await listed('resolved');
    expect((await run(`show ${resolved!.id}`)).out).toMatch(/Resolved .+ by @\w+ at /);
    const [closed] = await listed('closed');
    expect((await run(`show ${closed!.id}`)).out).toMatch(/Closed .+ UTC, not resolved yet\./);
  });

  test('a market that is not there, a key nobody has and a server that is not there are told apart', async () => {
    expect(await run('show 999999')).toMatchObject({
      code: 1,
      error: expect.stringContaining('(NOT_FOUND)'),
    });
    expect(await run('balance', { MESH_MARKETS_API_KEY: 'mm_nobody' })).toMatchObject({
      code: 1,
      error: expect.stringContaining('(UNAUTHENTICATED)'),
    });
    expect(await run('markets', { MESH_MARKETS_URL: 'http://127.0.0.1:1' })).toMatchObject({
      code: 1,
      error: expect.stringContaining('No answer from the server.'),
    });
    expect(await run('markets', { MESH_MARKETS_URL: 'the web' })).toMatchObject({ code: 2 });
  });
});

describe('trading', () => {
  test('a quote, the purchase it promised, the holding and the sale of it', async () => {
    const id = await busiest();
    expect((await run('balance')).out).toBe('₡10,000');
    const quote = await run(`quote ${id} yes 250`);
    expect(quote.code).toBe(0);
    const promised = / would buy ([\d.,]+) shares of YES at /.exec(quote.out)![1]!;
    const bought = await run(`buy ${id} YES 250 --min-shares=${promised}`);
    expect(bought).toMatchObject({ code: 0, error: '' });
    expect(bought.out).toContain(`Bought ${promised} shares of YES for ₡250 `);
    expect(bought.out).toMatch(new RegExp(`You hold ${promised} of it and ₡9,750\\.$`));

    expect((await run(`show ${id}`)).out).toMatch(new RegExp(`YES .*  ${promised}$`, 'm'));
    const portfolio = await run('portfolio');
    expect(portfolio.out).toMatch(new RegExp(`${id}  OPEN +YES +${promised} `));

    const sold = await run(`sell ${id} YES ${promised} --min-credits=200`);
    expect(sold.code).toBe(0);
    expect(sold.out).toMatch(/You hold 0 of it and (₡9,999|₡10,000)\.$/);
  });

  test('a number of shares is bought to the share, and not above the limit', async () => {
    const id = await busiest();
    expect((await run(`buy ${id} 1 --shares=12.5 --max-credits=12`)).out).toContain(
      'Bought 12.5 shares of NO',
    );
    expect(await run(`buy ${id} 1 --shares=12.5 --max-credits=1`)).toMatchObject({
      code: 1,
      error: expect.stringContaining('(SLIPPAGE)'),
    });
  });

  test('the same command under one key is done once', async () => {
    const id = await busiest();
    const command = `buy ${id} NO 40 --key=${crypto.randomUUID()}`;
    const first = await run(command);
    expect(await run(command)).toEqual(first);
  });

  test('an order whose answer is lost can be asked for again', async () => {
    const lost = await run('buy 1 YES 10', { MESH_MARKETS_URL: 'http://127.0.0.1:1' });
    expect(lost.code).toBe(1);
    expect(lost.error).toMatch(/Repeat the command with --key=[0-9a-f-]{36}: it is made once/);
  });

  test('what the server refuses ends with 1 and its words', async () => {
    const id = await busiest();
    const [closed] = await listed('closed');
    expect(await run(`sell ${id} YES 1000000`)).toMatchObject({
      code: 1,
      error: expect.stringContaining('(INSUFFICIENT_SHARES)'),
    });
    expect(await run(`buy ${closed!.id} YES 10`)).toMatchObject({
      code: 1,
      error: expect.stringContaining('(MARKET_CLOSED)'),
    });
  });

  test('leaves books that are right, as an audit beside the running server says', async () => {
    const { code, out } = await run('audit', { DATABASE_URL: database.url });
    expect(out).toContain('The books are right');
    expect(code).toBe(0);
  });
});
