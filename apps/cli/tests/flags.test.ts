import { openTestBooks, type TestBooks } from '@mesh-markets/engine/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './terminal.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

const onBooks = (...words: string[]) => run(words, { DATABASE_URL: books.database.url });

test('flags are listed and switched, and the engine follows', async () => {
  const ana = await books.person('Ana Ruiz');
  expect((await onBooks('flags')).out).toMatch(/trading +on/);
  expect(await onBooks('flags', 'set', 'creation', 'off', '--reason=Spring cleaning')).toMatchObject({
    code: 0,
    out: 'creation is off.',
  });
  expect((await onBooks('flags')).out).toMatch(/creation +off .*Spring cleaning/);
  const { handle } = await books.engine.getMe(ana);
  expect(
    await onBooks('flags', 'set', 'predictionMarkets', 'on', '--percentage=25', `--allow=@${handle}`),
  ).toMatchObject({
    out: `predictionMarkets is on for 25 % and @${handle}.`,
  });
  expect(await onBooks('flags', 'set', 'predictionMarkets', 'on', '--allow=nobody')).toMatchObject({
    code: 1,
  });
});

test.each([
  [['flags', 'set', 'fun', 'on'], 'There is no flag "fun"'],
  [['flags', 'set', 'trading', 'maybe'], 'Say on or off'],
  [['flags', 'set', 'trading', 'on', '--percentage=101'], '--percentage must be'],
])('%j is not understood', async (words, sentence) => {
  const { code, error } = await onBooks(...words);
  expect(code).toBe(2);
  expect(error).toContain(sentence);
});
