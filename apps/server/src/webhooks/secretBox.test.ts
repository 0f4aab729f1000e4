import { expect, test } from 'vitest';
import { createSecretBox } from './secretBox.ts';

const box = createSecretBox('a secret of the server, long enough 1');

test('what was sealed is opened again, and looks different every time', () => {
  const sealed = box.seal('whsec_abc');
  expect(sealed).not.toContain('abc');
  expect(box.seal('whsec_abc')).not.toBe(sealed);
  expect(box.open(sealed)).toBe('whsec_abc');
});

test('another key, a changed text or another way of sealing opens nothing', () => {
  const sealed = box.seal('whsec_abc');
  expect(() => createSecretBox('another secret of the server, long 2').open(sealed)).toThrow();
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  bytes[bytes.length - 1]! ^= 1;
  expect(() => box.open(`v1.${bytes.toString('base64url')}`)).toThrow();
  expect(() => box.open('v2.abc')).toThrow('not known: v2');
});
