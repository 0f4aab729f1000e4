import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Every address of the app, as its routes say it. */
const routes = (): string[] =>
  [...read('apps/web/src/app/routes.tsx').matchAll(/^ {2}path: '([^']+)'/gm)].map(([, found]) => found!);

/** The files whose job is to look at every page in both colour schemes. */
const looks = (): string =>
  readdirSync(path.join(root, 'e2e/specs'))
    .filter((file) => /pages\.spec\.ts$/i.test(file))
    .map((file) => read(`e2e/specs/${file}`))
    .join('\n');

/** `/u/$handle` as somebody writes it who goes there: a literal, perhaps with a value put in, a query or a fragment behind it. */
const visitTo = (route: string): RegExp => {
  const address = route.replaceAll(/\$\w+/g, '[^/\'"`?#]+').replaceAll('/', '\\/');
  return new RegExp(`['"\`]${address}(?:[?#][^'"\`]*)?['"\`]`);
};

test('no page of the app is left out when all pages are looked at', () => {
  const written = looks();
  expect(routes().length).toBeGreaterThan(20);
  expect(routes().filter((route) => !visitTo(route).test(written))).toEqual([]);
});

test('a page that nobody goes to would be named', () => {
  for (const route of ['/nowhere', '/market/$id/nowhere', '/admin/nowhere'])
    expect(visitTo(route).test(looks())).toBe(false);
});
