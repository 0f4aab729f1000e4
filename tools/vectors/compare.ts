import { type Fields, isRecord, type VectorCase } from './vectorFile.ts';

/** One compared field. `used` is the part of its tolerance that a real number needed, 0 for everything exact. */
export interface Comparison {
  readonly field: string;
  readonly got: unknown;
  readonly expected: unknown;
  readonly allowed: string;
  readonly passed: boolean;
  readonly used: number;
}

/** Compares everything the case expects; a field the operation does not answer is a failure, not a gap. */
export function compare(vector: VectorCase, got: Fields): Comparison[] {
  const comparisons: Comparison[] = [];
  const safeRange = vector.expect.safeRange;
  for (const [field, expected] of Object.entries(vector.expect)) {
    // Facts about the exact answer that no engine returns.
    if (field === 'safeRange' || field === 'margin' || field === 'minMargin') continue;
    if (Array.isArray(safeRange) && ['costCredits', 'proceedsCredits', 'sharesMicro'].includes(field)) {
      comparisons.push(compareRange(field, got[field], expected, safeRange));
    } else {
      compareField(vector, field, field, got[field], expected, comparisons);
    }
  }
  return comparisons;
}

function compareRange(field: string, got: unknown, expected: unknown, range: readonly unknown[]): Comparison {
  const value = BigInt(String(got));
  const passed = value >= BigInt(String(range[0])) && value <= BigInt(String(range[1]));
  return { field, got, expected, allowed: `[${range.join(', ')}]`, passed, used: 0 };
}

function compareField(
  vector: VectorCase,
  field: string,
  path: string,
  got: unknown,
  expected: unknown,
  comparisons: Comparison[],
): void {
  if (Array.isArray(expected) && Array.isArray(got) && expected.length === got.length) {
    expected.forEach((item, j) => {
      compareField(vector, field, `${path}[${j}]`, got[j], item, comparisons);
    });
  } else if (isRecord(expected) && isRecord(got)) {
    for (const [key, item] of Object.entries(expected)) {
      compareField(vector, key, `${path}.${key}`, got[key], item, comparisons);
    }
  } else if (typeof expected === 'string' && typeof got === 'number') {
    comparisons.push(compareReal(vector, field, path, got, expected));
  } else {
    comparisons.push({ field: path, got, expected, allowed: 'equal', passed: got === expected, used: 0 });
  }
}

function compareReal(
  vector: VectorCase,
  field: string,
  path: string,
  got: number,
  expected: string,
): Comparison {
  const exact = Number(expected);
  const absolute = Number(vector.absTol?.[field] ?? vector.absTol?.['*'] ?? 0);
  const tolerance = Number(vector.relTol ?? 0) * Math.abs(exact) + absolute;
  const error = Math.abs(got - exact);
  const passed = error <= tolerance;
  const used = error === 0 ? 0 : error / tolerance;
  return { field: path, got, expected, allowed: `± ${tolerance}`, passed, used };
}
