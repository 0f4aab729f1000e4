import type { CreateMarketBody, Market, MarketId, UserId } from '@mesh-markets/contract';
import { lmsr, type Opening } from '@mesh-markets/market-maker';
import type { Pool } from 'pg';
import { amountWords } from './amountWords.ts';
import type { Command, EngineSettings, Written } from './api.ts';
import { requireNotBanned } from './authority/bans.ts';
import { writeTopics } from './discovery/writeTopics.ts';
import { once } from './idempotency.ts';
import { lockAccounts, lockWallet } from './locks.ts';
import { checkOutcomes, liquidityOf, requireRoomForMarket } from './marketBounds.ts';
import { noOracle, ownOracle } from './oracles/askOracle.ts';
import { writeChange } from './oracles/changeOracle.ts';
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

/**
 * Locks the creator's wallet, which orders the creator's own writes, and the house where it pays: in the order of their ids, as
 * every verb does, or a resolution that pays both could block this for ever. @throws Refusal NOT_FOUND
 */
const lockPurses = async (tx: Tx, userId: UserId, from: EngineSettings['subsidyFrom']): Promise<void> => {
  if (from === 'CREATOR') {
    await lockWallet(tx, userId);
    return;
  }
  const { rows } = await tx.query<{ id: string; kind: string }>(
    `select id::text as id, kind from account where user_id = $1 or kind = 'house'`,
    [userId],
  );
  if (!rows.some(({ kind }) => kind === 'wallet'))
    throw new Refusal('NOT_FOUND', 'There is no such account.');
  await lockAccounts(
    tx,
    rows.map(({ id }) => id),
  );
};

/** The account that pays the subsidy, which is locked. */
const readPayer = async (tx: Tx, userId: UserId, from: EngineSettings['subsidyFrom']): Promise<Payer> => {
  const { rows } = await tx.query<Payer>(
    `select id::text as "accountId", balance from account where ${from === 'HOUSE' ? `kind = 'house'` : 'user_id = $1'}`,
    from === 'HOUSE' ? [] : [userId],
  );
  return rows[0]!;
};

const checkSubsidy = (subsidy: number, balance: number, from: EngineSettings['subsidyFrom']): void => {
  if (balance >= subsidy) return;
  throw new Refusal(
    'INSUFFICIENT_CREDITS',
    from === 'HOUSE'
      ? `The house has ${amountWords(balance)} left and this market needs ${amountWords(subsidy)}. Ask an admin to fund the house, or choose less liquidity.`
      : `This market needs ${amountWords(subsidy)} to open and you have ${amountWords(balance)}. Choose less liquidity.`,
    { facts: { balance, subsidy } },
  );
};

/** Answers the moment at which the market opens, so that it opens before it closes. */
const checkTerms = async (tx: Tx, userId: UserId, body: CreateMarketBody): Promise<Date> => {
  const { rows } = await tx.query<{ now: Date; future: boolean; oracleFound: boolean }>(
    `select now, $1::timestamptz > now as future, $2::bigint is null or exists (select from users where id = $2) as "oracleFound"
       from (select mesh_now() as now) as moment`,
    [body.closesAt, body.oracleId ?? null],
  );
  if (!rows[0]!.future)
    throw new Refusal('VALIDATION_FAILED', 'The closing time must be in the future.', {
      facts: { path: 'closesAt' },
    });
  if (body.oracleId === userId) throw ownOracle();
  if (!rows[0]!.oracleFound) throw noOracle();
  return rows[0]!.now;
};

const insertMarket = async (
  tx: Tx,
  command: Command & CreateMarketBody,
  opening: Opening,
  from: EngineSettings['subsidyFrom'],
  payer: Payer,
  now: Date,
) => {
  const labels = command.outcomes ?? BINARY_LABELS;
  const { rows } = await tx.query<{ id: MarketId }>(
    `insert into post (type, author_id, body, question, labels, created_at) values ('PREDICTION', $1, $2, $3, $4, $5) returning id::text as id`,
    [command.userId, command.description ?? '', command.question, labels, now],
  );
  const id = rows[0]!.id;
  await writeTopics(tx, id, command.topics);
  await tx.query(
    `insert into prediction_market (id, type, creator_id, b, phantom_micro, shares_micro, subsidy, subsidy_from, created_at, closes_at)
     values ($1, $2, $3, $4, $5::bigint[], array_fill(0::bigint, array[$6::int]), $7, $8, $9, $10)`,
    [
      id,
      command.outcomes ? 'MULTIPLE' : 'BINARY',
      command.userId,
      opening.state.liquidity,
      opening.phantomMicro,
      labels.length,
      opening.subsidyCredits,
      from,
      now,
      command.closesAt,
    ],
  );
  await tx.query(
    `with escrow as (insert into account (kind, market_id) values ('escrow', $1) returning id)
     insert into transfer (debit_account_id, credit_account_id, amount, kind, market_id)
     select $2, escrow.id, $3, 'SUBSIDY', $1 from escrow`,
    [id, payer.accountId, opening.subsidyCredits],
  );
  if (command.oracleId !== undefined)
    await writeChange(tx, id, { kind: 'ASKED', oracleId: command.oracleId });
  return id;
};

/**
 * Asks a question: the post, its market, its escrow, and the subsidy paid in, so that the worst outcome is covered from the
 * first moment. `b` is in credits (default 1000). An oracle is asked, and decides nothing until they accept.
 * @throws Refusal NOT_FOUND (account), IDEMPOTENCY_MISMATCH, BANNED, VALIDATION_FAILED (closing time passed; oneself as the oracle), NOT_FOUND (oracle),
 * VALIDATION_FAILED (outcomes, liquidity), TOO_MANY_MARKETS, INSUFFICIENT_CREDITS
 */
export const createMarket = (
  pool: Pool,
  settings: EngineSettings,
  command: Command & CreateMarketBody,
): Promise<Written<Market>> =>
  transaction(pool, async (tx) => {
    const { userId, idempotencyKey: _, ...body } = command;
    const { subsidyFrom } = settings;
    await lockPurses(tx, userId, subsidyFrom);
    return once(tx, command, 'createMarket', body, async () => {
      await requireNotBanned(tx, userId, 'POSTING');
      const now = await checkTerms(tx, userId, body);
      checkOutcomes(body, settings);
      const b = liquidityOf(body, settings);
      await requireRoomForMarket(tx, userId, settings);
      const outcomes = body.outcomes?.length ?? BINARY_LABELS.length;
      const opening = lmsr.open(b, openingOdds(body, outcomes));
      const payer = await readPayer(tx, userId, subsidyFrom);
      checkSubsidy(opening.subsidyCredits, payer.balance, subsidyFrom);
      const id = await insertMarket(tx, command, opening, subsidyFrom, payer, now);
      return readMarket(tx, id, userId);
    });
  });
