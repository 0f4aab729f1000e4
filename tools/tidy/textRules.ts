import { isTestCode, roomOf, type SourceFile } from './files.ts';
import type { Call, Syntax, TextLiteral } from './syntax.ts';

/** One finding in a file. */
export interface Finding {
  readonly line: number;
  readonly message: string;
}

/** Spelt in two parts, as this file is checked too. */
const unfinishedWords = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`);

/** Work that is left is done or written in an issue; a comment is where it is forgotten. */
export function checkUnfinished({ text }: SourceFile): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const word = unfinishedWords.exec(line)?.[0];
    return word === undefined ? [] : [{ line: index + 1, message: `${word}: finish it or leave it out` }];
  });
}

/** A test that does not run says why, on its line; a lone `only` would hide all the others. */
export function checkSilencedTests({ text }: SourceFile, calls: readonly Call[]): Finding[] {
  const lines = text.split('\n');
  return calls.flatMap(({ callee, line }) => {
    const [, , manner] = /^(test|it|describe)\b.*\.(only|skip|todo|fixme|fails)\b/.exec(callee) ?? [];
    if (manner === 'only') return [{ line, message: `${callee} keeps every other test from running` }];
    const hasReason = /\/\/ \S/.test(lines[line - 1] ?? '');
    return manner === undefined || hasReason
      ? []
      : [{ line, message: `${callee} needs a comment that says why` }];
  });
}

/** Libraries and services do not write to standard output; commands and tools do. */
export function checkConsole(file: SourceFile, calls: readonly Call[]): Finding[] {
  if (!/^(packages\/|apps\/(server|web)\/src\/)/.test(file.path) || isTestCode(file)) return [];
  return calls
    .filter(({ callee }) => callee === 'console.log')
    .map(({ line }) => ({ line, message: 'console.log has no place in a library or a service' }));
}

/**
 * Statements as they would be written: keywords all small or all capital, at the beginning of the text. A sentence such as
 * "Select an outcome from the list" is neither.
 */
const statements = [
  /^\s*\(?\s*select\s.*\sfrom\s/s,
  /^\s*select\s+([\w.]+\(|\d+\s*$)/,
  /^\s*insert\s+into\s+\S+.*\b(values|select|default)\b/s,
  /^\s*update\s+\S+(\s+(as\s+)?\w+)?\s+set\s/,
  /^\s*delete\s+from\s/,
  /^\s*with\s+\w+\s+as\s+(materialized\s+)?\(/,
  /^\s*(create|alter|drop)\s+(table|index|view|function|trigger|database|role)\s/,
];

/** SQL lives in the engine alone. */
export function checkSql(file: SourceFile, literals: readonly TextLiteral[]): Finding[] {
  const room = roomOf(file.path);
  if (room === undefined || room === 'packages/engine') return [];
  return literals
    .filter(({ text }) => looksLikeSql(text))
    .map(({ line }) => ({ line, message: `SQL in ${room}: it belongs in packages/engine` }));
}

export function looksLikeSql(text: string): boolean {
  const isShouted = text === text.toUpperCase();
  const candidate = isShouted
    ? text.toLowerCase()
    : text.replace(/\b[A-Z]{2,}\b/g, (word) => word.toLowerCase());
  return statements.some((statement) => statement.test(candidate));
}

export function checkSyntaxText(file: SourceFile, { calls, literals }: Syntax): Finding[] {
  return [...checkSilencedTests(file, calls), ...checkConsole(file, calls), ...checkSql(file, literals)];
}
