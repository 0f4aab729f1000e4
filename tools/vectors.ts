import { lmsr } from '@mesh-markets/market-maker';
import { compare } from './vectors/compare.ts';
import { LMSR_OPERATIONS } from './vectors/lmsrOperations.ts';
import { MalformedVectorError, readVectorFile, type VectorFile } from './vectors/vectorFile.ts';

/**
 * Checks the market maker against files of independently computed cases: `npm run -s vectors -- FILE...`.
 *
 * A file is `{ mechanism, count?, cases: [{ id, op, ...inputs, expect, relTol?, absTol? }] }`. Strings hold float64
 * inputs, expected reals and (`...Micro`) integers. A real passes within relTol |expected| + absTol; an integer passes
 * when equal, or inside `safeRange` where a rounding guard may differ by one unit from the exact answer.
 */

/** Runs the files, prints what fails and the totals, and answers the exit code. */
export function runVectorFiles(paths: readonly string[], print: (line: string) => void): number {
  if (paths.length === 0) {
    print('usage: npm run -s vectors -- FILE...');
    return 2;
  }
  const totals = { passed: 0, failed: 0, unreadable: 0, worst: 0, worstAt: '' };
  for (const path of paths) {
    try {
      runFile(readVectorFile(path), totals, print);
    } catch (error) {
      totals.unreadable += 1;
      print(`${path}: ${messageOf(error)}`);
    }
  }
  if (totals.worst > 0) {
    print(`largest part of a tolerance used: ${totals.worst.toFixed(3)} (${totals.worstAt})`);
  }
  print(`${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed + totals.unreadable > 0 ? 1 : 0;
}

interface Totals {
  passed: number;
  failed: number;
  worst: number;
  worstAt: string;
}

function runFile(file: VectorFile, totals: Totals, print: (line: string) => void): void {
  if (file.mechanism !== lmsr.name) {
    print(`mechanism ${file.mechanism} is not implemented (known: ${lmsr.name})`);
    totals.failed += file.cases.length;
    return;
  }
  for (const vector of file.cases) {
    try {
      const operation = LMSR_OPERATIONS.get(vector.op);
      if (operation === undefined) throw new MalformedVectorError(`unknown operation ${vector.op}`);
      const comparisons = compare(vector, operation(vector));
      const failures = comparisons.filter((comparison) => !comparison.passed);
      for (const { field, got, expected, allowed } of failures) {
        print(`${vector.id} ${field}: got ${show(got)}, expected ${show(expected)}, allowed ${allowed}`);
      }
      for (const { field, used } of comparisons) {
        if (used > totals.worst) Object.assign(totals, { worst: used, worstAt: `${vector.id} ${field}` });
      }
      totals[failures.length === 0 ? 'passed' : 'failed'] += 1;
    } catch (error) {
      totals.failed += 1;
      print(`${vector.id} ${vector.op}: ${messageOf(error)}`);
    }
  }
}

function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (import.meta.main) {
  process.exitCode = runVectorFiles(process.argv.slice(2), (line) => console.log(line));
}
