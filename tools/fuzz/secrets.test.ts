import { expect, test } from 'vitest';
import { createSecrets } from './secrets.ts';

const asked = { operation: 'getMe', actor: 'ana', isAdmin: false, sent: '' };

test('a secret of the run is a leak in any answer, also to an admin, but not in one to whoever sent it', () => {
  const secrets = createSecrets();
  secrets.plant('session=abcdefghijklmnopqrstuvwxyz.0123456789_ABCDEFGHIJ; other=short');
  secrets.plantPhrase('correct horse');
  const text = '{"a":"0123456789_ABCDEFGHIJ"}';
  expect(secrets.leakIn(text, { ...asked, isAdmin: true })).toContain('shows a secret');
  expect(secrets.leakIn(text, { ...asked, sent: text })).toBeUndefined();
  expect(secrets.leakIn('correct horse', asked)).toContain('shows a secret');
  expect(secrets.leakIn('{"a":"short"}', asked)).toBeUndefined();
});

test('what is shown once is a leak in every later answer', () => {
  const secrets = createSecrets();
  const answer = JSON.stringify({ key: { id: '1' }, secret: 'mm_abcdefghijklmnopqrstuvwxyz' });
  expect(secrets.leakIn(answer, { ...asked, operation: 'createApiKey' })).toBeUndefined();
  secrets.plantAnswer('createApiKey', answer);
  expect(secrets.leakIn(answer, asked)).toContain('shows a secret');
});

test('an address is a leak to everybody but its owner and admins', () => {
  const secrets = createSecrets();
  secrets.plantAddress('bob7@example.org', 'bob');
  const text = '{"email":"bob7@example.org"}';
  expect(secrets.leakIn(text, asked)).toBe("shows bob's address: bob7@example.org");
  expect(secrets.leakIn(text, { ...asked, actor: 'bob' })).toBeUndefined();
  expect(secrets.leakIn(text, { ...asked, isAdmin: true })).toBeUndefined();
  expect(secrets.leakIn('{"email":"eve@example.org"}', asked)).toBeUndefined();
});
