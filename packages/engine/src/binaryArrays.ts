/*
 * Arrays as Postgres's binary protocol has them. Text would be quoted here letter by letter and unquoted there: for a batch that was a
 * fifteenth of Postgres's time and a tenth of ours.
 */

const HEADER = 20;

const BOOL = 16;
const BYTEA = 17;
const INT8 = 20;
const INT2 = 21;
const TEXT = 25;
const FLOAT8 = 701;
const UUID = 2950;

/** One dimension, counted from 1. */
const header = (buffer: Buffer, type: number, length: number, hasNulls = false): void => {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(hasNulls ? 1 : 0, 4);
  buffer.writeInt32BE(type, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
};

const fixed = <Value>(
  type: number,
  size: number,
  values: readonly Value[],
  write: (buffer: Buffer, value: Value, at: number) => void,
): Buffer => {
  const buffer = Buffer.allocUnsafe(HEADER + values.length * (4 + size));
  header(buffer, type, values.length);
  let at = HEADER;
  for (const value of values) {
    buffer.writeInt32BE(size, at);
    write(buffer, value, at + 4);
    at += 4 + size;
  }
  return buffer;
};

const writeInt8 = (buffer: Buffer, value: number, at: number): void => {
  const high = Math.floor(value / 2 ** 32);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(value - high * 2 ** 32, at + 4);
};

/** Safe integers, or ids in digits. */
export const int8s = (values: readonly (number | string)[]): Buffer =>
  fixed(INT8, 8, values, (buffer, value, at) => writeInt8(buffer, Number(value), at));

export const int2s = (values: readonly number[]): Buffer =>
  fixed(INT2, 2, values, (buffer, value, at) => buffer.writeInt16BE(value, at));

export const bools = (values: readonly boolean[]): Buffer =>
  fixed(BOOL, 1, values, (buffer, value, at) => buffer.writeUInt8(value ? 1 : 0, at));

export const float8s = (values: readonly number[]): Buffer =>
  fixed(FLOAT8, 8, values, (buffer, value, at) => buffer.writeDoubleBE(value, at));

const variable = (type: number, values: readonly (Buffer | null)[]): Buffer => {
  const size = values.reduce((sum, value) => sum + 4 + (value?.length ?? 0), HEADER);
  const buffer = Buffer.allocUnsafe(size);
  header(buffer, type, values.length, values.includes(null));
  let at = HEADER;
  for (const value of values) {
    buffer.writeInt32BE(value?.length ?? -1, at);
    at += 4;
    if (value) at += value.copy(buffer, at);
  }
  return buffer;
};

export const uuids = (values: readonly (string | null)[]): Buffer =>
  variable(
    UUID,
    values.map((value) => (value === null ? null : Buffer.from(value.replaceAll('-', ''), 'hex'))),
  );

/** From hex. */
export const byteas = (values: readonly string[]): Buffer =>
  variable(
    BYTEA,
    values.map((value) => Buffer.from(value, 'hex')),
  );

export const texts = (values: readonly string[]): Buffer =>
  variable(
    TEXT,
    values.map((value) => Buffer.from(value)),
  );
