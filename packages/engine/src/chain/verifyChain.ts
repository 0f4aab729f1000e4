import type { Pool } from 'pg';
import { onSnapshot, type Tx } from '../transaction.ts';
import {
  type ChainedTransfer,
  GENESIS,
  hashOfLink,
  lineOfTransfer,
  markOf,
  splitMarks,
} from './canonical.ts';
import { type ChainLink, readNextLink, readTransfers } from './chainRows.ts';

export interface ChainReport {
  readonly links: number;
  /** Transfers that the chain covers, as far as it was followed. */
  readonly transfers: number;
  /** Transfers after its end; not counted where it is broken. */
  readonly unchained: number;
  readonly head: { readonly height: number; readonly hash: string; readonly upTo: number } | undefined;
  /** Where the ledger and the chain part; the rest was not looked at. */
  readonly broken:
    | { readonly height: number; readonly transferId: number | undefined; readonly sentence: string }
    | undefined;
}

/** A head that was kept, here or elsewhere. */
export interface KnownHead {
  readonly height: number;
  readonly hash: string;
}

/** A link from which a chain can be followed on. */
export interface Place extends KnownHead {
  readonly toId: number;
}

export interface ChainSource {
  readonly nextLink: (height: number) => Promise<Omit<ChainLink, 'createdAt'> | undefined>;
  /** Transfers after one id up to another, in the order of their ids. */
  readonly transfers: (after: number, upTo: number) => Promise<readonly ChainedTransfer[]>;
  readonly countAfter: (id: number) => Promise<number>;
}

type Broken = NonNullable<ChainReport['broken']>;
type Link = Omit<ChainLink, 'createdAt'>;

/** The first transfer of a link that is not the one that was chained. */
const findAltered = (link: Link, transfers: readonly ChainedTransfer[]): Broken => {
  const { height } = link;
  const marks = splitMarks(link.marks);
  const found = transfers.map((transfer) => markOf(lineOfTransfer(transfer)));
  const at = marks.findIndex((mark, i) => mark !== found[i]);
  const say = (transferId: number | undefined, sentence: string): Broken => ({
    height,
    transferId,
    sentence,
  });
  if (at === -1) {
    const extra = transfers[marks.length];
    return extra === undefined
      ? say(undefined, `Link ${height} itself was changed: its transfers are those that were chained.`)
      : say(extra.id, `Transfer ${extra.id} was added later.`);
  }
  const here = transfers[at];
  if (here === undefined || found[at] === marks[at + 1]) {
    const before = here === undefined ? `up to ${link.toId}` : `before transfer ${here.id}`;
    return say(here?.id, `A transfer ${before} was removed.`);
  }
  if (found[at + 1] === marks[at]) return say(here.id, `Transfer ${here.id} was added later.`);
  return say(here.id, `Transfer ${here.id} is not the one that was chained: it was changed.`);
};

const missing = (height: number): Broken => ({
  height,
  transferId: undefined,
  sentence: `Link ${height} of the chain is missing.`,
});

/** Whether a link follows from the one before and from its transfers. */
const checkLink = (
  link: Link,
  before: Place | undefined,
  transfers: readonly ChainedTransfer[],
): Broken | undefined => {
  const previous = before?.hash ?? GENESIS;
  const expected = (before?.height ?? 0) + 1;
  if (link.height !== expected) return missing(expected);
  if (hashOfLink(previous, transfers.map(lineOfTransfer)) === link.hash && link.previous === previous)
    return undefined;
  return findAltered(link, transfers);
};

const checkKnown = (link: Link, known: KnownHead | undefined): Broken | undefined =>
  known === undefined || link.height !== known.height || link.hash === known.hash
    ? undefined
    : {
        height: link.height,
        transferId: undefined,
        sentence: `Link ${link.height} is not the one that was kept: the chain was made again, over another past.`,
      };

/** Whether the link of a place that was reached before is still there, as it was. */
const checkPlace = (link: Link | undefined, place: Place): Broken | undefined =>
  link?.height === place.height ? checkKnown(link, place) : missing(place.height);

/**
 * Follows the chain from its beginning, or on from a place that was reached before, to where it ends or to the first transfer that does
 * not fit.
 */
export const followChain = async (
  source: ChainSource,
  known?: KnownHead,
  from?: Place,
): Promise<ChainReport> => {
  let last = from;
  let transfers = 0;
  let broken = from && checkPlace(await source.nextLink(from.height - 1), from);
  while (broken === undefined) {
    const link = await source.nextLink(last?.height ?? 0);
    if (link === undefined) break;
    const covered = await source.transfers(last?.toId ?? 0, link.toId);
    broken = checkLink(link, last, covered) ?? checkKnown(link, known);
    if (broken !== undefined) break;
    transfers += covered.length;
    last = link;
  }
  if (broken === undefined && known !== undefined && (last?.height ?? 0) < known.height) {
    broken = {
      height: known.height,
      transferId: undefined,
      sentence: `The chain ends at link ${last?.height ?? 0}, before the one that was kept.`,
    };
  }
  return {
    links: last?.height ?? 0,
    transfers,
    unchained: broken === undefined ? await source.countAfter(last?.toId ?? 0) : 0,
    head: last && { height: last.height, hash: last.hash, upTo: last.toId },
    broken,
  };
};

/** More than any link has, so that what was added is seen. */
const MANY = 1_000_000;

/** The same, over the tables of a database, within a transaction that sees one snapshot. */
export const followLedger = (tx: Tx, known?: KnownHead, from?: Place): Promise<ChainReport> =>
  followChain(
    {
      nextLink: (height) => readNextLink(tx, height),
      transfers: (after, upTo) => readTransfers(tx, after, upTo, MANY),
      countAfter: async (id) => {
        const { rows } = await tx.query<{ count: number }>('select count(*) from transfer where id > $1', [
          id,
        ]);
        return rows[0]!.count;
      },
    },
    known,
    from,
  );

/** Proves the ledger against its chain, on one snapshot beside a running server. Reads only. */
export const verifyChain = (pool: Pool, known?: KnownHead): Promise<ChainReport> =>
  onSnapshot(pool, (tx) => followLedger(tx, known));
