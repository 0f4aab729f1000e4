import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSessionReader, readSessionToken } from './cookies.ts';

const secret = 'the secret';
const signed = (token: string, by = secret): string =>
  encodeURIComponent(`${token}.${createHmac('sha256', by).update(token).digest('base64')}`);
const read = (header: string | undefined) => readSessionToken(header, 'mesh.session_token', secret);

describe('readSessionToken', () => {
  test('finds the signed token among other cookies', () => {
    expect(read(`theme=dark; mesh.session_token=${signed('abc')}; x=y`)).toBe('abc');
  });

  test.each([
    ['no cookie', undefined],
    ['another cookie', 'theme=dark'],
    ['a cookie whose name only ends like ours', `not-mesh.session_token=${signed('abc')}`],
    ['no signature', 'mesh.session_token=abc'],
    ['an empty token', `mesh.session_token=${signed('')}`],
    ['the signature of another secret', `mesh.session_token=${signed('abc', 'guess')}`],
    ['the signature of another token', `mesh.session_token=${signed('abc').replace('abc', 'abd')}`],
    ['a shortened signature', `mesh.session_token=${signed('abc').slice(0, -8)}`],
    ['what does not decode', 'mesh.session_token=%E0%A4%A'],
  ])('refuses %s', (_what, header) => {
    expect(read(header)).toBeUndefined();
  });
});

test('a reader that remembers right headers is not taken in by wrong ones', () => {
  const remember = createSessionReader('mesh.session_token', secret);
  const header = `mesh.session_token=${signed('abc')}`;
  expect([remember(header), remember(header)]).toEqual(['abc', 'abc']);
  expect(remember(header.replace('abc', 'abd'))).toBeUndefined();
  expect(remember(`mesh.session_token=${signed('abd', 'guess')}`)).toBeUndefined();
  expect(remember(undefined)).toBeUndefined();
});
