import type { CorrectBody, Market, MarketId, UserId, VerdictBody } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { requireAdmin } from '../analytics/requireAdmin.ts';
import type { Command, Written } from '../api.ts';
import { requireNotBanned } from '../authority/bans.ts';
import { writeDeed } from '../authority/writeDeed.ts';
import { once } from '../idempotency.ts';
import { lockMarket, type MarketRow } from '../locks.ts';
import { readMarket } from '../reads/markets.ts';
import { Refusal } from '../refusal.ts';
import { type Tx, transaction } from '../transaction.ts';
import { type CorrectionSums, legs, sumCorrection } from './correctionSums.ts';
import { touchMarket } from './proposals.ts';
import { requireNoPosition } from './requireNoPosition.ts';
import { lockHolders } from './settle.ts';
import { isSameVerdict, type Verdict, verdictOf } from './verdict.ts';

interface Current extends Verdict {
  readonly id: string;
  readonly escrowBefore: number;
  /** When it is corrected: now, and later than what it corrects. */
  readonly at: Date;
}

interface CurrentRow {
  readonly id: string;
  readonly kind: Verdict['kind'];
  readonly outcome: number | null;
  readonly weights: number[] | null;
  readonly escrowBefore: number;
  readonly at: Date;
}

/** What holds now, of a locked market. @throws Refusal NOT_RESOLVED */
const readCurrent = async (tx: Tx, marketId: MarketId): Promise<Current> => {
  const { rows } = await tx.query<CurrentRow>(
    `select id::text as id, kind, outcome, weights, escrow_before as "escrowBefore",
            greatest(mesh_now(), created_at + interval '1 millisecond') as at
       from current_resolution where market_id = $1`,
    [marketId],
  );
  if (!rows[0]) throw new Refusal('NOT_RESOLVED');
  const { outcome, weights, ...current } = rows[0];
  return { ...current, outcome: outcome ?? undefined, weights: weights ?? undefined };
};

/** What holds now and what is to hold instead. @throws Refusal NOT_RESOLVED, VALIDATION_FAILED */
export const changeOf = async (
  tx: Tx,
  marketId: MarketId,
  market: MarketRow,
  body: VerdictBody,
): Promise<{ current: Current; verdict: Verdict }> => {
  const current = await readCurrent(tx, marketId);
  const verdict = verdictOf(market, body);
  if (isSameVerdict(current, verdict))
    throw new Refusal('VALIDATION_FAILED', 'That is the result already. Choose another one.');
  return { current, verdict };
};

// The transfers have the very time of the entry in the log, which tells whose they are. One statement, so that no balance is looked at in between. For a wallet's ledger whoever gets and gives back gets first.
const moveAll = (market: MarketRow): string => `
  with ${legs(market)},
  place as (select e.id as escrow, h.id as house, i.id as issuer from account e, account h, account i
             where e.market_id = $1 and h.kind = 'house' and i.kind = 'issuer'),
  move as (
    select 1 as step, issuer as debit, house as credit, $5::bigint as amount, 'CORRECTION_ISSUE' as kind from place where $5::bigint > 0
    union all
    select 2, case when $4::bigint > 0 then house else escrow end, case when $4::bigint > 0 then escrow else house end, abs($4::bigint), 'CORRECTION_COVER'
      from place where $4::bigint <> 0
    union all
    select case when moved > 0 then 4 when exists (select from leg other where other.account_id = leg.account_id and other.moved > 0) then 5 else 3 end,
           case when moved > 0 then escrow else account_id end, case when moved > 0 then account_id else escrow end, abs(moved), kind
      from leg, place where moved <> 0)
  insert into transfer (debit_account_id, credit_account_id, amount, kind, market_id, created_at)
  select debit, credit, amount, kind, $1, $6 from move order by step, debit, credit`;

const writeDown = async (
  tx: Tx,
  marketId: MarketId,
  { current, verdict }: { current: Current; verdict: Verdict },
  sums: CorrectionSums,
  { by, reason }: { by: UserId | undefined; reason: string },
): Promise<void> => {
  const { rows } = await tx.query<{ id: string }>(
    `insert into resolution_log
       (market_id, resolved_by, resolved_as, kind, outcome, weights, note, escrow_before, paid, holders_paid, returned, corrects, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id::text as id`,
    [
      marketId,
      by ?? null,
      by === undefined ? 'OPERATOR' : 'ADMIN',
      verdict.kind,
      verdict.outcome ?? null,
      verdict.weights ?? null,
      reason,
      current.escrowBefore,
      sums.owed,
      sums.holders,
      current.escrowBefore - sums.owed,
      current.id,
      current.at,
    ],
  );
  await tx.query(
    'insert into correction (resolution_id, paid, taken, covered, issued, missing) values ($1, $2, $3, $4, $5, $6)',
    [rows[0]!.id, sums.paid, sums.taken, sums.covered, sums.issued, sums.missing],
  );
};

/** Moves the differences and writes the correction down; the market is locked. @throws Refusal NOT_RESOLVED, VALIDATION_FAILED */
export const correctIn = async (
  tx: Tx,
  marketId: MarketId,
  market: MarketRow,
  { reason, ...body }: CorrectBody,
  by: UserId | undefined,
): Promise<void> => {
  const change = await changeOf(tx, marketId, market, body);
  const { weights } = change.verdict;
  const { escrowBefore, at } = change.current;
  await lockHolders(tx, marketId, market, ['house', 'issuer']);
  const sums = await sumCorrection(tx, marketId, market, weights, escrowBefore);
  await tx.query(moveAll(market), [marketId, weights ?? null, escrowBefore, sums.covered, sums.issued, at]);
  await writeDown(tx, marketId, change, sums, { by, reason });
  await touchMarket(tx, marketId);
  await writeDeed(tx, { kind: 'MARKET_CORRECTED', by, postId: marketId, detail: reason });
};

/**
 * Corrects a result after it was paid, by transfers of the differences: nobody's wallet falls below zero for it, and what cannot be taken
 * back the house pays. A correction of a correction reckons with what everybody really has had.
 * @throws Refusal NOT_FOUND, IDEMPOTENCY_MISMATCH, FORBIDDEN, BANNED, NOT_RESOLVED, VALIDATION_FAILED
 */
export const correctResolution = (
  pool: Pool,
  command: Command & { marketId: MarketId } & CorrectBody,
): Promise<Written<Market>> =>
  transaction(pool, async (tx) => {
    const { userId, idempotencyKey: _, ...input } = command;
    const { marketId, ...body } = input;
    const market = await lockMarket(tx, marketId);
    return once(tx, command, 'correctResolution', input, async () => {
      await requireAdmin(tx, userId);
      await requireNotBanned(tx, userId, 'MARKETS');
      await requireNoPosition(tx, market, marketId, userId);
      await correctIn(tx, marketId, market, body, userId);
      return readMarket(tx, marketId, userId);
    });
  });
