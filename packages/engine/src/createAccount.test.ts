import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from './testing/index.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

test('a whole class that signs up at once under names without a handle in them gets an account each', async () => {
  const names = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? '李雷' : '韩梅梅'));
  const accounts = await Promise.all(names.map((name) => books.engine.createAccount({ name })));
  const handles = accounts.map(({ handle }) => handle).sort();
  expect(new Set(handles).size).toBe(40);
  expect(handles[0]).toBe('member');
  expect(new Set(await Promise.all(accounts.map(({ userId }) => books.balance(userId))))).toEqual(
    new Set([10_000]),
  );
});

test('one person who signs up many times at once gets one account and one grant', async () => {
  await books.database.pool.query(
    `insert into auth_user (id, name, email) values ('ana', 'Ana', 'ana@example.org')`,
  );
  const asked = Array.from({ length: 20 }, () =>
    books.engine.createAccount({ authUserId: 'ana', name: 'Ana' }),
  );
  const accounts = await Promise.all(asked);
  expect(new Set(accounts.map(({ userId }) => userId)).size).toBe(1);
  expect(await books.balance(accounts[0]!.userId)).toBe(10_000);
  expect((await books.engine.audit()).clean).toBe(true);
});
