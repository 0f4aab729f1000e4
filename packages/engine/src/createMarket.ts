import { type CreateMarketBody, DEFAULT_LIQUIDITY, type Market, type MarketId } from '@mesh-markets/contract';
import { lmsr, type Opening } from '@mesh-markets/market-maker';
import type { Pool } from 'pg';
import type { Command, EngineSettings, Written } from './api.ts';
import { once } from './idempotency.ts';
import { lockWallet } from './locks.ts';
import { readMarket } from './reads/markets.ts';
import { Refusal } from './refusal.ts';
import { type Tx, transaction } from './transaction.ts';

const BINARY_LABELS = ['YES', 'NO'];

/** The opening odds of every outcome; even where none are given. */
const openingOdds = (body: CreateMarketBody, outcomes: number): number[] => {
  const odds = body.initialProbability;
  if (odds === undefined) return Array.from({ length: outcomes }, () => 1 / outcomes);
  return Array.isArray(odds) ? odds : [odds, 1 - odds];
};

interface Payer {
  readonly accountId: string;
  readonly balance: number;
}

/** Locks the account that pays the subsidy. The creator's wallet is locked already. */
const lockPayer = async (tx: Tx, command: Command, from: EngineSettings['subsidyFrom']): Promise<Payer> => {
  if (from === 'HOUSE') {
    const house = await tx.query<{ id: string }>(`select id::text as id from account where kind = 'house'`);
    await tx.query('select lock_accounts($1::bigint[])', [[house.rows[0]!.id]]);
  }
  // Read in a statement after the lock: the balance the lock protects.
  const { rows } = await tx.query<Payer>(
    `select id::text as "accountId", balance from account where ${from === 'HOUSE' ? `kind = 'house'` : 'user_id = $1'}`,
    from === 'HOUSE' ? [] : [command.userId],
  );
  return rows[0]!;
};

const checkSubsidy = (subsidy: number, balance: number, from: EngineSettings['subsidyFrom']): void => {
  if (balance >= subsidy) return;
  throw new Refusal(
    'INSUFFICIENT_CREDITS',
    from === 'HOUSE'
      ? `The house has ₡${balance} left and this market needs ₡${subsidy}. Ask an admin to fund the house, or choose less liquidity.`
      : `This market needs ₡${subsidy} to open and you have ₡${balance}. Choose less liquidity.`,
    { facts: { balance, subsidy } },
  );
};

const checkTerms = async (tx: Tx, body: CreateMarketBody): Promise<void> => {
  const { rows } = await tx.query<{ future: boolean; oracleFound: boolean }>(
    `select $1::timestamptz > mesh_now() as future, $2::bigint is null or exists (select from users where id = $2) as "oracleFound"`,
    [body.closesAt, body.oracleId ?? null],
  );
  if (!rows[0]!.future)
    throw new Refusal('VALIDATION_FAILED', 'The closing time must be in the future.', {
      facts: { path: 'closesAt' },
    });
  if (!rows[0]!.oracleFound)
    throw new Refusal('NOT_FOUND', 'There is no such oracle.', { facts: { path: 'oracleId' } });
};

const insertMarket = async (
  tx: Tx,
  command: Command & CreateMarketBody,
  opening: Opening,
  from: EngineSettings['subsidyFrom'],
  payer: Payer,
) => {
  const labels = command.outcomes ?? BINARY_LABELS;
  const { rows } = await tx.query<{ id: MarketId }>(
    `insert into post (type, author_id, body, question, labels) values ('PREDICTION', $1, $2, $3, $4) returning id::text as id`,
    [command.userId, command.description ?? '', command.question, labels],
  );
  const id = rows[0]!.id;
  await tx.query(
    `insert into prediction_market (id, type, creator_id, oracle_id, b, phantom_micro, shares_micro, subsidy, subsidy_from, closes_at)
     values ($1, $2, $3, $4, $5, $6::bigint[], array_fill(0::bigint, array[$7::int]), $8, $9, $10)`,
    [
      id,
      command.outcomes ? 'MULTIPLE' : 'BINARY',
      command.userId,
      command.oracleId ?? null,
      opening.state.liquidity,
      opening.phantomMicro,
      labels.length,
      opening.subsidyCredits,
      from,
      command.closesAt,
    ],
  );
  await tx.query(
    `with escrow as (insert into account (kind, market_id) values ('escrow', $1) returning id)
     insert into transfer (debit_account_id, credit_account_id, amount, kind, market_id)
     select $2, escrow.id, $3, 'SUBSIDY', $1 from escrow`,
    [id, payer.accountId, opening.subsidyCredits],
  );
  return id;
};

/**
 * Asks a question: the post, its market, its escrow, and the subsidy paid in, so that the worst outcome is covered from the
 * first moment. `b` is in credits (default 1000).
 * @throws Refusal NOT_FOUND (account), IDEMPOTENCY_MISMATCH, VALIDATION_FAILED (closing time passed), NOT_FOUND (oracle),
 * INSUFFICIENT_CREDITS
 */
export const createMarket = (
  pool: Pool,
  settings: EngineSettings,
  command: Command & CreateMarketBody,
): Promise<Written<Market>> =>
  transaction(pool, async (tx) => {
    const { userId, idempotencyKey: _, ...body } = command;
    await lockWallet(tx, userId);
    return once(tx, command, 'createMarket', body, async () => {
      await checkTerms(tx, body);
      const outcomes = body.outcomes?.length ?? BINARY_LABELS.length;
      const opening = lmsr.open(body.b ?? DEFAULT_LIQUIDITY, openingOdds(body, outcomes));
      const payer = await lockPayer(tx, command, settings.subsidyFrom);
      checkSubsidy(opening.subsidyCredits, payer.balance, settings.subsidyFrom);
      const id = await insertMarket(tx, command, opening, settings.subsidyFrom, payer);
      return readMarket(tx, id, userId);
    });
  });
