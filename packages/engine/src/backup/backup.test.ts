import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../openEngine.ts';
import { openTestBooks, type TestBooks } from '../testing/books.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { DamagedBackupError } from './frames.ts';
import { RestoreRefusedError, restoreBackup } from './restoreBackup.ts';
import { listTables } from './tables.ts';
import { writeBackup } from './writeBackup.ts';

let books: TestBooks;
let target: TestDatabase | undefined;

beforeAll(async () => {
  books = await openTestBooks();
  const people = await books.people(4);
  const [ana, bob] = people as [(typeof people)[0], (typeof people)[0]];
  const open = await books.market(ana);
  const resolved = await books.market(ana, { question: 'A "quoted", multi-\tline\\ question?' });
  for (const person of people) {
    await books.buy(person, open.id, 0, 40);
    await books.buy(person, resolved.id, 1, 25);
  }
  await books.sell(bob, open.id, 0, 10);
  await books.engine.closeMarket({ userId: ana, marketId: resolved.id, reason: 'It is known.' });
  await books.engine.resolveMarket({ userId: ana, marketId: resolved.id, outcome: 'NO' });
  await books.engine.createPost({ userId: ana, body: 'Ünïcode 🎲 and\nlines' });
  await books.engine.projectOutbox();
});
afterAll(() => books.close());
afterEach(async () => {
  await target?.drop();
  target = undefined;
});

const backUp = async (): Promise<Buffer> => {
  const out = new PassThrough();
  const [bytes] = await Promise.all([buffer(out), writeBackup(books.database.pool, '9.9.9', out)]);
  return bytes;
};

/** A database with nothing in it at all. */
const emptyDatabase = async (): Promise<TestDatabase> => {
  target = await createTestDatabase();
  await target.pool.query('drop schema public cascade');
  await target.pool.query('create schema public');
  return target;
};

/** Every row of every table, as text. */
const contentOf = async ({ pool }: TestDatabase): Promise<Record<string, unknown[]>> => {
  const content: Record<string, unknown[]> = {};
  for (const { name } of await listTables(pool)) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`);
    content[name] = rows.map(({ row }) => row);
  }
  return content;
};

describe('a backup', () => {
  test('comes back as it was, and the books go on', async () => {
    const bytes = await backUp();
    const restored = await emptyDatabase();
    const figures = await restoreBackup(restored.pool, Readable.from([bytes]));
    expect(figures).toMatchObject({ release: '9.9.9' });
    expect(await contentOf(restored)).toEqual(await contentOf(books.database));
    const { engine, close } = await openEngine(restored.url);
    try {
      expect(await engine.audit()).toMatchObject({ clean: true });
      const { userId } = await engine.createAccount({ name: 'Late' });
      const { answer: market } = await engine.createMarket({
        userId,
        question: 'Does it go on?',
        closesAt: new Date(Date.now() + 86_400_000).toISOString(),
      });
      await engine.placeTrade({ userId, marketId: market.id, order: { outcome: 0, credits: 10 } });
      expect(await engine.audit()).toMatchObject({ clean: true });
    } finally {
      await close();
    }
  });

  test('is one moment of the books, whatever is traded meanwhile', async () => {
    const [ana] = await books.people(1);
    const market = await books.market(ana!);
    let stop = false;
    const trading = (async () => {
      while (!stop) await books.buy(ana!, market.id, 0, 1);
    })();
    const bytes = await backUp();
    stop = true;
    await trading;
    const restored = await emptyDatabase();
    await restoreBackup(restored.pool, Readable.from([bytes]));
    const { engine, close } = await openEngine(restored.url);
    expect(await engine.audit().finally(close)).toMatchObject({ clean: true });
  });

  test('that is damaged or cut off is refused, and leaves an empty database', async () => {
    const bytes = await backUp();
    const plain = gunzipSync(bytes);
    const changed = Buffer.from(plain);
    changed.write('Anb', plain.lastIndexOf('Person'), 'latin1');
    const bad: Readonly<Record<string, Buffer>> = {
      'cut off': bytes.subarray(0, bytes.length - 200),
      'cut off between frames': gzipSync(plain.subarray(0, plain.length - 20)),
      changed: gzipSync(changed),
      'not packed': Buffer.from('hello'),
      'something else': gzipSync('hello, this is some other file'),
      empty: Buffer.alloc(0),
    };
    const restored = await emptyDatabase();
    for (const [name, content] of Object.entries(bad)) {
      await restored.pool.query('drop schema public cascade');
      await restored.pool.query('create schema public');
      await expect(restoreBackup(restored.pool, Readable.from([content])), name).rejects.toThrow(
        DamagedBackupError,
      );
      const { rows } = await restored.pool.query<{ found: string | null }>(
        `select to_regclass('public.users') as found`,
      );
      if (rows[0]!.found === null) continue;
      expect((await restored.pool.query('select from users')).rowCount, name).toBe(0);
    }
  });

  test('is refused by a database that holds something', async () => {
    target = await createTestDatabase();
    await expect(restoreBackup(target.pool, Readable.from([await backUp()]))).rejects.toThrow(
      RestoreRefusedError,
    );
  });

  test('of a newer release is refused', async () => {
    const { rows } = await books.database.pool.query<{ version: number }>(
      `insert into schema_migration (version, name, checksum) select max(version) + 1, '9999-later', 'x' from schema_migration returning version`,
    );
    const bytes = await backUp().finally(() =>
      books.database.pool.query('delete from schema_migration where version = $1', [rows[0]!.version]),
    );
    const restored = await emptyDatabase();
    await expect(restoreBackup(restored.pool, Readable.from([bytes]))).rejects.toThrow(/newer release/);
  });
});
