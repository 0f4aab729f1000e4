import type { ChainHead } from '@mesh-markets/contract';
import { iso, type Reader } from '../reads/rows.ts';
import type { Tx } from '../transaction.ts';
import { GENESIS } from './canonical.ts';
import { type ChainReport, followLedger, type Place } from './verifyChain.ts';

/** After so many days a check begins at the first link again, since those in between look only at what is new. */
const WHOLE_AFTER_DAYS = 7;

/** What the scheduled audit found when it followed the chain. */
export interface ChainCheck {
  readonly report: ChainReport;
  /** From the first link, not on from where an earlier check ended. */
  readonly whole: boolean;
  /** Transfers and, where it went on from one, the link it went on from. */
  readonly checked: number;
}

interface LastRow extends Place {
  readonly wholeIsDue: boolean;
}

/** The place up to which the chain was last found right, and whether it is time to begin at its first link again. */
const readLastSound = async (reader: Reader): Promise<LastRow | undefined> => {
  const { rows } = await reader.query<LastRow>(
    `select height, encode(hash, 'hex') as hash, up_to as "toId",
            (select problem is not null from chain_check order by id desc limit 1)
            or not exists (select from chain_check where problem is null and whole
                            and checked_at > mesh_now() - make_interval(days => ${WHOLE_AFTER_DAYS})) as "wholeIsDue"
       from chain_check where problem is null and height > 0 order by id desc limit 1`,
  );
  return rows[0];
};

/**
 * Follows the chain from where the last check ended, or from its first link: now and then, and for as long as something is off. Either
 * way the last link that was found right has to be in it still. Undefined where there is no chain, and was none.
 */
export const checkChain = async (
  tx: Tx,
  { whole: asked = false }: { readonly whole?: boolean } = {},
): Promise<ChainCheck | undefined> => {
  const last = await readLastSound(tx);
  const whole = asked || last === undefined || last.wholeIsDue;
  const report = await followLedger(tx, last, whole ? undefined : last);
  if (report.head === undefined && report.broken === undefined) return undefined;
  return { report, whole, checked: report.transfers + (whole ? 0 : 1) };
};

export const keepChainCheck = async (tx: Tx, { report, whole }: ChainCheck): Promise<void> => {
  const { head, broken } = report;
  await tx.query(
    `insert into chain_check (whole, height, hash, up_to, problem) values ($1, $2, decode($3, 'hex'), $4, $5)`,
    [whole, head?.height ?? 0, head?.hash ?? GENESIS, head?.upTo ?? 0, broken?.sentence ?? null],
  );
};

interface StateRow {
  readonly height: number;
  readonly hash: string;
  readonly upTo: number;
  readonly at: Date;
  readonly soundHeight: number | null;
  readonly soundUpTo: number;
  readonly soundAt: Date;
  readonly wholeAt: Date;
  readonly problem: string | null;
}

/** The newest link, and until when the chain is verified. */
export const readChainState = async (reader: Reader): Promise<ChainHead | undefined> => {
  const { rows } = await reader.query<StateRow>(
    `select head.height, encode(head.hash, 'hex') as hash, head.to_id as "upTo", head.created_at as at,
            sound.height as "soundHeight", sound.up_to as "soundUpTo", sound.checked_at as "soundAt", sound.whole_at as "wholeAt",
            (select problem from chain_check order by id desc limit 1) as problem
       from (select * from ledger_chain order by height desc limit 1) as head
       left join (select height, up_to, checked_at,
                         (select max(w.checked_at) from chain_check w where w.problem is null and w.whole) as whole_at
                    from chain_check where problem is null and height > 0 order by id desc limit 1) as sound on true`,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { height, hash, upTo, at, soundHeight, soundUpTo, soundAt, wholeAt, problem } = row;
  return {
    height,
    hash,
    upTo,
    at: iso(at),
    ...(soundHeight !== null && {
      verified: { height: soundHeight, upTo: soundUpTo, at: iso(soundAt), wholeAt: iso(wholeAt) },
    }),
    ...(problem !== null && { problem }),
  };
};
