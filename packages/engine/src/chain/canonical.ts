import { createHash } from 'node:crypto';

/*
 * What is hashed, as docs/guide/chain.md tells everybody: a line for each transfer, and for each link the hash of the one before
 * followed by its lines. Text, so that any language and any shell can do it again.
 */

export interface ChainedTransfer {
  readonly id: number;
  readonly debitAccountId: number;
  readonly creditAccountId: number;
  readonly amount: number;
  readonly kind: string;
  readonly marketId: number | null;
  readonly tradeSeq: number | null;
  /** In UTC with six decimals of a second: `2026-11-22T10:00:00.123000Z`. */
  readonly createdAt: string;
}

/** What stands before the first link. */
export const GENESIS = '0'.repeat(64);

const MARK_BYTES = 4;

/** A time as the database writes it in JSON, with all six decimals. */
export const canonicalTime = (text: string): string => {
  const [, seconds, decimals = ''] = /^(.{19})(?:\.(\d{1,6}))?(?:Z|\+00:00)$/.exec(text) ?? [];
  if (seconds === undefined) throw new Error(`not a time in UTC: ${text}`);
  return `${seconds}.${decimals.padEnd(6, '0')}Z`;
};

export const lineOfTransfer = (transfer: ChainedTransfer): string =>
  [
    transfer.id,
    transfer.debitAccountId,
    transfer.creditAccountId,
    transfer.amount,
    transfer.kind,
    transfer.marketId ?? '-',
    transfer.tradeSeq ?? '-',
    transfer.createdAt,
  ].join(' ');

/** `previous` and the answer in hex. */
export const hashOfLink = (previous: string, lines: readonly string[]): string => {
  const hash = createHash('sha256').update(`${previous}\n`);
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
};

export const markOf = (line: string): string =>
  createHash('sha256')
    .update(line)
    .digest('hex')
    .slice(0, MARK_BYTES * 2);

/** The marks of a link, one by one. */
export const splitMarks = (marks: string): string[] => marks.match(/.{8}/g) ?? [];
