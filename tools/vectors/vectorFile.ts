import { readFileSync } from 'node:fs';

/** One case: inputs beside `expect`. Inputs are read through the functions below, which name what is missing. */
export interface VectorCase {
  readonly id: string;
  readonly op: string;
  readonly expect: Fields;
  readonly relTol?: string;
  readonly absTol?: Readonly<Record<string, string>>;
  readonly [input: string]: unknown;
}

export interface VectorFile {
  readonly mechanism: string;
  readonly cases: readonly VectorCase[];
}

export type Fields = Readonly<Record<string, unknown>>;

/** Input that does not follow the schema. */
export class MalformedVectorError extends Error {
  override readonly name = 'MalformedVectorError';
}

/** @throws MalformedVectorError, also for a file that cannot be read */
export function readVectorFile(path: string): VectorFile {
  const file = record(parse(path), 'file');
  const { mechanism, count } = file;
  if (typeof mechanism !== 'string') throw new MalformedVectorError('the file names no mechanism');
  const cases = list(file, 'cases');
  if (cases.length === 0) throw new MalformedVectorError('the file holds no cases');
  if (count !== undefined && count !== cases.length) {
    throw new MalformedVectorError(`the file announces ${count} cases and holds ${cases.length}`);
  }
  return { mechanism, cases: cases.map(vectorCase) };
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new MalformedVectorError(`cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function vectorCase(value: unknown, index: number): VectorCase {
  const { id, op, expect, relTol, absTol, ...inputs } = record(value, `case ${index}`);
  if (typeof id !== 'string' || typeof op !== 'string') {
    throw new MalformedVectorError(`case ${index} has no id or no op`);
  }
  return {
    ...inputs,
    id,
    op,
    expect: record(expect, `expect of ${id}`),
    ...(relTol === undefined ? {} : { relTol: String(relTol) }),
    ...(absTol === undefined ? {} : { absTol: record(absTol, `absTol of ${id}`) as Record<string, string> }),
  };
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function record(value: unknown, what: string): Fields {
  if (isRecord(value)) return value;
  throw new MalformedVectorError(`${what} is not an object`);
}

export function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (Array.isArray(value)) return value;
  throw new MalformedVectorError(`${name} is not a list`);
}

/** A float64 written as a string. */
export function real(fields: Fields, name: string): number {
  return toNumber(fields[name], name, Number.isFinite);
}

export function reals(fields: Fields, name: string): number[] {
  return list(fields, name).map((value) => toNumber(value, name, Number.isFinite));
}

/** A JSON integer, or a micro-share integer written as a string. */
export function integer(fields: Fields, name: string): number {
  return toNumber(fields[name], name, Number.isSafeInteger);
}

export function integers(fields: Fields, name: string): number[] {
  return list(fields, name).map((value) => toNumber(value, name, Number.isSafeInteger));
}

function toNumber(value: unknown, name: string, accept: (value: number) => boolean): number {
  const number =
    typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN;
  if (accept(number)) return number;
  throw new MalformedVectorError(`${name} is ${JSON.stringify(value)}, not a usable number`);
}
