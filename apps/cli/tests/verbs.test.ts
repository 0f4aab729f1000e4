import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { corrupt, createTestDatabase, openTestBooks, type TestBooks } from '@mesh-markets/engine/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { run } from './terminal.ts';

describe('every verb', () => {
  test('has a help that names its words and says what it does', async () => {
    for (const [verb, { parameters, summary }] of Object.entries(commands)) {
      for (const words of [
        [...verb.split(' '), '--help'],
        ['help', ...verb.split(' ')],
      ]) {
        const { code, out } = await run(words);
        expect(code).toBe(0);
        expect(out).toBe(`Usage: mesh-markets ${`${verb} ${parameters}`.trim()}\n${summary}`);
      }
    }
  });

  test('that an operator is promised is there', () => {
    const promised = [
      'backup',
      'restore',
      'audit',
      'demo',
      'admin grant',
      'flags',
      'close-markets',
      'export',
      'import',
    ];
    expect(Object.keys(commands)).toEqual(expect.arrayContaining([...promised, 'verify-chain']));
  });

  test('refuses an option it does not know, with its usage', async () => {
    for (const verb of Object.keys(commands)) {
      const { code, error } = await run([...verb.split(' '), '--no-such-option']);
      expect(code).toBe(2);
      expect(error).toContain(`Usage: mesh-markets ${verb}`);
    }
  });

  test('of a group is listed by the group', async () => {
    expect(await run(['admin', '--help'])).toMatchObject({ code: 0, error: '' });
    expect((await run(['admin', '--help'])).out).toContain('admin grant <handle>');
    const unknown = await run(['admin', 'crown']);
    expect(unknown.code).toBe(2);
    expect(unknown.error).toMatch(/^There is no verb "admin crown"\.\n\nUsage: mesh-markets admin <verb>/);
  });
});

describe('close-markets --server', () => {
  test('asks the server, under the secret', async () => {
    const asked: unknown[] = [];
    const http = createServer((request, response) => {
      asked.push([request.method, request.url, request.headers.authorization]);
      response.setHeader('content-type', 'application/json').end('{"closed":3}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    try {
      const secret = 'a-secret-of-cron-jobs';
      const environment = { MESH_MARKETS_URL: url, MARKET_CRON_SECRET: secret };
      expect(await run(['close-markets', '--server'], environment)).toMatchObject({
        code: 0,
        out: 'Markets closed: 3.',
      });
      expect(asked).toEqual([['POST', '/api/cron/close-markets', `Bearer ${secret}`]]);
      const without = await run(['close-markets', '--server'], { MESH_MARKETS_URL: url });
      expect(without).toMatchObject({ code: 2, error: expect.stringContaining('MARKET_CRON_SECRET') });
    } finally {
      http.close();
    }
  });
});

describe('demo', () => {
  test('fills an empty database, and refuses one that is not', async () => {
    const database = await createTestDatabase();
    try {
      const environment = { DATABASE_URL: database.url };
      expect(await run(['demo'], environment)).toMatchObject({
        code: 0,
        out: expect.stringContaining('The demo is in the database of DATABASE_URL.'),
      });
      expect((await run(['audit'], environment)).code).toBe(0);
      const again = await run(['demo'], environment);
      expect(again).toMatchObject({ code: 1, error: expect.stringContaining('is not empty') });
    } finally {
      await database.drop();
    }
  }, 120_000);
});

describe('verify-chain', () => {
  let books: TestBooks;
  let folder: string;
  beforeEach(async () => {
    books = await openTestBooks();
    const [ana] = await books.people(1);
    await books.buy(ana!, (await books.market(ana!)).id, 0, 100);
  });
  afterEach(() => books.close());
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'mesh-markets-chain-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const verify = (...words: string[]) =>
    run(['verify-chain', ...words], { DATABASE_URL: books.database.url });
  const head = async (): Promise<string> => {
    const { chain } = await books.engine.getTransparency();
    return `${chain!.height}:${chain!.hash}`;
  };

  test('says that there is none', async () => {
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining('LEDGER_CHAIN=1') });
  });

  test('proves the database and an export, and compares with a link that was kept', async () => {
    await books.engine.extendChain();
    expect(await verify(`--head=${await head()}`)).toMatchObject({ code: 0, error: '' });
    expect((await verify()).out).toContain(`Newest link: ${await head()}`);
    const file = path.join(folder, 'history.jsonl');
    await run(['export', `--out=${file}`], { DATABASE_URL: books.database.url });
    expect(existsSync(file)).toBe(true);
    // Nothing but the file: there is no database where this one points to.
    const offline = { DATA_DIR: path.join(folder, 'nowhere') };
    expect(await run(['verify-chain', `--export=${file}`], offline)).toMatchObject({ code: 0, error: '' });
    const other = await run(['verify-chain', `--export=${file}`, `--head=1:${'a'.repeat(64)}`], offline);
    expect(other).toMatchObject({ code: 1, out: expect.stringContaining('not the one that was kept') });
    writeFileSync(file, 'not an export');
    expect(await run(['verify-chain', `--export=${file}`], offline)).toMatchObject({ code: 1, out: '' });
  });

  test('names what was changed, and refuses a head that is none', async () => {
    await books.engine.extendChain();
    await corrupt.changeTransfer(books.database.pool, 1, 1);
    const { code, out } = await verify();
    expect(code).toBe(1);
    expect(out).toContain('Transfer 1 is not the one that was chained');
    expect(await verify('--head=12')).toMatchObject({ code: 2, error: expect.stringContaining('--head') });
    expect(await verify('--export=/nowhere/at/all')).toMatchObject({ code: 2 });
  });
});
