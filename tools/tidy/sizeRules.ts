import type { SourceFile } from './files.ts';
import type { FunctionSpan } from './syntax.ts';

/**
 * What was already too long when the rule came. An entry says how long the thing may be; it has to be lowered whenever
 * the thing gets shorter and to go when it fits, so the list can only shrink.
 */
export interface Ratchet {
  /** By path. */
  readonly files: Readonly<Record<string, number>>;
  /** By `path#function`. */
  readonly functions: Readonly<Record<string, number>>;
}

const fileLinesMax = 400;
const functionLinesMax = 70;

interface Measured {
  readonly key: string;
  readonly lines: number;
}

export function measureFiles(files: readonly SourceFile[]): Measured[] {
  return files.map(({ path, text }) => ({ key: path, lines: text.trimEnd().split('\n').length }));
}

/** Functions of one name in one file count as the longest of them. */
export function measureFunctions(path: string, functions: readonly FunctionSpan[]): Measured[] {
  const longest = new Map<string, number>();
  for (const { name, lines } of functions) {
    const key = `${path}#${name}`;
    longest.set(key, Math.max(lines, longest.get(key) ?? 0));
  }
  return [...longest].map(([key, lines]) => ({ key, lines }));
}

export function checkFileSizes(files: readonly Measured[], ratchet: Ratchet): string[] {
  return checkSizes(files, ratchet.files, fileLinesMax);
}

export function checkFunctionSizes(functions: readonly Measured[], ratchet: Ratchet): string[] {
  return checkSizes(functions, ratchet.functions, functionLinesMax);
}

function checkSizes(
  measured: readonly Measured[],
  allowed: Readonly<Record<string, number>>,
  limit: number,
): string[] {
  const tooLong = measured.filter(({ key, lines }) => lines > (allowed[key] ?? limit));
  const stale = Object.entries(allowed).filter(([key, entry]) => {
    const lines = measured.find((candidate) => candidate.key === key)?.lines ?? 0;
    return lines < entry || lines <= limit;
  });
  return [
    ...tooLong.map(({ key, lines }) => `${key} has ${lines} lines; ${allowed[key] ?? limit} are allowed`),
    ...stale.map(
      ([key, entry]) => `ratchet.json still allows ${entry} lines for ${key}: lower or remove the entry`,
    ),
  ];
}
