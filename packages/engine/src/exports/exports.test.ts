import { readFileSync } from 'node:fs';
import path from 'node:path';
import { exportLines, type MarketId, type UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../openEngine.ts';
import { Refusal } from '../refusal.ts';
import { openTestBooks, type TestBooks } from '../testing/books.ts';
import { DERIVED, DERIVED_COLUMNS, EXPORTED, LEFT_BEHIND } from '../testing/exportedTables.ts';
import { inDays } from '../testing/index.ts';
import { columnOf, exportedTables, fieldsOf } from './tables.ts';

const options = { release: '1.2.3', instance: 'Test', withAccounts: true };

const writeOut = async (books: TestBooks, withAccounts = true): Promise<string> => {
  let text = '';
  for await (const chunk of books.engine.exportBooks({ ...options, withAccounts })) text += chunk;
  return text;
};

async function* chunksOf(text: string, size = 7_001): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const project = async (books: TestBooks): Promise<void> => {
  while ((await books.engine.projectOutbox()).more);
};

/** Somebody had no credits or shares left, which is as it should be. */
const ifRefused = (error: unknown): void => {
  if (!(error instanceof Refusal)) throw error;
};

/** A past with everything in it that an export knows. */
const live = async (books: TestBooks): Promise<{ people: UserId[]; markets: MarketId[] }> => {
  const { engine, database } = books;
  await engine.fundHouse(5_000);
  await database.pool.query(
    `insert into auth_user (id, name, email, email_verified) values ('auth-1', 'Żofia ✨', 'zofia@example.org', true);
     insert into auth_credential (id, user_id, provider_id, account_id, password) values ('c-1', 'auth-1', 'credential', 'auth-1', 'salt:hash')`,
  );
  const zofia = (await engine.createAccount({ authUserId: 'auth-1', name: 'Żofia ✨' })).userId;
  const people = [zofia, ...(await books.people(7))];
  await engine.grantAdmin({ userId: zofia });
  await engine.createApiKey({
    userId: zofia,
    name: 'Bot',
    prefix: 'mm_abc',
    secretHash: Buffer.alloc(32, 7),
  });
  const markets: MarketId[] = [];
  for (let n = 0; n < 6; n += 1) {
    const outcomes = n % 2 === 0 ? {} : { outcomes: ['Red', 'Green "quoted"', 'Blue\nline'] };
    const oracle = n === 2 ? { oracleId: people[3]! } : {};
    const { id } = await books.market(people[n]!, { b: 100, topics: ['weather'], ...outcomes, ...oracle });
    markets.push(id);
    if (oracle.oracleId) await engine.acceptOracle({ userId: oracle.oracleId, marketId: id });
  }
  const text = (await engine.createPost({ userId: zofia, body: 'A text, "quoted", with a \\ and 日本語.' }))
    .answer;
  let turn = 0;
  const trades = Array.from({ length: 300 }, async (_, n) => {
    const [person, market] = [people[(n * 5) % people.length]!, markets[(n * 7) % markets.length]!];
    await books.buy(person, market, n % 2, 1 + ((n * 13) % 40)).catch(ifRefused);
    turn += 1;
    if (turn % 3 === 0) await books.sell(person, market, n % 2, 0.5).catch(ifRefused);
  });
  await Promise.all(trades);
  await engine.closeMarket({ userId: people[0]!, marketId: markets[0]!, reason: 'It is known.' });
  await engine.resolveMarket({
    userId: people[0]!,
    marketId: markets[0]!,
    outcome: 'YES',
    note: 'It rained.',
  });
  await engine.closeMarket({ userId: people[1]!, marketId: markets[1]!, reason: 'It is known.' });
  await engine.resolveMarket({ userId: people[1]!, marketId: markets[1]!, weights: [5_000, 2_500, 2_500] });
  await engine.closeMarket({ userId: people[3]!, marketId: markets[2]!, reason: 'It is known.' });
  await engine.resolveMarket({ userId: people[3]!, marketId: markets[2]!, outcome: 'N_A' });
  await engine.closeMarket({ userId: people[3]!, marketId: markets[3]!, reason: 'It is known.' });
  await engine.decideAsOperator(markets[1]!, { decision: 'CHANGE', outcome: 2, reason: 'Misread.' });
  const slow = await openEngine(books.database.url, { disputeHours: 1 });
  const of = { userId: people[3]!, marketId: markets[3]! };
  await slow.engine.resolveMarket({ ...of, outcome: 0, note: 'So they say.' });
  await slow.engine.amendProposal({ ...of, version: 1, weights: [5_000, 5_000, 0] });
  await slow.engine.disputeProposal({ ...of, version: 2, reason: 'No.' }).finally(slow.close);
  const say = async (userId: UserId, body: string, more = {}) =>
    (await engine.postComment({ userId, postId: text.id, body, ...more })).answer;
  const first = await say(people[1]!, 'I think @person_2 knows.');
  const reply = await say(people[2]!, 'Do I?', { parentId: first.id });
  const regretted = await say(people[3]!, 'A secret of mine.');
  await engine.likeComment({ userId: people[4]!, id: first.id, liked: true });
  await engine.likeComment({ userId: people[5]!, id: reply.id, liked: true });
  await engine.editComment({ userId: people[2]!, id: reply.id, body: 'I do.' });
  await engine.deleteComment({ userId: people[3]!, id: regretted.id });
  await engine.reportPost({ userId: people[4]!, postId: text.id, reason: 'OTHER', note: 'Odd.' });
  await engine.followUser(people[1]!, 'person_4');
  await engine.followMarket(people[2]!, markets[4]!);
  await project(books);
  return { people, markets };
};

const rowsOf = async (books: TestBooks, table: string): Promise<string[]> => {
  // A running average depends in its last digits on where batches ended.
  const row = table === 'market_trend' ? `row(t.market_id, t.seq, round(t.heat::numeric, 6))` : 't';
  const { rows } = await books.database.pool.query<{ row: string }>(
    `select ${row}::text as row from ${table} t order by ${row}::text collate "C"`,
  );
  return rows.map((one) => one.row);
};

let books: TestBooks;
let markets: MarketId[];
let text: string;
beforeAll(async () => {
  books = await openTestBooks();
  ({ markets } = await live(books));
  text = await writeOut(books);
});
afterAll(() => books.close());

const lines = (of: string = text): { type: string; [name: string]: unknown }[] =>
  of
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('an export', () => {
  test('knows every table and every column there is', async () => {
    const { rows } = await books.database.pool.query<{ name: string; column: string }>(
      `select table_name as name, column_name as column from information_schema.columns c
        where table_schema = 'public' and exists (select from pg_class where oid = format('public.%I', c.table_name)::regclass and relkind = 'r')`,
    );
    const tables = [...new Set(rows.map(({ name }) => name))];
    expect(tables.filter((name) => !EXPORTED.has(name)).sort()).toEqual([...DERIVED, ...LEFT_BEHIND].sort());
    const written = new Set<string>(fieldsOf('trade').map((name) => `trade.${columnOf(name)}`));
    for (const [type, { table, instead }] of Object.entries(exportedTables)) {
      for (const name of fieldsOf(type as keyof typeof exportedTables)) {
        written.add(`${table}.${(instead?.[name] ?? `t.${columnOf(name)}`).slice(2)}`);
      }
    }
    const missing = rows
      .filter(({ name, column }) => EXPORTED.has(name) && !written.has(`${name}.${column}`))
      .map(({ name, column }) => `${name}.${column}`);
    expect(missing.sort()).toEqual([...DERIVED_COLUMNS].sort());
  });

  test('is described in the guide, field by field', () => {
    const guide = readFileSync(path.join(import.meta.dirname, '../../../../docs/guide/export.md'), 'utf8');
    const described = Object.fromEntries(
      [...guide.matchAll(/^\| `(\w+)`( ¹)? \| [^|]+ \| (.+) \|$/gm)].map(([, type, isPrivate, fields]) => [
        type,
        {
          isPrivate: isPrivate !== undefined,
          fields: [...fields!.matchAll(/`(\w+)`/g)].map(([, name]) => name),
        },
      ]),
    );
    const { header: _header, footer: _footer, ...lines } = described;
    const known = Object.keys(exportLines).map((type) => [
      type,
      {
        isPrivate: exportedTables[type as keyof typeof exportedTables]?.private === true,
        fields: fieldsOf(type as keyof typeof exportLines),
      },
    ]);
    expect(lines).toEqual(Object.fromEntries(known));
  });

  test('begins with a header, ends with a footer that counts the rest, and sums to nothing', () => {
    const all = lines();
    expect(all[0]).toMatchObject({
      type: 'header',
      format: 1,
      release: '1.2.3',
      instance: 'Test',
      withAccounts: true,
    });
    const footer = all.at(-1) as never as { counts: Record<string, number>; totals: Record<string, number> };
    expect(Object.values(footer.counts).reduce((sum, count) => sum + count)).toBe(all.length - 2);
    expect(Object.values(footer.totals).reduce((sum, credits) => sum + credits)).toBe(0);
    expect(footer.counts).toMatchObject({
      user: 8,
      market: 6,
      proposal: 2,
      dispute: 1,
      resolution: 4,
      correction: 1,
      comment: 3,
      authUser: 1,
      apiKey: 1,
    });
  });

  test('without accounts says nothing that is private', async () => {
    const shown = await writeOut(books, false);
    for (const secret of [
      'zofia@example.org',
      'salt:hash',
      'mm_abc',
      'A secret of mine.',
      'Odd.',
      'auth-1',
    ]) {
      expect(text).toContain(secret);
      expect(shown).not.toContain(secret);
    }
    const types = new Set(lines(shown).map(({ type }) => type));
    expect([...types]).not.toContain('report');
    expect([...types]).toContain('trade');
  });
});

describe('an import', () => {
  test('makes the same books, the same statistics and tells nobody', async () => {
    const copy = await openTestBooks();
    const figures = await copy.engine.importBooks(chunksOf(text));
    expect(figures.counts).toEqual((lines().at(-1) as never as { counts: unknown }).counts);
    expect(figures.laws).toBeGreaterThan(10);
    for (const table of [...EXPORTED, ...DERIVED]) {
      const rows = await rowsOf(copy, table);
      const before = await rowsOf(books, table);
      // Likes that were taken back are not brought, so their number is smaller.
      expect({ table, rows }).toEqual({ table, rows: before });
    }
    for (const table of ['outbox', 'notification', 'analytics_event']) {
      expect({ table, rows: await rowsOf(copy, table) }).toEqual({ table, rows: [] });
    }
    const [there, here] = [await books.engine.audit(), await copy.engine.audit()];
    expect(here.clean).toBe(true);
    expect(here.totals).toEqual(there.totals);
    expect(
      await writeOut(copy)
        .then(lines)
        .then((all) => all.slice(1, -1)),
    ).toEqual(lines().slice(1, -1));
    await copy.close();
  });

  test('leaves books that go on', async () => {
    const copy = await openTestBooks();
    await copy.engine.importBooks(chunksOf(text));
    const person = await copy.person('Newcomer');
    const market = await copy.market(person, { b: 100 });
    await copy.buy(person, market.id, 0, 20);
    await copy.buy(person, markets[4]!, 0, 20);
    await copy.engine.postComment({ userId: person, postId: market.postId, body: 'Hello.' });
    await project(copy);
    expect((await copy.engine.audit()).clean).toBe(true);
    await copy.close();
  });

  test('of an export without accounts has the same books, and nobody who can sign in', async () => {
    const copy = await openTestBooks();
    await copy.engine.importBooks(chunksOf(await writeOut(books, false)));
    expect(await rowsOf(copy, 'account')).toEqual(await rowsOf(books, 'account'));
    expect(await rowsOf(copy, 'transfer')).toEqual(await rowsOf(books, 'transfer'));
    expect(await rowsOf(copy, 'auth_user')).toEqual([]);
    await copy.close();
  });
});

describe('an import refuses', () => {
  const refused = async (given: string, sentence: string | RegExp): Promise<void> => {
    const copy = await openTestBooks();
    await expect(copy.engine.importBooks(chunksOf(given))).rejects.toThrow(sentence);
    for (const table of ['users', 'post', 'transfer', 'outbox'])
      expect(await rowsOf(copy, table)).toEqual([]);
    // Nothing is half done, so the right file can still be read.
    if (given !== text) await copy.engine.importBooks(chunksOf(text));
    await copy.close();
  };
  const change = (type: string, edit: (line: string) => string): string => {
    let done = false;
    return text
      .split('\n')
      .map((line) => {
        if (done || !line.startsWith(`{"type":"${type}"`)) return line;
        done = true;
        return edit(line);
      })
      .join('\n');
  };

  test('a line that is cut', () =>
    refused(
      change('trade', (line) => line.slice(0, 40)),
      /Line \d+ is damaged: it is not a JSON object\./,
    ));

  test('a field that is not what it should be', () =>
    refused(
      change('trade', (line) => line.replace(/"seq":\d+/, '"seq":"x"')),
      /Line \d+ is damaged: seq: /,
    ));

  test('a word that was changed and still makes sense', () =>
    refused(
      change('post', (line) => line.replace('rain', 'snow')),
      'The file has changed since it was written',
    ));

  test('a trade that was taken out', () =>
    refused(
      text.replace(/\{"type":"trade".*\n/, ''),
      /continue the sequence|changed since it was written|comes to|overdraft|no_overdraft/,
    ));

  test('a file that is cut off', () =>
    refused(text.split('\n').slice(0, -2).join('\n'), 'The file is cut off'));
  test('something after the end', () => refused(`${text}{"type":"post"}\n`, 'comes after the end'));
  test('a file of a format to come', () =>
    refused(
      text.replace('"format":1', '"format":2'),
      'The file has format 2, and this release reads format 1.',
    ));
  test('a file that is no export', () => refused('{"hello":1}\n', 'does not begin with the header'));

  test('a database in which something has happened', async () => {
    await expect(books.engine.importBooks(chunksOf(text))).rejects.toThrow('This database is not empty.');
  });
});

test('a market closed by the clock keeps its times', async () => {
  const [some, copy] = [await openTestBooks(), await openTestBooks()];
  const ana = await some.person();
  await some.market(ana, { closesAt: inDays(1) });
  await copy.engine.importBooks(chunksOf(await writeOut(some)));
  expect(await rowsOf(copy, 'prediction_market')).toEqual(await rowsOf(some, 'prediction_market'));
  await some.close();
  await copy.close();
});
