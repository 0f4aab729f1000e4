import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTestBooks, type TestBooks } from '@mesh-markets/engine/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from './terminal.ts';

let books: TestBooks;
let directory: string;
beforeAll(async () => {
  books = await openTestBooks();
  directory = mkdtempSync(path.join(tmpdir(), 'mesh-markets-backup-'));
  const ana = await books.person();
  const market = await books.market(ana);
  await books.buy(ana, market.id, 0, 123);
});
afterAll(async () => {
  await books.close();
  rmSync(directory, { recursive: true });
});

const file = (name: string): string => path.join(directory, name);

describe('backup and restore', () => {
  test('carry the books into a new data directory, whose server then has them', async () => {
    const out = file('one.backup');
    const backup = await run(['backup', `--out=${out}`], { DATABASE_URL: books.database.url });
    expect(backup).toMatchObject({ code: 0 });
    expect(statSync(out).mode & 0o077).toBe(0);
    const DATA_DIR = file('restored');
    const restore = await run(['restore', out], { DATA_DIR });
    expect(restore.error).toBe('');
    expect(restore.out).toMatch(/The books are right: \d+ laws hold\./);
    expect(restore.code).toBe(0);
    const audit = await run(['audit', '--json'], { DATA_DIR });
    const { totals } = JSON.parse(audit.out) as { totals: unknown };
    expect(totals).toEqual((await books.engine.audit()).totals);

    const again = await run(['restore', out], { DATA_DIR });
    expect(again).toMatchObject({ code: 2 });
    expect(again.error).toContain('There are books in');
  });

  test('a damaged backup is refused in words and leaves the directory free for another try', async () => {
    const out = file('two.backup');
    await run(['backup', `--out=${out}`], { DATABASE_URL: books.database.url });
    writeFileSync(file('damaged.backup'), readFileSync(out).subarray(0, -50));
    const DATA_DIR = file('refused');
    expect(await run(['restore', file('damaged.backup')], { DATA_DIR })).toMatchObject({
      code: 1,
      error: expect.stringContaining('backup'),
    });
    expect(existsSync(path.join(DATA_DIR, 'postgres'))).toBe(false);
    expect(await run(['restore', out], { DATA_DIR })).toMatchObject({ code: 0 });
  });

  test('what cannot be written or read is told, and nothing half written stays', async () => {
    const environment = { DATABASE_URL: books.database.url };
    expect(await run(['backup', `--out=${file('nowhere/x.backup')}`], environment)).toMatchObject({
      code: 2,
    });
    expect(await run(['restore', file('missing.backup')], environment)).toMatchObject({ code: 2 });
    expect(readdirSync(directory).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
