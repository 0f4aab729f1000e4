import type { UserId } from '@mesh-markets/contract';
import { afterEach, describe, expect, test } from 'vitest';
import type { EngineSettings } from '../api.ts';
import { openEngine } from '../openEngine.ts';
import { openTestBooks, signIns, type TestBooks } from '../testing/index.ts';

/** What the books hold people to when they come in. */

let open: TestBooks[] = [];
afterEach(async () => {
  for (const books of open) await books.close();
  open = [];
});

const begin = async (settings: Partial<EngineSettings> = {}): Promise<TestBooks> => {
  const books = await openTestBooks({ offersEmail: true, ...settings });
  open.push(books);
  return books;
};

/** Somebody with a login, as the auth library makes them, and an account. */
const join = async (books: TestBooks, email: string, name = 'Ana'): Promise<UserId> => {
  const authUserId = await signIns.addLogin(books.database.pool, email);
  return (await books.engine.createAccount({ authUserId, name })).userId;
};

/** The secret of the mail that is due next. */
const nextLink = async ({ engine }: TestBooks): Promise<string> => {
  const mail = await engine.claimAccountMail();
  await engine.settleAccountMail(mail!.id, { kind: 'SENT' });
  return mail!.token!;
};

const verify = async (books: TestBooks, userId: UserId) => {
  await books.engine.requestVerification(userId);
  return books.engine.verifyEmail(await nextLink(books));
};

describe('sign-up credits', () => {
  test('come with the account where addresses need no confirmation', async () => {
    const books = await begin({ emailVerification: 'optional' });
    const ana = await join(books, 'ana@example.org');
    expect(await books.balance(ana)).toBe(10_000);
    expect(await verify(books, ana)).toMatchObject({ email: 'ana@example.org', granted: 0 });
    expect(await books.balance(ana)).toBe(10_000);
    expect((await books.engine.getMe(ana)).emailVerified).toBe(true);
    expect((await books.engine.audit()).clean).toBe(true);
  });

  test('wait for the confirmation where it is required', async () => {
    const books = await begin({ emailVerification: 'required' });
    const ana = await join(books, 'ana@example.org');
    expect(await books.balance(ana)).toBe(0);
    expect((await books.engine.audit()).clean).toBe(true);
    expect(await verify(books, ana)).toMatchObject({ granted: 10_000 });
    expect(await books.balance(ana)).toBe(10_000);
    expect((await books.engine.audit()).clean).toBe(true);
  });

  test('are given once for all spellings of a mailbox', async () => {
    const books = await begin({ emailVerification: 'required' });
    const spellings = [
      'ana.lovelace@gmail.com',
      'analovelace+two@googlemail.com',
      'a.n.a.lovelace@gmail.com',
    ];
    for (const [i, spelling] of spellings.entries()) {
      const userId = await join(books, spelling, `Ana ${i}`);
      expect(await verify(books, userId)).toMatchObject({ granted: i === 0 ? 10_000 : 0 });
    }
    const other = await join(books, 'ana.lovelace@example.org', 'Another');
    expect(await verify(books, other)).toMatchObject({ granted: 10_000 });
    const tagged = await join(books, 'ana.lovelace+tag@example.org', 'Tagged');
    expect(await verify(books, tagged)).toMatchObject({ granted: 0 });
    expect((await books.engine.audit()).clean).toBe(true);
  });

  test('are given once when the links of ten spellings are opened at once', async () => {
    const books = await begin({ emailVerification: 'required' });
    const links: string[] = [];
    for (let i = 0; i < 10; i += 1) {
      const userId = await join(books, `ana+${i}@example.org`, `Ana ${i}`);
      await books.engine.requestVerification(userId);
      links.push(await nextLink(books));
    }
    const answers = await Promise.all(links.map((link) => books.engine.verifyEmail(link)));
    expect(answers.filter(({ granted }) => granted > 0)).toHaveLength(1);
    expect(await signIns.countGrants(books.database.pool)).toEqual({ grants: 1, mailboxes: 1 });
    expect((await books.engine.audit()).clean).toBe(true);
  });

  test('are given once when one link is opened twenty times at once', async () => {
    const books = await begin({ emailVerification: 'required' });
    const ana = await join(books, 'ana@example.org');
    await books.engine.requestVerification(ana);
    const link = await nextLink(books);
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => books.engine.verifyEmail(link)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await books.balance(ana)).toBe(10_000);
  });

  test('are remembered by mailbox from before confirmation was required, and for ever', async () => {
    const books = await begin();
    const ana = await join(books, 'ana@example.org');
    expect(await books.balance(ana)).toBe(10_000);
    expect(await signIns.countGrants(books.database.pool)).toEqual({ grants: 1, mailboxes: 1 });
    await signIns.renameLogin(books.database.pool, 'ana@example.org', 'gone@example.org');
    const strict = await openEngine(books.database.url, { emailVerification: 'required', offersEmail: true });
    const authUserId = await signIns.addLogin(books.database.pool, 'ana+again@example.org');
    const { userId } = await strict.engine.createAccount({ authUserId, name: 'Again' });
    await strict.engine.requestVerification(userId);
    const mail = await strict.engine.claimAccountMail();
    expect(await strict.engine.verifyEmail(mail!.token!)).toMatchObject({ granted: 0 });
    await strict.close();
    for (const change of ['delete from signup_grant', 'update signup_grant set user_id = 0']) {
      await expect(books.database.pool.query(change)).rejects.toThrow('is refused');
    }
  });

  test('come to whoever never confirmed, once that is required no more, and once for each mailbox', async () => {
    const books = await begin({ emailVerification: 'required' });
    const emails = ['ana@example.org', 'ana+b@example.org', 'ben@example.org', 'cleo@example.org'];
    const people: UserId[] = [];
    for (const email of emails) people.push(await join(books, email));
    await verify(books, people[3]!);
    const balances = () => Promise.all(people.map(books.balance));
    expect(await books.engine.grantWaiting()).toEqual({ granted: 0 });
    expect(await balances()).toEqual([0, 0, 0, 10_000]);
    const relaxed = await Promise.all(
      [1, 2].map(() => openEngine(books.database.url, { emailVerification: 'optional' })),
    );
    try {
      const given = await Promise.all(relaxed.map(({ engine }) => engine.grantWaiting()));
      expect(given.reduce((sum, { granted }) => sum + granted, 0)).toBe(2);
      expect(await balances()).toEqual([10_000, 0, 10_000, 10_000]);
      expect(await relaxed[0]!.engine.grantWaiting()).toEqual({ granted: 0 });
    } finally {
      for (const { close } of relaxed) await close();
    }
    expect((await books.engine.audit()).clean).toBe(true);
  });

  test('of nothing were given too: whoever joined then does not wait for more', async () => {
    const books = await begin({ signupCredits: 0 });
    const ana = await join(books, 'ana@example.org');
    const generous = await openEngine(books.database.url, { signupCredits: 500 });
    expect(await generous.engine.grantWaiting().finally(generous.close)).toEqual({ granted: 0 });
    expect(await books.balance(ana)).toBe(0);
  });

  test('come at once to somebody whose address another site has proven', async () => {
    const books = await begin({ emailVerification: 'required' });
    const authUserId = await signIns.addLogin(books.database.pool, 'ana@example.org', true);
    const { userId } = await books.engine.createAccount({ authUserId, name: 'Ana' });
    expect(await books.balance(userId)).toBe(10_000);
  });
});

describe('somebody who has yet to confirm their address', () => {
  test('reads, and neither trades nor writes, until they have', async () => {
    const books = await begin({ emailVerification: 'required' });
    const maker = await books.person('Maker');
    const { id: marketId, postId } = await books.market(maker);
    const ana = await join(books, 'ana@example.org');
    const refused = { code: 'EMAIL_UNVERIFIED' };
    const write = () => books.engine.createPost({ userId: ana, body: 'Hello.' });
    await expect(books.buy(ana, marketId, 0, 10)).rejects.toMatchObject(refused);
    await expect(books.market(ana)).rejects.toMatchObject(refused);
    await expect(write()).rejects.toMatchObject(refused);
    await expect(books.engine.postComment({ userId: ana, postId, body: 'Hello.' })).rejects.toMatchObject(
      refused,
    );
    expect((await books.engine.getMarket(marketId, ana)).market.id).toBe(marketId);
    await verify(books, ana);
    await books.buy(ana, marketId, 0, 10);
    await write();
  });
});

describe('a change of address', () => {
  test('is made by the new mailbox, told to the old one, and ends its links', async () => {
    const books = await begin();
    const ana = await join(books, 'ana@example.org');
    await books.engine.requestVerification(ana);
    const stale = await nextLink(books);
    await books.engine.requestPasswordReset('ana@example.org');
    const reset = await nextLink(books);
    await books.engine.requestEmailChange(ana, 'New@example.org');
    const link = await nextLink(books);
    expect((await books.engine.getMe(ana)).email).toBe('ana@example.org');
    await books.engine.verifyEmail(link);
    expect(await books.engine.getMe(ana)).toMatchObject({ email: 'new@example.org', emailVerified: true });
    expect(await books.engine.claimAccountMail()).toMatchObject({
      kind: 'EMAIL_CHANGED',
      to: { address: 'ana@example.org' },
    });
    for (const dead of [stale, link])
      await expect(books.engine.verifyEmail(dead)).rejects.toMatchObject({ code: 'LINK_INVALID' });
    await expect(books.engine.readReset(reset)).rejects.toMatchObject({ code: 'LINK_INVALID' });
    expect((await books.engine.getMe(ana)).email).toBe('new@example.org');
  });

  test('is told to the old mailbox, whatever mails were asked for before', async () => {
    const books = await begin();
    const ana = await join(books, 'ana@example.org');
    await books.engine.requestEmailChange(ana, 'new@example.org');
    const link = await nextLink(books);
    for (let asked = 0; asked < 8; asked += 1) await books.engine.requestPasswordReset('ana@example.org');
    for (let sent = 0; sent < 5; sent += 1) await nextLink(books);
    await books.engine.verifyEmail(link);
    expect(await books.engine.claimAccountMail()).toMatchObject({
      kind: 'EMAIL_CHANGED',
      to: { address: 'ana@example.org' },
    });
  });

  test('to an address that somebody has sends nothing, and to one taken meanwhile changes nothing', async () => {
    const books = await begin();
    const ana = await join(books, 'ana@example.org');
    await join(books, 'ben@example.org', 'Ben');
    await books.engine.requestEmailChange(ana, 'ben@example.org');
    expect(await books.engine.claimAccountMail()).toBeUndefined();
    await books.engine.requestEmailChange(ana, 'cia@example.org');
    const link = await nextLink(books);
    await join(books, 'cia@example.org', 'Cia');
    await expect(books.engine.verifyEmail(link)).rejects.toMatchObject({ code: 'LINK_INVALID' });
    expect((await books.engine.getMe(ana)).email).toBe('ana@example.org');
  });
});

describe('a mail', () => {
  test('is claimed by one of many, comes up again when its sender is lost, and is given up in the end', async () => {
    const books = await begin();
    const ana = await join(books, 'ana@example.org');
    await books.engine.requestVerification(ana);
    const claims = await Promise.all(Array.from({ length: 8 }, () => books.engine.claimAccountMail()));
    expect(claims.filter((mail) => mail !== undefined)).toHaveLength(1);
    const { id } = claims.find((mail) => mail !== undefined)!;
    for (let attempt = 2; attempt <= 9; attempt += 1) {
      await signIns.makeMailsDue(books.database.pool);
      expect(await books.engine.claimAccountMail()).toMatchObject({ id, attempt });
    }
    expect(await books.engine.settleAccountMail(id, { kind: 'FAILED', problem: 'Away.' })).toBe('DEAD');
    await signIns.makeMailsDue(books.database.pool);
    expect(await books.engine.claimAccountMail()).toBeUndefined();
  });
});

test('what was kept for a while is forgotten, and what is in use stays', async () => {
  const books = await begin();
  const ana = await join(books, 'ana@example.org');
  const trace = { device: Buffer.alloc(16, 1), network: Buffer.alloc(16, 2) };
  const fill = async () => {
    await signIns.addSession(books.database.pool, 'ana@example.org');
    await books.engine.noteTraces(ana, trace);
    await books.engine.requestVerification(ana);
    await nextLink(books);
  };
  await fill();
  await signIns.ageEverything(books.database.pool);
  expect(await books.engine.forgetSignIns()).toEqual({
    sessions: 1,
    links: 1,
    mails: 1,
    traces: 2,
    places: 0,
  });
  await fill();
  expect(await books.engine.forgetSignIns()).toEqual({
    sessions: 0,
    links: 0,
    mails: 0,
    traces: 0,
    places: 0,
  });
});
