import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Lock, licencesOf, notAllowed, page } from './licences.ts';

const root = path.join(import.meta.dirname, '..', '..');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const packages = licencesOf(JSON.parse(read('package-lock.json')) as Lock);

test('the list in the docs is of the packages that are locked; else: npm run licences', () => {
  expect(packages.length).toBeGreaterThan(100);
  expect(read('docs/licences.md')).toBe(page(packages));
});

test('each is under a licence that was thought about', () => {
  expect(notAllowed(packages)).toEqual([]);
});

test('tells production from development, and a stranger from a friend', () => {
  const lock: Lock = {
    packages: {
      '': { version: '1.0.0' },
      'apps/server': { version: '1.0.0', license: 'MIT' },
      'node_modules/@mesh-markets/server': { link: true },
      'node_modules/b': { version: '2.0.0', license: '(GPL-3.0-only OR MIT)' },
      'node_modules/a': { version: '1.0.0', license: 'ISC' },
      'node_modules/c/node_modules/a': { version: '0.9.0', license: 'AGPL-3.0-only' },
      'node_modules/d': { version: '1.0.0' },
      'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0-only', dev: true },
    },
  };
  const found = licencesOf(lock);
  expect(found.map(({ name, version }) => `${name}@${version}`)).toEqual([
    'a@0.9.0',
    'a@1.0.0',
    'b@2.0.0',
    'd@1.0.0',
  ]);
  expect(notAllowed(found).map(({ name, licence }) => `${name} ${licence}`)).toEqual([
    'a AGPL-3.0-only',
    'd not said',
  ]);
});
