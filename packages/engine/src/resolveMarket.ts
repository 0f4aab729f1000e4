import {
  BASIS_POINTS,
  type Market,
  type MarketId,
  type ResolutionPreview,
  type ResolveMarketBody,
  type UserId,
} from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Command, Written } from './api.ts';
import { requireNotBanned } from './authority/bans.ts';
import { writeDeed } from './authority/writeDeed.ts';
import { once } from './idempotency.ts';
import { lockAccounts, lockMarket, type MarketRow, resolverRole } from './locks.ts';
import { readMarket } from './reads/markets.ts';
import { Refusal } from './refusal.ts';
import { type Tx, transaction } from './transaction.ts';

/*
 * The rule, as the dialog shows it before confirming:
 * - an outcome pays floor(shares) credits to each holder of that outcome;
 * - weights pay floor(sum of shares times weight) to each holder;
 * - N_A gives everyone whose payments into the market exceed what they took out the difference back; exactly, or pro rata
 *   and rounded down where the escrow holds less because early sellers took profits out. Nobody is asked to pay anything.
 * What is left of the escrow goes back to whoever paid the subsidy.
 */

/** Weights in basis points per outcome, or undefined for a void market. */
type Weights = readonly number[] | undefined;

interface Verdict {
  readonly kind: 'OUTCOME' | 'WEIGHTED' | 'N_A';
  readonly outcome: number | undefined;
  readonly weights: Weights;
}

const singleWeight = (outcome: number, outcomes: number): number[] =>
  Array.from({ length: outcomes }, (_, i) => (i === outcome ? BASIS_POINTS : 0));

/** @throws Refusal VALIDATION_FAILED when the market has no such outcome or not that many weights. */
const verdictOf = (market: MarketRow, body: ResolveMarketBody): Verdict => {
  if (body.weights !== undefined) {
    if (body.weights.length !== market.outcomes) {
      throw new Refusal(
        'VALIDATION_FAILED',
        `This market has ${market.outcomes} outcomes: give one weight for each.`,
      );
    }
    return { kind: 'WEIGHTED', outcome: undefined, weights: body.weights };
  }
  if (body.outcome === 'N_A') return { kind: 'N_A', outcome: undefined, weights: undefined };
  if (typeof body.outcome === 'string' && market.type !== 'BINARY') {
    throw new Refusal('VALIDATION_FAILED', 'This market has labelled outcomes: name one by its index.');
  }
  const outcome = body.outcome === 'YES' ? 0 : body.outcome === 'NO' ? 1 : body.outcome!;
  if (outcome >= market.outcomes)
    throw new Refusal('VALIDATION_FAILED', `This market has outcomes 0 to ${market.outcomes - 1}.`);
  return { kind: 'OUTCOME', outcome, weights: singleWeight(outcome, market.outcomes) };
};

// $1 market, $2 weights (null for a void). One row per person who gets something; sums in numeric, so nothing overflows.
const PAYOUTS = `
  with escrow as (select id, balance from account where market_id = $1),
  net as (select user_id, sum(paid - received) as net from position where market_id = $1 group by user_id),
  owed as (select coalesce(sum(net) filter (where net > 0), 0) as total from net)
  select p.user_id, p.credits, n.net from (
    select user_id, div(sum(shares_micro::numeric * ($2::int[])[outcome + 1]), 10000000000::numeric)::bigint as credits
      from position where market_id = $1 and $2::int[] is not null group by user_id
    union all
    select user_id, case when owed.total <= escrow.balance then net.net else div(net.net * escrow.balance, owed.total) end::bigint
      from net, owed, escrow where $2::int[] is null and net.net > 0) as p
  join net n on n.user_id = p.user_id
  where p.credits > 0`;

interface Settlement {
  readonly escrowBefore: number;
  readonly paid: number;
  readonly holdersPaid: number;
  readonly returned: number;
}

/** Pays everyone and empties the escrow. The market is locked; the wallets are locked here, by id. */
const settle = async (
  tx: Tx,
  marketId: MarketId,
  market: MarketRow,
  weights: Weights,
): Promise<Settlement> => {
  const parameters = [marketId, weights ?? null];
  const subsidyPayer =
    market.subsidyFrom === 'HOUSE'
      ? `kind = 'house'`
      : `user_id = (select creator_id from prediction_market where id = $1)`;
  const touched = await tx.query<{ id: string }>(
    `select id::text as id from account where ${subsidyPayer}
     union select a.id::text from position p join account a on a.user_id = p.user_id where p.market_id = $1`,
    [marketId],
  );
  await lockAccounts(
    tx,
    touched.rows.map((row) => row.id),
  );
  const escrow = await tx.query<{ balance: number }>('select balance from account where market_id = $1', [
    marketId,
  ]);
  const escrowBefore = escrow.rows[0]!.balance;
  const paid = await tx.query<{ credits: number; holders: number }>(
    `with payout as (${PAYOUTS}),
     written as (
       insert into transfer (debit_account_id, credit_account_id, amount, kind, market_id)
       select e.id, w.id, payout.credits, case when $2::int[] is null then 'REFUND' else 'PAYOUT' end, $1
         from payout join account w on w.user_id = payout.user_id, account e where e.market_id = $1
       returning amount)
     select coalesce(sum(amount), 0)::bigint as credits, count(*) as holders from written`,
    parameters,
  );
  const { credits, holders } = paid.rows[0]!;
  const returned = escrowBefore - credits;
  if (returned < 0)
    throw new Error(`market ${marketId} would pay ${credits} from an escrow of ${escrowBefore}`);
  if (returned > 0) {
    await tx.query(
      `insert into transfer (debit_account_id, credit_account_id, amount, kind, market_id)
       select e.id, p.id, $2, 'SUBSIDY_RETURN', $1
         from account e, (select id from account where ${subsidyPayer}) as p where e.market_id = $1`,
      [marketId, returned],
    );
  }
  return { escrowBefore, paid: credits, holdersPaid: holders, returned };
};

const closeIfDue = async (tx: Tx, marketId: MarketId, market: MarketRow): Promise<void> => {
  if (market.state === 'RESOLVED') throw new Refusal('ALREADY_RESOLVED');
  if (market.state === 'CLOSED') return;
  if (!market.due) throw new Refusal('MARKET_NOT_CLOSED');
  // Its time has passed and the job has not been by yet: resolving does not have to wait for it.
  await tx.query(
    `update prediction_market set state = 'CLOSED', closed_at = closes_at, version = version + 1 where id = $1`,
    [marketId],
  );
};

/**
 * Resolves a closed market and pays out, once, in one transaction; afterwards its escrow holds 0.
 * @throws Refusal NOT_FOUND, IDEMPOTENCY_MISMATCH, FORBIDDEN, BANNED, ALREADY_RESOLVED, MARKET_NOT_CLOSED, VALIDATION_FAILED
 */
export const resolveMarket = (
  pool: Pool,
  command: Command & { marketId: MarketId } & ResolveMarketBody,
): Promise<Written<Market>> =>
  transaction(pool, async (tx) => {
    const { userId, idempotencyKey: _, ...input } = command;
    const { marketId } = input;
    const market = await lockMarket(tx, marketId);
    return once(tx, command, 'resolveMarket', input, async () => {
      const role = await resolverRole(tx, market, userId);
      await requireNotBanned(tx, userId, 'MARKETS');
      await closeIfDue(tx, marketId, market);
      const verdict = verdictOf(market, input);
      const settlement = await settle(tx, marketId, market, verdict.weights);
      const { rows } = await tx.query<{ now: Date }>(
        `update prediction_market set state = 'RESOLVED', resolved_at = mesh_now(), version = version + 1 where id = $1 returning resolved_at as now`,
        [marketId],
      );
      await tx.query(
        `insert into resolution_log
           (market_id, resolved_by, resolved_as, kind, outcome, weights, note, escrow_before, paid, holders_paid, returned, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          marketId,
          userId,
          role,
          verdict.kind,
          verdict.outcome ?? null,
          verdict.weights ?? null,
          input.note ?? null,
          settlement.escrowBefore,
          settlement.paid,
          settlement.holdersPaid,
          settlement.returned,
          rows[0]!.now,
        ],
      );
      if (role === 'ADMIN') {
        await writeDeed(tx, {
          kind: 'MARKET_RESOLVED',
          by: userId,
          postId: marketId,
          detail: input.note,
        });
      }
      return readMarket(tx, marketId, userId);
    });
  });

interface PreviewRow {
  readonly id: UserId;
  readonly handle: string;
  readonly name: string;
  readonly credits: number;
  readonly net: number;
}

const PREVIEW_ROWS = 100;

/**
 * Who would get what if the market were resolved this way now; writes nothing. The largest payouts first, at most 100 of them.
 * @throws Refusal NOT_FOUND, FORBIDDEN, ALREADY_RESOLVED, VALIDATION_FAILED
 */
export const previewResolution = (
  pool: Pool,
  ask: { userId: UserId; marketId: MarketId } & ResolveMarketBody,
): Promise<ResolutionPreview> =>
  transaction(pool, async (tx) => {
    const { userId, marketId, ...body } = ask;
    const market = await lockMarket(tx, marketId);
    await resolverRole(tx, market, userId);
    if (market.state === 'RESOLVED') throw new Refusal('ALREADY_RESOLVED');
    const { kind, weights } = verdictOf(market, body);
    const { rows } = await tx.query<PreviewRow>(
      `select u.id::text as id, u.handle, u.name, p.credits, p.net::bigint as net from (${PAYOUTS}) as p join users u on u.id = p.user_id
        order by p.credits desc, u.id`,
      [marketId, weights ?? null],
    );
    const facts = await tx.query<{ escrow: number; payer: string }>(
      `select e.balance as escrow, case m.subsidy_from when 'HOUSE' then 'the house' else '@' || c.handle end as payer
         from prediction_market m join account e on e.market_id = m.id join users c on c.id = m.creator_id where m.id = $1`,
      [marketId],
    );
    const { escrow, payer } = facts.rows[0]!;
    const paidCredits = rows.reduce((sum, row) => sum + row.credits, 0);
    const owed = rows.reduce((sum, row) => sum + Math.max(0, row.net), 0);
    return {
      paidCredits,
      holdersPaid: rows.length,
      returnedCredits: escrow - paidCredits,
      returnedTo: payer,
      ...(kind === 'N_A' ? { refundRatio: owed <= escrow ? 1 : escrow / owed } : {}),
      payouts: rows
        .slice(0, PREVIEW_ROWS)
        .map(({ credits, net, ...user }) => ({ user, credits, netCredits: credits - net })),
    };
  });
