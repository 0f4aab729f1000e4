import type { MarketId, UserId } from '@mesh-markets/contract';
import { describe, expect, test } from 'vitest';
import type { Command } from './commands.ts';
import { decide } from './decide.ts';
import { BrokenLaw, checkBalances, checkLaws } from './laws.ts';
import { applyChange, createBooks, type ModelBooks, type ModelMarket } from './model.ts';
import { runPure } from './pureRun.ts';

const SEEDS = Array.from({ length: 100 }, (_, i) => i + 1);
const STEPS = 500;
/** Seeds that go as far as each seed of `npm run sim` does. */
const LONG_SEEDS = [1, 2];
const LONG_STEPS = 100_000;
const LONG_TIMEOUT_MS = 120_000;
/** Some run of so many steps must have met every refusal there is. */
const REFUSALS = [
  'ALREADY_DISPUTED',
  'ALREADY_RESOLVED',
  'AMOUNT_TOO_SMALL',
  'DISPUTE_TOO_LATE',
  'FORBIDDEN',
  'IDEMPOTENCY_MISMATCH',
  'INSUFFICIENT_CREDITS',
  'INSUFFICIENT_SHARES',
  'MARKET_CLOSED',
  'MARKET_NOT_CLOSED',
  'NOT_ASKED',
  'NOT_DISPUTED',
  'NOT_FOUND',
  'NOT_RESOLVED',
  'PROPOSAL_CHANGED',
  'PROPOSAL_OPEN',
  'SLIPPAGE',
  'VALIDATION_FAILED',
];

describe('the model alone', () => {
  test(`keeps every law in ${SEEDS.length} seeds of ${STEPS} steps, and meets every refusal`, () => {
    const met = new Set<string>();
    for (const seed of SEEDS) {
      const { steps, tally } = runPure(seed, STEPS);
      expect(steps).toBe(STEPS);
      for (const name of tally.keys()) met.add(name);
    }
    expect(REFUSALS.filter((code) => !met.has(`refused ${code}`))).toEqual([]);
    expect([...met].filter((name) => name.startsWith('done')).length).toBe(22);
  });

  test.each(LONG_SEEDS)(
    `keeps every law in ${LONG_STEPS} steps of seed %i`,
    (seed) => {
      expect(runPure(seed, LONG_STEPS).steps).toBe(LONG_STEPS);
    },
    LONG_TIMEOUT_MS,
  );

  test('does the same for the same seed', () => {
    expect(runPure(7, 3_000)).toEqual(runPure(7, 3_000));
    expect(runPure(8, 3_000)).not.toEqual(runPure(7, 3_000));
  });
});

const ana = 'ana' as UserId;
const ben = 'ben' as UserId;

const give = (books: ModelBooks, command: Command, id = ''): void => {
  const decision = decide(books, command, { now: 0 });
  if (decision.kind !== 'done') throw new Error(JSON.stringify(decision));
  applyChange(books, decision.change, id);
};

/** Ana's market, in which Ben has bought. */
const tradedBooks = (): { books: ModelBooks; market: ModelMarket } => {
  const books = createBooks({
    signupCredits: 10_000,
    subsidyFrom: 'CREATOR',
    creatorsTrade: true,
    oraclesTrade: true,
    disputeHours: 0,
    abandonedAfterDays: 0,
  });
  give(books, { verb: 'createAccount', name: 'Ana' }, ana);
  give(books, { verb: 'createAccount', name: 'Ben' }, ben);
  const body = { question: 'Will it rain?', closesAt: new Date(1).toISOString() };
  give(books, { verb: 'createMarket', user: ana, body }, 'm');
  give(books, {
    verb: 'placeTrade',
    user: ben,
    market: 'm' as MarketId,
    order: { outcome: 0, credits: 100 },
  });
  return { books, market: books.markets.get('m' as MarketId)! };
};

describe('the laws', () => {
  test('hold for books that nobody has spoilt', () => {
    checkLaws(tradedBooks().books);
  });

  test.each<[string, (books: ModelBooks, market: ModelMarket) => void]>([
    ['a credit out of nothing', (books) => books.wallets.set(ben, books.wallets.get(ben)! + 1)],
    ['a wallet below zero', (books) => books.wallets.set(ben, -1)],
    [
      'an escrow that cannot pay',
      (books, market) => {
        books.wallets.set(ben, books.wallets.get(ben)! + market.escrow - 100);
        market.escrow = 100;
      },
    ],
    [
      'a resolved market that keeps credits',
      (_, market) => {
        market.state = 'RESOLVED';
      },
    ],
  ])('%s is noticed at once', (_, spoil) => {
    const { books, market } = tradedBooks();
    spoil(books, market);
    expect(() => checkBalances(books)).toThrow(BrokenLaw);
  });

  test.each<[string, (market: ModelMarket) => void]>([
    [
      'a micro-share too many in a fill',
      (market) => {
        market.log[0] = { ...market.log[0]!, shares: market.log[0]!.shares + 1 };
      },
    ],
    [
      'a trade missing from the log',
      (market) => {
        market.log.pop();
      },
    ],
    [
      'a pool that is not its trades',
      (market) => {
        market.pools[1] = 1;
      },
    ],
    [
      'a position of nobody',
      (market) => {
        market.positions.set('ana/1', { shares: 0, bought: 0, paid: 0, received: 0 });
      },
    ],
    [
      'a version that skips',
      (market) => {
        market.version += 1;
      },
    ],
  ])('%s is noticed when the log is read again', (_, spoil) => {
    const { books, market } = tradedBooks();
    spoil(market);
    expect(() => checkLaws(books)).toThrow(BrokenLaw);
  });
});
