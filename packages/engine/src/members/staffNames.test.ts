import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/index.ts';

/** Nobody passes for who runs the site by letters that look like theirs. */

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
  const { userId } = await books.engine.createAccount({ name: 'Paula Copy', handle: 'boss' });
  await books.engine.grantAdmin({ userId });
  await books.engine.createAccount({ name: 'Pope', handle: 'pope' });
});
afterAll(() => books.close());

const refused = { code: 'VALIDATION_FAILED' };

test.each([
  ['Раulа Сору', 'Cyrillic letters'],
  ['Pau1a Copy', 'a digit'],
  ['Paula_Copy', 'another gap'],
  ['Páula Copy', 'an accent'],
  ['B0ss', 'the handle with a digit'],
  ['Вoѕs', 'the handle in Cyrillic'],
])('a name like that of an admin is refused: %s (%s)', async (name) => {
  await expect(books.engine.admit({ email: 'guest@example.org', name })).rejects.toMatchObject(refused);
  const ben = await books.person('Ben');
  await expect(books.engine.updateMe(ben, { name })).rejects.toMatchObject(refused);
  expect(await books.engine.resemblesStaff(name)).toBe(true);
});

test.each(['b0ss', 'bo_ss', 'b_oss'])('and so is the handle %s', async (handle) => {
  const ben = await books.person('Ben');
  await expect(books.engine.updateMe(ben, { handle })).rejects.toMatchObject(refused);
});

test('a handle that is made of a name gets a number rather than look like one of the staff', async () => {
  expect(await books.engine.createAccount({ name: 'B0ss' })).toMatchObject({ handle: 'b0ss_2' });
});

describe('nobody is refused', () => {
  test.each([
    'Paula Copy',
    'paula copy',
    'Paula',
    'Оса',
    'Рост',
    'Сосна',
    'Роре',
    'Анна',
    'Олег Рост',
    'Ирина',
    'Μαρία',
    'Άννα',
    'Оксана',
    'Јован',
    'Արամ',
    '王偉',
    '😀',
  ])('who is called %s', async (name) => {
    await books.engine.admit({ email: 'guest@example.org', name });
    const somebody = await books.person('Somebody');
    expect(await books.engine.updateMe(somebody, { name })).toMatchObject({ name });
  });

  test('for a name of their own that they keep', async () => {
    const { userId } = await books.engine.createAccount({ name: 'Mod Era' });
    await books.engine.setRole({ userId }, 'moderator');
    expect(await books.engine.updateMe(userId, { name: 'Mod  Era!' })).toMatchObject({ name: 'Mod  Era!' });
  });
});
