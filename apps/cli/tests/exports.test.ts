import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, openTestBooks, type TestBooks } from '@mesh-markets/engine/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './terminal.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'mesh-markets-export-'));
const file = path.join(scratch, 'history.jsonl');

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
  const [ana, ben] = await books.people(2);
  const market = await books.market(ana!, { b: 100 });
  await books.buy(ben!, market.id, 0, 50);
  await books.sell(ben!, market.id, 0, 10);
});
afterAll(async () => {
  await books.close();
  rmSync(scratch, { recursive: true, force: true });
});

const onBooks = (...words: string[]) => run(words, { DATABASE_URL: books.database.url });

test('export writes to standard output, or whole into a file', async () => {
  const printed = await onBooks('export');
  expect(printed).toMatchObject({ code: 0, error: '' });
  const types = printed.out.split('\n').map((line) => JSON.parse(line).type);
  expect([types[0], types.at(-1)]).toEqual(['header', 'footer']);
  expect(await onBooks('export', `--out=${file}`)).toMatchObject({ code: 0, out: `Written to ${file}.` });
  const written = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(written.slice(1, -1)).toEqual(printed.out.split('\n').slice(1, -1));
});

test('export says what a line may be, without any books', async () => {
  const { code, out } = await run(['export', '--schema']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
});

test('a file that cannot be written is told in a sentence', async () => {
  const { code, error } = await onBooks('export', `--out=${scratch}/missing/history.jsonl`);
  expect(error).toContain('cannot be written: ');
  expect(code).toBe(2);
});

test('import fills an empty database, and refuses one that is not', async () => {
  const copy = await createTestDatabase();
  const intoCopy = (...words: string[]) => run(['import', ...words], { DATABASE_URL: copy.url });
  const { code, out, error } = await intoCopy(file);
  expect(error).toBe('');
  expect(code).toBe(0);
  expect(out).toContain('trade 2');
  expect(out).toMatch(/The books are right: \d+ laws hold\./);
  expect(out).toContain('nobody in it can sign in');
  const audited = await run(['audit'], { DATABASE_URL: copy.url });
  expect(audited.out.match(/Credits: .*/)?.[0]).toBe((await onBooks('audit')).out.match(/Credits: .*/)?.[0]);
  expect(await intoCopy(file)).toMatchObject({
    code: 1,
    error: expect.stringContaining('This database is not empty.'),
  });
  await copy.drop();
});

test('import refuses a damaged file and one that is not there', async () => {
  const copy = await createTestDatabase();
  const damaged = path.join(scratch, 'damaged.jsonl');
  writeFileSync(damaged, readFileSync(file, 'utf8').replace('"credits":50', '"credits":51'));
  const intoCopy = (name: string) => run(['import', name], { DATABASE_URL: copy.url });
  const refused = await intoCopy(damaged);
  expect(refused.error).toContain('Nothing was written.');
  expect(refused.code).toBe(1);
  expect(await intoCopy(path.join(scratch, 'missing'))).toMatchObject({ code: 2 });
  expect(await intoCopy(scratch)).toMatchObject({ code: 2, error: `${scratch} is not a file.` });
  await copy.drop();
});
