import { createHash } from 'node:crypto';
import type { MarketId, UserId } from '@mesh-markets/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';
import { corrupt } from '../testing/corrupt.ts';
import { canonicalTime } from './canonical.ts';
import { verifyExport } from './verifyExport.ts';

const exportOf = async (books: TestBooks): Promise<string> => {
  let text = '';
  const options = { release: '1.2.3', instance: 'Test', withAccounts: false };
  for await (const chunk of books.engine.exportBooks(options)) text += chunk;
  return text;
};

async function* chunksOf(text: string): AsyncGenerator<string> {
  yield text;
}

/** Two links of some trades, and something after them that is not chained yet. */
const openChained = async (): Promise<TestBooks & { ids: number[]; gap: number }> => {
  const books = await openTestBooks();
  const [ana, ben] = (await books.people(2)) as [UserId, UserId];
  const market: MarketId = (await books.market(ana)).id;
  for (let n = 1; n <= 5; n += 1) await books.buy(ben, market, n % 2, 10 * n);
  await books.engine.extendChain();
  await books.buy(ana, market, 0, 7);
  // A number that was given out for something that was taken back.
  const lost = await books.database.pool.query<{ gap: string }>(
    `select nextval(pg_get_serial_sequence('transfer', 'id')) as gap`,
  );
  for (let n = 1; n <= 5; n += 1) await books.buy(ana, market, n % 2, 10 * n);
  await books.sell(ben, market, 0, 15);
  await books.engine.extendChain();
  await books.buy(ana, market, 0, 5);
  const { rows } = await books.pool.query<{ id: number }>('select id from transfer order by id');
  return { ...books, ids: rows.map(({ id }) => id), gap: Number(lost.rows[0]!.gap) };
};

describe('a chain over an untouched ledger', () => {
  let books: Awaited<ReturnType<typeof openChained>>;
  beforeAll(async () => {
    books = await openChained();
  });
  afterAll(() => books.close());

  test('fits it, in the database and in an export', async () => {
    const report = await books.engine.verifyChain();
    expect(report).toMatchObject({
      links: 2,
      transfers: books.ids.length - 1,
      unchained: 1,
      broken: undefined,
    });
    expect(await verifyExport(chunksOf(await exportOf(books)))).toEqual(report);
  });

  test('is what anybody gets by the words of the guide', async () => {
    const { rows } = await books.pool.query<Record<string, string | number | null>>(
      `select t.*, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at from transfer t
        where id <= (select to_id from ledger_chain where height = 1) order by id`,
    );
    const lines = rows.map(
      (t) =>
        `${t.id} ${t.debit_account_id} ${t.credit_account_id} ${t.amount} ${t.kind} ${t.market_id ?? '-'} ${t.trade_seq ?? '-'} ${t.at}Z\n`,
    );
    const text = `${'0'.repeat(64)}\n${lines.join('')}`;
    const first = await books.pool.query<{ hash: string }>(
      `select encode(hash, 'hex') as hash from ledger_chain where height = 1`,
    );
    expect(first.rows[0]!.hash).toBe(createHash('sha256').update(text).digest('hex'));
  });

  test('goes with the history into another database and on from there', async () => {
    const copy = await openTestBooks();
    try {
      await copy.engine.importBooks(chunksOf(await exportOf(books)));
      const before = await books.engine.verifyChain();
      expect(await copy.engine.verifyChain(before.head)).toEqual(before);
      await copy.engine.extendChain();
      expect(await copy.engine.verifyChain(before.head)).toMatchObject({
        links: 3,
        unchained: 0,
        broken: undefined,
      });
    } finally {
      await copy.close();
    }
  });

  test('is shown to everybody by its newest link', async () => {
    const { head } = await books.engine.verifyChain();
    const { chain } = await books.engine.getTransparency();
    expect(chain).toMatchObject({ height: 2, hash: head!.hash, upTo: head!.upTo });
  });

  test('cannot be changed by anybody, nor continued anywhere but at its end', async () => {
    await expect(books.pool.query('update ledger_chain set height = 9')).rejects.toThrow(/permission denied/);
    await expect(books.pool.query('delete from ledger_chain')).rejects.toThrow(/permission denied/);
    await expect(books.database.pool.query('delete from ledger_chain')).rejects.toThrow(/never changed/);
    await expect(books.database.pool.query('truncate ledger_chain')).rejects.toThrow(/append-only/);
    const again =
      'insert into ledger_chain select height + $1, from_id + $2, to_id + $2, transfers, previous, hash, marks from ledger_chain where height = 2';
    for (const moved of [
      [1, 0],
      [1, 1_000],
      [2, 1_000],
    ])
      await expect(books.pool.query(again, moved)).rejects.toThrow(/where it ends/);
  });
});

describe('a transfer that was tampered with by somebody whom nothing stops is named', () => {
  let books: Awaited<ReturnType<typeof openChained>>;
  beforeEach(async () => {
    books = await openChained();
  });
  afterEach(() => books.close());

  const tamper = (...statements: string[]) => corrupt.run(books.database.pool, ...statements);
  const found = async () => (await books.engine.verifyChain()).broken;

  test('changed', async () => {
    const id = books.ids[9]!;
    await tamper(`update transfer set amount = amount + 1 where id = ${id}`);
    expect(await found()).toMatchObject({
      height: 2,
      transferId: id,
      sentence: expect.stringContaining('changed'),
    });
  });

  test('changed in its time by less than is ever shown', async () => {
    const id = books.ids[2]!;
    await tamper(`update transfer set created_at = created_at + interval '1 microsecond' where id = ${id}`);
    expect(await found()).toMatchObject({ height: 1, transferId: id });
  });

  test('removed', async () => {
    await tamper(`delete from transfer where id = ${books.ids[4]}`);
    const broken = await found();
    expect(broken).toMatchObject({ height: 1, transferId: books.ids[5] });
    expect(broken!.sentence).toContain(`before transfer ${books.ids[5]} was removed`);
  });

  test('removed at the end of a link', async () => {
    const { rows } = await books.pool.query<{ to: number }>(
      'select to_id as to from ledger_chain where height = 1',
    );
    await tamper(`delete from transfer where id = ${rows[0]!.to}`);
    expect((await found())!.sentence).toContain(`up to ${rows[0]!.to} was removed`);
  });

  test('added, in a gap between the numbers of others', async () => {
    await tamper(
      `insert into transfer overriding system value
       select ${books.gap}, debit_account_id, credit_account_id, amount, kind, market_id, trade_seq, created_at from transfer where id = ${books.ids[4]}`,
    );
    expect(await found()).toMatchObject({
      height: 2,
      transferId: books.gap,
      sentence: expect.stringContaining('added later'),
    });
  });

  test('in another order', async () => {
    const [first, second] = [books.ids[3]!, books.ids[5]!];
    await tamper(
      `update transfer t set debit_account_id = o.debit_account_id, credit_account_id = o.credit_account_id, amount = o.amount, kind = o.kind,
              market_id = o.market_id, trade_seq = o.trade_seq, created_at = o.created_at
         from transfer o where (t.id, o.id) in ((${first}, ${second}), (${second}, ${first}))`,
    );
    expect(await found()).toMatchObject({ height: 1, transferId: first });
  });

  test('together with all the links after it, once somebody has kept one', async () => {
    const { head } = await books.engine.verifyChain();
    const id = books.ids[9]!;
    await tamper(
      `update transfer set amount = amount + 1 where id = ${id}`,
      'delete from ledger_chain where height = 2',
    );
    await books.engine.extendChain();
    expect(await found()).toBeUndefined();
    const { broken } = await books.engine.verifyChain({ height: 2, hash: head!.hash });
    expect(broken!.sentence).toContain('not the one that was kept');
  });

  test('in an export that says of itself that it is whole', async () => {
    const id = books.ids[9]!;
    await tamper(
      `update trade set credits = credits + 1 where (market_id, seq) in (select market_id, trade_seq from transfer where id = ${id})`,
    );
    const report = await verifyExport(chunksOf(await exportOf(books)));
    expect(report.broken).toMatchObject({ height: 2, transferId: id });
  });

  test('by its link alone', async () => {
    await tamper(`update ledger_chain set hash = decode(repeat('ab', 32), 'hex') where height = 1`);
    expect((await found())!.sentence).toContain('Link 1 itself was changed');
  });
});

describe('the audit that runs by itself', () => {
  let books: Awaited<ReturnType<typeof openChained>>;
  beforeEach(async () => {
    books = await openChained();
  });
  afterEach(() => books.close());

  const CHAIN = /Every transfer of the chain/;
  const chainLaw = async () => (await books.engine.runAudit()).laws.find(({ law }) => CHAIN.test(law));
  const shown = async () => (await books.engine.getTransparency()).chain!;
  const tamper = (...statements: string[]) => corrupt.run(books.database.pool, ...statements);
  const aWeekAgo = () => tamper(`update chain_check set checked_at = checked_at - interval '8 days'`);

  test('follows the whole chain at first, and then only what is new', async () => {
    expect((await shown()).verified).toBeUndefined();
    expect(await chainLaw()).toMatchObject({ checked: books.ids.length - 1, broken: 0 });
    expect((await shown()).verified).toMatchObject({ height: 2, upTo: books.ids.at(-2) });
    await books.engine.extendChain();
    // The one transfer that is new, and the link before it.
    expect(await chainLaw()).toMatchObject({ checked: 2, broken: 0 });
    expect(await shown()).toMatchObject({ height: 3, verified: { height: 3, upTo: books.ids.at(-1) } });
  });

  test('finds what was changed since, and finds it again until it is mended', async () => {
    await books.engine.runAudit();
    await books.engine.extendChain();
    const id = books.ids.at(-1)!;
    await tamper(`update transfer set created_at = created_at + interval '1 microsecond' where id = ${id}`);
    for (let n = 0; n < 2; n += 1) {
      const law = await chainLaw();
      expect(law).toMatchObject({ broken: 1, examples: [expect.stringContaining(`Transfer ${id} `)] });
    }
    const { lastAudit, chain } = await books.engine.getTransparency();
    expect(lastAudit).toMatchObject({ clean: false, broken: [expect.stringMatching(CHAIN)] });
    expect(chain).toMatchObject({ verified: { height: 2 }, problem: expect.stringContaining(`${id}`) });
    await tamper(`update transfer set created_at = created_at - interval '1 microsecond' where id = ${id}`);
    expect(await chainLaw()).toMatchObject({ checked: books.ids.length, broken: 0 });
    expect(await shown()).toMatchObject({ verified: { height: 3 } });
    expect((await shown()).problem).toBeUndefined();
  });

  test('looks at what it has verified again after a week', async () => {
    await books.engine.runAudit();
    await tamper(
      `update transfer set created_at = created_at + interval '1 microsecond' where id = ${books.ids[2]}`,
    );
    expect(await chainLaw()).toMatchObject({ broken: 0 });
    await aWeekAgo();
    expect(await chainLaw()).toMatchObject({ broken: 1 });
    // What an operator is told to run says the same.
    expect((await books.engine.audit()).clean).toBe(false);
  });

  test('sees that a chain was made again over another past, or is gone', async () => {
    await books.engine.runAudit();
    await tamper(
      `update transfer set created_at = created_at + interval '1 microsecond' where id = ${books.ids[9]}`,
      'delete from ledger_chain where height = 2',
    );
    expect((await chainLaw())!.examples[0]).toContain('Link 2 of the chain is missing');
    await books.engine.extendChain();
    expect((await chainLaw())!.examples[0]).toContain('not the one that was kept');
    await tamper('delete from ledger_chain');
    expect((await chainLaw())!.examples[0]).toContain('The chain ends at link 0');
  });

  test('keeps what it found for ever', async () => {
    await books.engine.runAudit();
    await expect(books.pool.query('delete from chain_check')).rejects.toThrow(/permission denied/);
    await expect(books.database.pool.query('update chain_check set height = 9')).rejects.toThrow(/stays/);
  });
});

describe('while others write', () => {
  let books: TestBooks;
  beforeEach(async () => {
    books = await openTestBooks();
  });
  afterEach(() => books.close());

  test('a transfer that commits after one with a greater number is waited for', async () => {
    const [ana, ben] = (await books.people(2)) as [UserId, UserId];
    const market = (await books.market(ana)).id;
    await books.engine.extendChain();
    const slow = await books.database.pool.connect();
    await slow.query('begin');
    await slow.query(
      `insert into transfer (debit_account_id, credit_account_id, amount, kind)
       select i.id, h.id, 5, 'HOUSE_FUNDING' from account i, account h where i.kind = 'issuer' and h.kind = 'house'`,
    );
    await books.buy(ben, market, 0, 50);
    let ended = false;
    const extending = books.engine.extendChain().finally(() => {
      ended = true;
    });
    // It looks at who writes; each of these round trips gives it the time to have gone on, were it not waiting.
    for (let n = 0; n < 50; n += 1) await books.pool.query('select 1');
    expect(ended).toBe(false);
    await slow.query('commit');
    slow.release();
    expect(await extending).toEqual({ links: 1, transfers: 2 });
    expect(await books.engine.verifyChain()).toMatchObject({ unchained: 0, broken: undefined });
  });

  test('every transfer is in the chain once, whoever extends it', async () => {
    const people = await books.people(6);
    const markets = await Promise.all([0, 1, 2].map((n) => books.market(people[n]!)));
    const trades = Array.from({ length: 240 }, (_, n) =>
      books.buy(people[n % 6]!, markets[n % 3]!.id, n % 2, 1 + (n % 9)),
    );
    let trading = true;
    const chaining = Promise.all(
      [0, 1, 2].map(async () => {
        while (trading) await books.engine.extendChain();
      }),
    );
    await Promise.all(trades);
    trading = false;
    await chaining;
    await books.engine.extendChain();
    const report = await books.engine.verifyChain();
    expect(report).toMatchObject({ unchained: 0, broken: undefined });
    const { rows } = await books.pool.query<{ count: number }>('select count(*) from transfer');
    expect(report.transfers).toBe(rows[0]!.count);
  });
});

test('a time is written in one way, however it is read', () => {
  expect(canonicalTime('2026-11-22T10:00:00+00:00')).toBe('2026-11-22T10:00:00.000000Z');
  expect(canonicalTime('2026-11-22T10:00:00.12+00:00')).toBe('2026-11-22T10:00:00.120000Z');
  expect(canonicalTime('2026-11-22T10:00:00.123456Z')).toBe('2026-11-22T10:00:00.123456Z');
  expect(() => canonicalTime('2026-11-22T10:00:00+01:00')).toThrow(/UTC/);
});
