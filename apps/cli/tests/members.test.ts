import { openTestBooks, signIns, type TestBooks } from '@mesh-markets/engine/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from './terminal.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks({ signUp: 'invite' });
});
afterAll(() => books.close());

const onBooks = (words: string[], more: Record<string, string> = {}) =>
  run(words, { DATABASE_URL: books.database.url, ...more });

describe('admin invite', () => {
  test('prints a link that lets somebody in', async () => {
    const { code, out } = await onBooks(['admin', 'invite', '--uses=2', '--days=3'], {
      PUBLIC_URL: 'https://markets.example.org/',
    });
    expect(code).toBe(0);
    const [, token] = /https:\/\/markets\.example\.org\/sign-up#invite=([\w-]+)/.exec(out) ?? [];
    await books.engine.admit({ email: 'ana@example.org', invitation: token! });
    await expect(
      books.engine.admit({ email: 'ana@example.org', invitation: 'B'.repeat(43) }),
    ).rejects.toThrow();
  });

  test('for an address says so, and in JSON', async () => {
    const { code, out } = await onBooks(['admin', 'invite', '--email=Ben@example.org', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      link: expect.stringMatching(/^http:\/\/localhost:3000\/sign-up#invite=/),
      invitation: { email: 'ben@example.org', uses: 1 },
    });
  });

  test.each([
    ['--uses=0', '--uses must be a whole number from 1 to 1000.'],
    ['--days=366', '--days must be a whole number from 1 to 365.'],
    ['--email=nobody', '--email must be an e-mail address.'],
  ])('refuses %s', async (option, sentence) => {
    const { code, error } = await onBooks(['admin', 'invite', option]);
    expect(error).toContain(sentence);
    expect(code).toBe(2);
  });
});

describe('admin reset-link', () => {
  test.each(['cia@example.org', '@cia_c', 'cia_c'])('prints a link for %s, on record', async (who) => {
    if (who === 'cia@example.org') {
      const authUserId = await signIns.addLogin(books.database.pool, 'cia@example.org');
      await books.engine.createAccount({ authUserId, name: 'Cia', handle: 'cia_c' });
    }
    const { code, out } = await onBooks(['admin', 'reset-link', who]);
    expect(code).toBe(0);
    expect(out).toContain('For Cia (cia@example.org), good for an hour:');
    const [, token] = /\/reset-password#token=([\w-]+)/.exec(out) ?? [];
    expect(await books.engine.readReset(token!)).toMatchObject({ userId: expect.any(String) });
  });

  test('knows who is not here', async () => {
    const { code, error } = await onBooks(['admin', 'reset-link', 'nobody']);
    expect(error).toContain('Nobody who signs in here has this handle or e-mail address.');
    expect(code).toBe(1);
  });
});
