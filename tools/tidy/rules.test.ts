import { describe, expect, test } from 'vitest';
import type { SourceFile } from './files.ts';
import { arrow, checkImports, type Manifest } from './importRules.ts';
import { checkFileSizes, checkFunctionSizes, measureFiles, measureFunctions } from './sizeRules.ts';
import { readSyntax } from './syntax.ts';
import { checkSyntaxText, checkUnfinished, looksLikeSql } from './textRules.ts';

const file = (path: string, text: string): SourceFile => ({ path, text });

describe('imports', () => {
  const manifest: Manifest = {
    dependencies: { zod: '1.0.0', pg: '1.0.0', '@scope/thing': '1.0.0' },
    optionalDependencies: { fast: '1.0.0' },
    devDependencies: { vite: '1.0.0' },
  };
  const complaints = (path: string, text: string) => {
    const source = file(path, text);
    return checkImports(source, readSyntax(source).imports, manifest).map(({ message }) => message);
  };

  test.each([
    ['packages/contract/src/a.ts', `import { lmsr } from '@mesh-markets/market-maker';`],
    ['packages/engine/src/a.ts', `import pg from 'pg'; import x from 'node:fs'; import './b.ts';`],
    ['packages/engine/src/deep/a.ts', `export * from '../b.ts';`],
    ['packages/engine/src/a.ts', `import thing from '@scope/thing/part'; import 'fast';`],
    ['packages/client/src/a.ts', `import type { Plugin } from 'vite';`],
    ['packages/client/src/a.test.ts', `import fc from 'fast-check'; import 'vitest'; import 'node:fs';`],
    ['apps/server/src/a.test.ts', `import { createTestDatabase } from '@mesh-markets/engine/testing';`],
    [
      'apps/server/src/a.ts',
      `import { startEmbeddedPostgres } from '@mesh-markets/engine/embedded-postgres';`,
    ],
    ['apps/web/vite.config.ts', `import { defineConfig } from 'vite'; import path from 'node:path';`],
    ['tools/a.ts', `import anything from 'anything'; import '../packages/engine/src/migrate.ts';`],
    ['packages/contract/src/a.ts', `const text = "import x from 'pg'"; // import 'pg'`],
  ])('%s may say %s', (path, text) => {
    expect(complaints(path, text)).toEqual([]);
  });

  test.each([
    ['packages/market-maker/src/a.ts', `import { z } from '@mesh-markets/contract';`, 'may not know'],
    ['packages/contract/src/a.ts', `export { x } from '@mesh-markets/engine';`, 'may not know'],
    ['packages/client/src/a.ts', `const x = await import('@mesh-markets/engine');`, 'may not know'],
    ['apps/web/src/a.tsx', `import type { x } from '@mesh-markets/engine';`, 'may not know'],
    ['apps/web/src/a.tsx', `type X = import('@mesh-markets/engine').X;`, 'may not know'],
    ['apps/server/src/a.ts', `import '@mesh-markets/client';`, 'may not know'],
    ['apps/new/src/a.ts', `import '@mesh-markets/client';`, 'does not know'],
    ['apps/server/src/a.ts', `import '@mesh-markets/engine/testing';`, 'for tests only'],
    ['packages/engine/src/a.ts', `import '../../contract/src/index.ts';`, 'leaves packages/engine'],
    ['packages/engine/src/a.test.ts', `export * from '../../../tools/b.ts';`, 'leaves packages/engine'],
    ['packages/contract/src/a.ts', `import path from 'node:path';`, 'does not exist in a browser'],
    ['apps/web/src/a.ts', `import path from 'node:path';`, 'does not exist in a browser'],
    ['packages/contract/src/a.ts', `import { left } from 'left-pad';`, 'not declared'],
    ['packages/contract/src/a.ts', `import { test } from 'vitest';`, 'not declared'],
    ['packages/contract/src/a.ts', `import { build } from 'vite';`, 'devDependency'],
    ['apps/server/src/a.test.ts', `import pg from 'pg';`, 'belongs in packages/engine'],
    ['packages/engine/src/a.ts', `import fastify from '@fastify/static';`, 'belongs in apps/server'],
    ['apps/server/src/a.ts', `import { render } from 'react-dom/server';`, 'belongs in apps/web'],
  ])('%s may not say %s', (path, text, complaint) => {
    expect(complaints(path, text)).toEqual([expect.stringContaining(complaint)]);
  });

  test('the arrow has no circle', () => {
    const reach = (room: string, seen: readonly string[]): void => {
      expect(seen).not.toContain(room);
      for (const name of arrow[room] ?? [])
        reach(name.replace('@mesh-markets/', 'packages/'), [...seen, room]);
    };
    for (const room of Object.keys(arrow)) reach(room, []);
  });
});

describe('sizes', () => {
  const lines = (count: number) => 'x\n'.repeat(count);
  const none = { files: {}, functions: {} };
  const measured = measureFiles([file('a.ts', lines(400)), file('b.ts', lines(401))]);

  test('a file of 401 lines is too long', () => {
    expect(checkFileSizes(measured, none)).toEqual(['b.ts has 401 lines; 400 are allowed']);
  });

  test('the ratchet allows what was there, and only tightens', () => {
    expect(checkFileSizes(measured, { ...none, files: { 'b.ts': 401 } })).toEqual([]);
    expect(checkFileSizes(measured, { ...none, files: { 'a.ts': 400, 'b.ts': 401 } })).toHaveLength(1);
    expect(checkFileSizes(measured, { ...none, files: { 'b.ts': 402 } })).toEqual([
      'ratchet.json still allows 402 lines for b.ts: lower or remove the entry',
    ]);
    expect(checkFileSizes(measured, { ...none, files: { 'b.ts': 401, 'gone.ts': 500 } })).toHaveLength(1);
  });

  test.each([
    ['function long() {', '}'],
    ['const long = async () => {', '};'],
    ['class Box { long() {', '} }'],
    ['const box = { long() {', '} };'],
  ])('a function of 71 lines is too long: %s', (head, tail) => {
    const spans = (count: number) =>
      readSyntax(file('a.ts', `${head}\n${lines(count - 2)}${tail}`)).functions;
    expect(checkFunctionSizes(measureFunctions('a.ts', spans(70)), none)).toEqual([]);
    expect(checkFunctionSizes(measureFunctions('a.ts', spans(71)), none)).toEqual([
      'a.ts#long has 71 lines; 70 are allowed',
    ]);
  });

  test('a describe may be longer, a test in it may not', () => {
    const body = `describe('x', () => {\n${lines(40)}test('y', () => {\n${lines(70)}});\n});`;
    const spans = measureFunctions('a.test.ts', readSyntax(file('a.test.ts', body)).functions);
    expect(checkFunctionSizes(spans, none)).toEqual(['a.test.ts#anonymous has 72 lines; 70 are allowed']);
  });

  test('lines are counted past characters of several bytes', () => {
    const [span] = readSyntax(file('a.ts', `const text = 'é😀';\n\nfunction f() {\n}\n`)).functions;
    expect(span).toEqual({ name: 'f', line: 3, lines: 2 });
  });
});

describe('words', () => {
  const findings = (path: string, text: string) => {
    const source = file(path, text);
    return checkSyntaxText(source, readSyntax(source)).map(({ line, message }) => `${line} ${message}`);
  };

  test('nothing is left for later', () => {
    const word = ['TO', 'DO'].join('');
    expect(checkUnfinished(file('a.ts', `fine\n// ${word}: rest`))).toEqual([
      { line: 2, message: expect.stringContaining(word) },
    ]);
    expect(checkUnfinished(file('a.ts', 'const mastodon = `todo list`;'))).toEqual([]);
  });

  test('a silenced test gives its reason', () => {
    expect(findings('a.test.ts', `test.skip('x', f);`)).toEqual([
      '1 test.skip needs a comment that says why',
    ]);
    expect(findings('a.test.ts', `\ndescribe.concurrent.todo('x', f);`)).toHaveLength(1);
    expect(findings('a.test.ts', `test.skip('x', f); // needs a real printer`)).toEqual([]);
    expect(findings('a.test.ts', `it.only.each([1])('x', f); // for now`)).toHaveLength(1);
    expect(findings('a.test.ts', `stream.skip(3); list.only(2); test.skipIf(isRoot)('x', f);`)).toEqual([]);
  });

  test('libraries and services do not print', () => {
    const text = `console.log('x');`;
    for (const path of ['packages/engine/src/a.ts', 'apps/server/src/a.ts', 'apps/web/src/a.tsx']) {
      expect(findings(path, text)).toHaveLength(1);
    }
    for (const path of ['apps/cli/src/a.ts', 'tools/a.ts', 'packages/engine/src/a.test.ts']) {
      expect(findings(path, text)).toEqual([]);
    }
  });

  test('SQL stays in the engine', () => {
    const text = 'const rows = await sql`select id from account where id = 1`;';
    expect(findings('apps/server/src/a.ts', text)).toEqual([
      '1 SQL in apps/server: it belongs in packages/engine',
    ]);
    expect(findings('packages/client/src/a.ts', text)).toHaveLength(1);
    expect(findings('packages/engine/src/a.ts', text)).toEqual([]);
    expect(findings('bench/a.ts', text)).toEqual([]);
  });

  test.each([
    'select 1',
    'SELECT * FROM account',
    '\n  select a,\n b\n from account',
    'select lock_wallet($1)',
    'insert into trade (id) values ($1)',
    'INSERT INTO trade SELECT 1',
    'update account set balance = 0',
    'update account as a set balance = 0',
    'delete from account',
    'with gone as (delete from account returning id) select id from gone',
    'create table account (id int)',
    '(select id from account)',
  ])('is SQL: %s', (text) => {
    expect(looksLikeSql(text)).toBe(true);
  });

  test.each([
    'Select an outcome from the list',
    'Update your settings',
    'Delete from the feed where nobody sees it',
    'selected from',
    'set',
    'With love',
    'created market',
    'from:select',
    'NOT_FOUND',
    'Insert into your page where you like',
  ])('is a sentence: %s', (text) => {
    expect(looksLikeSql(text)).toBe(false);
  });
});
