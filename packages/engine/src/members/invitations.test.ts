import type { UserId } from '@mesh-markets/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestBooks, signIns, type TestBooks } from '../testing/index.ts';

let books: TestBooks;
let admin: UserId;
beforeEach(async () => {
  books = await openTestBooks({ signUp: 'invite' });
  admin = await books.person('Boss');
  await books.engine.grantAdmin({ userId: admin });
});
afterEach(() => books.close());

const invite = (more: { email?: string; uses?: number; days?: number } = {}) =>
  books.engine.createInvitation({ by: admin, uses: 1, days: 7, ...more });

/** Signs up as a server does: a place, a login, an account. */
const join = async (email: string, invitation?: string): Promise<UserId> => {
  await books.engine.admit({ email, invitation });
  const authUserId = await signIns.addLogin(books.database.pool, email);
  return (await books.engine.createAccount({ authUserId, name: email.split('@')[0]! })).userId;
};

const shown = async () => (await books.engine.listInvitations(admin)).invitations;

describe('an invitation', () => {
  test('lets so many in, and tells who came', async () => {
    const { token, invitation } = await invite({ uses: 2 });
    expect(invitation).toMatchObject({ uses: 2, used: 0, people: [], by: { id: admin } });
    const ana = await join('ana@example.org', token);
    const ben = await join('ben@example.org', token);
    await expect(join('cia@example.org', token)).rejects.toMatchObject({ code: 'LINK_INVALID' });
    const [now] = await shown();
    expect(now).toMatchObject({ used: 2 });
    expect(now!.people.map(({ id }) => id)).toEqual([ana, ben]);
  });

  test('for one lets in one of twenty who come at once', async () => {
    const { token } = await invite();
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => join(`guest${i}@example.org`, token)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await shown()).toMatchObject([{ used: 1 }]);
  });

  test('is needed, and is good for nobody when it is revoked, too old or made up', async () => {
    await expect(join('ana@example.org')).rejects.toMatchObject({ code: 'SIGN_UP_CLOSED' });
    await expect(join('ana@example.org', 'A'.repeat(43))).rejects.toMatchObject({ code: 'LINK_INVALID' });
    const revoked = await invite();
    await books.engine.revokeInvitation(admin, revoked.invitation.id);
    await books.engine.revokeInvitation(admin, revoked.invitation.id);
    await expect(join('ana@example.org', revoked.token)).rejects.toThrow('expired');
    const old = await invite({ days: 1 });
    await signIns.ageInvitations(books.database.pool);
    await expect(join('ana@example.org', old.token)).rejects.toThrow('expired');
  });

  test('for an address is for nobody else, and its owner needs no link', async () => {
    const { token } = await invite({ email: 'Ana@example.org' });
    await expect(join('ben@example.org', token)).rejects.toThrow('another e-mail address');
    const ana = await join('ana@example.org');
    expect(await shown()).toMatchObject([{ email: 'ana@example.org', used: 1, people: [{ id: ana }] }]);
  });

  test('has its place back when an account does not come about', async () => {
    const { token } = await invite();
    await books.engine.admit({ email: 'ana@example.org', invitation: token });
    await expect(join('ben@example.org', token)).rejects.toMatchObject({ code: 'LINK_INVALID' });
    await books.engine.releasePlace('ana@example.org');
    const ben = await join('ben@example.org', token);
    await books.engine.releasePlace('ben@example.org');
    expect(await shown()).toMatchObject([{ people: [{ id: ben }] }]);
  });

  test('has its place back after a while when a server died, but not while the login is there', async () => {
    const first = await invite();
    await books.engine.admit({ email: 'ana@example.org', invitation: first.token });
    await signIns.endHeldPlaces(books.database.pool);
    await join('ben@example.org', first.token);
    const second = await invite();
    await books.engine.admit({ email: 'cia@example.org', invitation: second.token });
    const authUserId = await signIns.addLogin(books.database.pool, 'cia@example.org');
    await signIns.endHeldPlaces(books.database.pool);
    await expect(join('dan@example.org', second.token)).rejects.toMatchObject({ code: 'LINK_INVALID' });
    const { userId } = await books.engine.createAccount({ authUserId, name: 'Cia' });
    expect((await shown())[0]).toMatchObject({ used: 1, people: [{ id: userId }] });
  });

  test('is made and revoked by admins, on record, and its secret is kept nowhere', async () => {
    const stranger = await books.person('Stranger');
    const refused = { code: 'FORBIDDEN' };
    await expect(books.engine.createInvitation({ by: stranger, uses: 1, days: 1 })).rejects.toMatchObject(
      refused,
    );
    await expect(books.engine.listInvitations(stranger)).rejects.toMatchObject(refused);
    const { token, invitation } = await invite({ uses: 3 });
    await expect(books.engine.revokeInvitation(stranger, invitation.id)).rejects.toMatchObject(refused);
    await books.engine.revokeInvitation(admin, invitation.id);
    const { deeds } = await books.engine.listDeeds(admin, { limit: 10 });
    expect(deeds.slice(0, 2).map(({ kind }) => kind)).toEqual(['INVITATION_REVOKED', 'INVITED']);
    expect(deeds[1]!.detail).toBe(`Invitation ${invitation.id} for 3 people, good for 7 days.`);
    expect(await signIns.keptTexts(books.database.pool)).not.toContain(token);
  });
});

test('a closed instance lets nobody in, invited or not', async () => {
  const { token } = await invite();
  const closed = await openTestBooks({ signUp: 'closed' });
  await expect(closed.engine.admit({ email: 'ana@example.org', invitation: token })).rejects.toMatchObject({
    code: 'SIGN_UP_CLOSED',
  });
  await closed.close();
});
