import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Engine, migrate, openPool } from '@mesh-markets/engine';
import { readEmbeddedUrl, startEmbeddedPostgres } from '@mesh-markets/engine/embedded-postgres';
import { newKey, openTestBooks, type TestBooks } from '@mesh-markets/engine/testing';
import { openEngineAt } from '@mesh-markets/engine/time-travel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from './terminal.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

const onBooks = (...words: string[]) => run(words, { DATABASE_URL: books.database.url });

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);

const inThePast = async (work: (engine: Engine) => Promise<void>): Promise<void> => {
  const { engine, close } = await openEngineAt(books.database.url, hoursAgo(50));
  await work(engine).finally(close);
};

describe('the words', () => {
  test.each([
    [[], 'Usage: mesh-markets <verb>'],
    [['fly'], 'There is no verb "fly".'],
    [['admin'], 'There is no verb "admin".'],
    [['admin', 'abdicate'], 'There is no verb "admin abdicate".'],
    [['constructor'], 'There is no verb "constructor".'],
    [['admin', 'grant'], 'Something is missing.\n\nUsage: mesh-markets admin grant <handle>'],
    [['audit', 'twice'], '"twice" is more than this verb takes.'],
    [['audit', '--fast'], "Unknown option '--fast'"],
    [['admin', 'fund-house', 'much'], 'The credits must be a number, not "much".'],
    [['admin', 'fund-house', '1.5'], 'Must be a whole number of credits.'],
    [['admin', 'expire-keys', '--hours=0'], '--hours must be a whole number'],
    [['show', 'rain'], 'A market is named by its number, not "rain".'],
    [['quote', '1', 'maybe', '10'], 'An outcome is YES, NO or its index'],
    [['quote', '1', 'YES', '0'], 'credits: Must be at least 1 credit.'],
    [['buy', '1', 'YES'], 'Give either the credits to spend or --shares.'],
    [['buy', '1', 'YES', '10', '--shares=5'], 'Give either the credits to spend or --shares.'],
    [['sell', '1', 'YES', '0.0000001'], 'shares: Must have at most six decimals.'],
    [['buy', '1', 'YES', '10', '--key=mine'], '--key must be a UUID.'],
    [['balance'], 'Set MESH_MARKETS_API_KEY'],
  ])('%j are answered with 2 and what is wrong', async (words, sentence) => {
    const { code, out, error } = await run(words);
    expect(error).toContain(sentence);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test('help lists every verb and version is one line, from the command itself', async () => {
    const bin = path.join(import.meta.dirname, '..', 'bin', 'mesh-markets.mjs');
    const command = promisify(execFile);
    const { stdout: help } = await command(process.execPath, [bin, 'help']);
    for (const verb of ['audit', 'close-markets', 'admin grant', 'markets', 'buy', 'portfolio'])
      expect(help).toContain(`  ${verb}`);
    const { stdout: version } = await command(process.execPath, [bin, 'version']);
    expect(version).toMatch(/^\d+\.\d+\.\d+\n$/);
    await expect(command(process.execPath, [bin, 'fly'])).rejects.toMatchObject({ code: 2 });
  });
});

describe('the verbs of the operator', () => {
  test('close-markets closes what is due, once', async () => {
    const ana = await books.person();
    await books.market(ana);
    await inThePast(async (engine) => {
      await engine.createMarket({
        userId: ana,
        question: 'Did it rain?',
        closesAt: hoursAgo(1).toISOString(),
      });
    });
    expect(await onBooks('close-markets')).toMatchObject({ code: 0, out: 'Markets closed: 1.' });
    expect(await onBooks('close-markets')).toMatchObject({ code: 0, out: 'Markets closed: 0.' });
  });

  test('admin grant makes an admin, and says when there is no such person', async () => {
    const { handle } = await books.engine.createAccount({ name: 'Dora Quell' });
    expect(await onBooks('admin', 'grant', `@${handle}`)).toMatchObject({
      code: 0,
      out: `Dora Quell (@${handle}) is an admin.`,
    });
    expect(await books.engine.hasAdmin()).toBe(true);
    expect(await onBooks('admin', 'grant', 'nobody_here')).toMatchObject({
      code: 1,
      error: 'There is no such account. (NOT_FOUND)',
    });
  });

  test('admin disable-two-factor takes what somebody lost', async () => {
    const login = { provider: 'oidc https://id.example.org', subject: '1' };
    const authUserId = await books.engine.createLogin(login, { name: 'Lost', email: 'lost@example.org' });
    const { handle } = await books.engine.createAccount({ name: 'Lost', authUserId: authUserId! });
    await books.engine.addPasskey({
      authUserId: authUserId!,
      name: 'Phone',
      credentialId: 'a-passkey-of-the-test',
      publicKey: new Uint8Array([1]),
      counter: 0,
      transports: [],
      synced: false,
    });
    expect(await onBooks('admin', 'disable-two-factor', `@${handle}`)).toMatchObject({
      code: 0,
      out: `Lost (@${handle}) signs in without 1 passkey and is signed out everywhere.`,
    });
    expect(await books.engine.listPasskeys(authUserId!)).toEqual([]);
    expect((await onBooks('admin', 'disable-two-factor', 'nobody_here')).code).toBe(1);
  });

  test('admin flag-bot marks an account, and takes it back', async () => {
    const { handle } = await books.engine.createAccount({ name: 'Bot Olga' });
    expect((await onBooks('admin', 'flag-bot', `@${handle}`)).out).toBe(`@${handle} is marked as a bot.`);
    expect((await books.engine.getProfile(handle)).bot).toBe(true);
    expect((await onBooks('admin', 'flag-bot', handle, '--off')).out).toBe(
      `@${handle} is no longer marked as a bot.`,
    );
    expect((await onBooks('admin', 'flag-bot', 'nobody_here')).code).toBe(1);
  });

  test('rebuild-statistics follows all trades from the start', async () => {
    const ana = await books.person();
    const market = await books.market(ana);
    await books.buy(ana, market.id, 0, 20);
    await books.engine.projectOutbox();
    const { code, out, error } = await onBooks('rebuild-statistics');
    expect({ code, out }).toEqual({ code: 0, out: 'Statistics made again from 1 trade.' });
    expect(error).toContain('Trades to follow: 1.');
    expect(await books.engine.statisticsLag()).toEqual({ trades: 0, resolutions: 0 });
  });

  test('admin fund-house issues up to a total and no further', async () => {
    expect((await onBooks('admin', 'fund-house', '5,000')).out).toBe(
      'Issued ₡5,000; the house holds ₡5,000.',
    );
    expect((await onBooks('admin', 'fund-house', '5000')).out).toBe('Issued ₡0; the house holds ₡5,000.');
    expect((await onBooks('audit')).code).toBe(0);
  });

  test('admin expire-keys forgets old keys and keeps young ones', async () => {
    const ana = await books.person();
    const write = { userId: ana, body: 'Hello.' };
    await books.engine.createPost({ ...write, idempotencyKey: newKey() });
    await inThePast(async (engine) => {
      await engine.createPost({ ...write, idempotencyKey: newKey() });
    });
    expect((await onBooks('admin', 'expire-keys')).out).toBe('Keys forgotten: 1.');
    expect((await onBooks('admin', 'expire-keys', '--json')).out).toBe('{\n  "deleted": 0\n}');
  });
});

describe('where the books are', () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'mesh-markets-cli-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test('a data directory that is not there, or empty, is told in a sentence', async () => {
    for (const dataDir of [path.join(scratch, 'missing'), scratch]) {
      const { code, out, error } = await run(['audit'], { DATA_DIR: dataDir });
      expect(error).toContain(`There are no books in ${dataDir}: no server has run there.`);
      expect(out).toBe('');
      expect(code).toBe(2);
    }
  });

  test('a database that does not answer is told in a sentence', async () => {
    const { code, error } = await run(['audit'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });
    expect(error).toContain('The database cannot be reached: ');
    expect(code).toBe(2);
  });

  test('the database of a data directory is started for the audit and stopped after it; a running one is left alone', async () => {
    const dataDir = path.join(scratch, 'data');
    const environment = { DATA_DIR: dataDir };
    const server = await startEmbeddedPostgres({ dataDir });
    expect(await run(['audit'], environment)).toMatchObject({
      code: 2,
      error: expect.stringContaining('does not hold the books of this release'),
    });
    const pool = await openPool(server.url);
    await migrate(pool);
    await pool.end();
    expect(await run(['audit'], environment)).toMatchObject({ code: 0, error: '' });
    expect(await readEmbeddedUrl(dataDir)).toBe(server.url);
    await server.stop();

    const { code, out, error } = await run(['audit'], environment);
    expect(error).toContain(`No server runs on ${dataDir}`);
    expect(out).toContain('The books are right');
    expect(code).toBe(0);
    expect(await readEmbeddedUrl(dataDir)).toBeUndefined();
  });
});
