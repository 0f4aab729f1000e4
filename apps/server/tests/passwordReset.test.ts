import { signIns } from '@mesh-markets/engine/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type MailServer, startMailServer } from './fixtures/mailServer.ts';
import { linkIn, mailSettings } from './fixtures/mailSettings.ts';
import { cookieOf, password, signUp, startTestServer, type TestServer } from './fixtures/testServer.ts';

/** Links to a new password, by a real server of mail. */

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const begin = async (
  more: Record<string, string> = {},
): Promise<{ mail: MailServer; server: TestServer }> => {
  const mail = await startMailServer();
  ends.push(() => mail.close());
  const server = await startTestServer(mailSettings(mail.port, { EMAIL_VERIFICATION: 'off', ...more }));
  ends.push(() => server.end());
  return { mail, server };
};

const newPassword = 'another horse battery';
const ask = (server: TestServer, email: string) =>
  server.send('/api/auth/request-password-reset', { body: { email } });
const reset = (server: TestServer, token: string, chosen = newPassword) =>
  server.send('/api/auth/reset-password', { body: { token, newPassword: chosen } });
const signIn = (server: TestServer, email: string, given: string) =>
  server.send('/api/auth/sign-in/email', { body: { email, password: given } });

const mailTo = async (mail: MailServer, email: string, count = 1) => {
  await vi.waitFor(() => expect(mail.to(email)).toHaveLength(count), { timeout: 15_000, interval: 50 });
  return mail.to(email).at(-1)!;
};

describe('a link to a new password', () => {
  test('comes by mail, works once, and signs out everywhere', async () => {
    const { mail, server } = await begin();
    const ana = await signUp(server, 'Ana');
    const elsewhere = { headers: { cookie: cookieOf(await signIn(server, ana.email, password)) } };
    expect((await server.send('/api/me', { as: elsewhere })).status).toBe(200);

    expect((await ask(server, ana.email.toUpperCase())).status).toBe(204);
    const letter = await mailTo(mail, ana.email);
    expect(letter.subject).toBe('Choose a new password for Mesh Markets');
    const token = linkIn(letter, '/reset-password');
    expect(letter.text).not.toMatch(/[?&]token=/);
    expect(letter.html).toContain(`#token=${token}`);

    expect((await reset(server, token)).status).toBe(204);
    for (const as of [ana, elsewhere]) expect((await server.send('/api/me', { as })).status).toBe(401);
    expect((await signIn(server, ana.email, password)).status).toBe(401);
    expect((await signIn(server, ana.email, newPassword)).status).toBe(200);
    expect(await reset(server, token, 'a third horse battery')).toMatchObject({
      status: 410,
      body: { code: 'LINK_INVALID' },
    });
    const told = await mailTo(mail, ana.email, 2);
    expect(told.subject).toBe('Your password on Mesh Markets was changed');
  });

  test('of several used at once changes the password once, and ends the others that were asked for', async () => {
    const { mail, server } = await begin();
    const ana = await signUp(server, 'Ana');
    await ask(server, ana.email);
    const first = linkIn(await mailTo(mail, ana.email), '/reset-password');
    await ask(server, ana.email);
    const second = linkIn(await mailTo(mail, ana.email, 2), '/reset-password');
    expect(second).not.toBe(first);
    const answers = await Promise.all([1, 2, 3, 4].map((n) => reset(server, first, `${newPassword} ${n}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 410, 410, 410]);
    expect((await reset(server, second)).status).toBe(410);
  });

  test('is not told apart from none: a stranger gets the same answer and no mail', async () => {
    const { mail, server } = await begin();
    const ana = await signUp(server, 'Ana');
    const known = await ask(server, ana.email);
    const unknown = await ask(server, 'nobody@example.org');
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    await mailTo(mail, ana.email);
    await ask(server, ana.email);
    await mailTo(mail, ana.email, 2);
    expect(mail.to('nobody@example.org')).toEqual([]);
  });

  test('is never kept as it is', async () => {
    const { mail, server } = await begin();
    const ana = await signUp(server, 'Ana');
    await ask(server, ana.email);
    const token = linkIn(await mailTo(mail, ana.email), '/reset-password');
    expect(await signIns.keptTexts(server.database.pool)).not.toContain(token);
  });

  test('that is too old, made up or another kind of link changes nothing', async () => {
    const { mail, server } = await begin();
    const ana = await signUp(server, 'Ana');
    await ask(server, ana.email);
    const token = linkIn(await mailTo(mail, ana.email), '/reset-password');
    await signIns.ageLinks(server.database.pool);
    for (const wrong of [token, 'A'.repeat(43)]) {
      expect(await reset(server, wrong)).toMatchObject({ status: 410, body: { code: 'LINK_INVALID' } });
    }
    expect(await reset(server, 'short')).toMatchObject({ status: 400 });
    expect(await reset(server, token, 'short')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'newPassword' }] },
    });
    expect((await signIn(server, ana.email, password)).status).toBe(200);
  });

  test('is mailed five times an hour to one address, however often somebody asks', async () => {
    const { mail, server } = await begin();
    const ana = await signUp(server, 'Ana');
    for (let asked = 0; asked < 8; asked += 1) expect((await ask(server, ana.email)).status).toBe(204);
    await mailTo(mail, ana.email, 5);
    const { email } = await signUp(server, 'Ben');
    await ask(server, email);
    await mailTo(mail, email);
    expect(mail.to(ana.email)).toHaveLength(5);
  });

  test('is asked for so often in a minute from one place, and for one address', async () => {
    const { server } = await begin({ SIGN_INS_PER_MINUTE: '3' });
    const answers = [];
    for (let i = 0; i < 4; i += 1) answers.push(await ask(server, `somebody${i}@example.org`));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 429]);
  });

  test('is made by hand where no mail is sent', async () => {
    const server = await startTestServer();
    ends.push(() => server.end());
    const ana = await signUp(server, 'Ana');
    expect(await ask(server, ana.email)).toMatchObject({
      status: 403,
      body: { code: 'FEATURE_DISABLED' },
    });
    const { token } = await server.engine.makeResetLink(ana.me.handle);
    expect((await reset(server, token)).status).toBe(204);
    expect((await signIn(server, ana.email, newPassword)).status).toBe(200);
    await expect(server.engine.makeResetLink('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
