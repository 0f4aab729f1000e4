import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMigrations } from '../packages/engine/src/migrate.ts';
import { isCode, readRepository, repositoryRoot, roomOf, type SourceFile } from './tidy/files.ts';
import { arrow, checkImports, type Manifest } from './tidy/importRules.ts';
import {
  checkFileSizes,
  checkFunctionSizes,
  measureFiles,
  measureFunctions,
  type Ratchet,
} from './tidy/sizeRules.ts';
import { readSyntax } from './tidy/syntax.ts';
import { checkSyntaxText, checkUnfinished, type Finding } from './tidy/textRules.ts';

const files = readRepository();
const code = files.filter(isCode).map((file) => ({ file, syntax: readSyntax(file) }));
const ratchet = readJson<Ratchet>('tools/tidy/ratchet.json');

function readJson<Content>(file: string): Content {
  return JSON.parse(readFileSync(path.join(repositoryRoot, file), 'utf8')) as Content;
}

/** The way editors and terminals make clickable. */
function locate(file: SourceFile, findings: readonly Finding[]): string[] {
  return findings.map(({ line, message }) => `${file.path}:${line} ${message}`);
}

describe('the repository', () => {
  test('has files in every room to check', () => {
    const rooms = new Set(code.map(({ file }) => roomOf(file.path)).filter((room) => room !== undefined));
    expect([...rooms].sort()).toEqual(Object.keys(arrow).sort());
  });

  test('imports only along the arrow, and only what a room declares', () => {
    const findings = code.flatMap(({ file, syntax }) => {
      const room = roomOf(file.path);
      if (room === undefined) return [];
      return locate(file, checkImports(file, syntax.imports, readJson<Manifest>(`${room}/package.json`)));
    });
    expect(findings).toEqual([]);
  });

  test('keeps SQL, output and silenced tests in their places', () => {
    expect(code.flatMap(({ file, syntax }) => locate(file, checkSyntaxText(file, syntax)))).toEqual([]);
  });

  test('leaves nothing unfinished in a comment', () => {
    expect(files.flatMap((file) => locate(file, checkUnfinished(file)))).toEqual([]);
  });

  // Not migrations: a landed one cannot be cut in two.
  test('has files of at most 400 lines', () => {
    const measured = measureFiles(files.filter(({ path: filePath }) => /\.(ts|tsx|mjs|css)$/.test(filePath)));
    expect(checkFileSizes(measured, ratchet)).toEqual([]);
  });

  test('has functions of at most 70 lines', () => {
    const measured = code.flatMap(({ file, syntax }) => measureFunctions(file.path, syntax.functions));
    expect(checkFunctionSizes(measured, ratchet)).toEqual([]);
  });

  test('has migrations without a gap', () => {
    const migrations = readMigrations(path.join(repositoryRoot, 'packages/engine/migrations'));
    expect(migrations.length).toBeGreaterThan(0);
  });
});
