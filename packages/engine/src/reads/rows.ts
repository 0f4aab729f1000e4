import type { UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { Refusal } from '../refusal.ts';
import type { Tx } from '../transaction.ts';

/** Anything that answers queries: a pool, or a transaction that wants to read its own writes. */
export type Reader = Pick<Pool, 'query'> | Tx;

/** A time as it is on the wire. Rows hold a Date; rows inside JSON hold Postgres's ISO text. */
export const iso = (time: Date | string): string =>
  // Nearly all of them, and the way through a Date takes ten times as long: a page has hundreds.
  typeof time === 'string' && time.length === 29 && time.endsWith('+00:00')
    ? `${time.slice(0, 23)}Z`
    : new Date(time).toISOString();

/**
 * A parameter's ids as rows of wanted(id). Behind `offset 0` their number is unknown to the planner whichever they are, so that it has no
 * reason to plan again for each execution, which takes longer than to run.
 */
export const wantedIds = (parameter: string): string =>
  `(select ${parameter}::bigint[] as ids offset 0) as given, unnest(given.ids) as wanted(id)`;

/** A person as JSON, from a row of users under the given alias. */
export const userJson = (alias: string): string =>
  `json_build_object('id', ${alias}.id::text, 'handle', ${alias}.handle, 'name', ${alias}.name)`;

/** A `like` pattern for what begins with the text, whatever is in it. */
export const beginsWith = (text: string): string =>
  `${text.replaceAll('\0', '').replace(/[\\%_]/g, '\\$&')}%`;

export const encodeCursor = (...parts: readonly (string | number)[]): string =>
  Buffer.from(parts.join('|')).toString('base64url');

export const unknownCursor = (): Refusal =>
  new Refusal('VALIDATION_FAILED', 'The cursor is not one of ours. Start from the first page.');

/** What a part of a cursor may look like, so that Postgres can read it as what it stands for. */
const parts = {
  /** Of a row; 0 before the first. */
  id: (text: string) => /^\d{1,16}$/.test(text),
  /** An outcome. */
  index: (text: string) => /^\d{1,2}$/.test(text),
  whole: (text: string) => /^-?\d{1,16}$/.test(text),
  number: (text: string) => /^-?\d[\d.e+-]{0,40}$/.test(text) && Number.isFinite(Number(text)),
  time: (text: string) => /^\d{4}-\d\d-\d\dT[\d:.]{8,15}Z$/.test(text) && !Number.isNaN(Date.parse(text)),
} as const;

/** @throws Refusal VALIDATION_FAILED for what {@link encodeCursor} has not made for such a list */
export const decodeCursor = (
  cursor: string | undefined,
  ...kinds: readonly (keyof typeof parts)[]
): string[] | undefined => {
  if (cursor === undefined) return undefined;
  const decoded = Buffer.from(cursor, 'base64url').toString().split('|');
  if (decoded.length !== kinds.length || !decoded.every((text, k) => parts[kinds[k]!](text)))
    throw unknownCursor();
  return decoded;
};

/** Splits the one row too many that says there is a next page. */
export const pageOf = <Row>(rows: readonly Row[], limit: number, cursorOf: (last: Row) => string) => {
  const page = rows.slice(0, limit);
  return rows.length > limit ? { page, nextCursor: cursorOf(page.at(-1)!) } : { page };
};

/** Shares times probability in whole credits, rounded down. */
export const valueNow = (sharesMicro: number, probability: number): number =>
  Math.floor((sharesMicro / 1e6) * probability);

export type Viewing = UserId | undefined;

/** What a reader may be shown: to somebody whom markets are not open to it is as if there were none. */
export interface Sight {
  readonly markets: boolean;
}

export const EVERYTHING: Sight = { markets: true };
