import type { MarketId, UserId } from '@mesh-markets/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';

/*
 * The arithmetic of docs/design/resolution.md once more, in plain numbers and person by person, beside the engine's SQL: after every
 * resolution, correction and purchase elsewhere all wallets, the house and the issuer have to be the same.
 */

let houses: readonly TestBooks[];
beforeAll(async () => {
  houses = await Promise.all([openTestBooks(), openTestBooks({ subsidyFrom: 'HOUSE' })]);
  for (const books of houses) await books.engine.fundHouse(3_000);
});
afterAll(() => Promise.all(houses.map((books) => books.close())));

const PEOPLE = 4;
type Verdict = readonly number[] | undefined;

interface Holding {
  readonly shares: readonly bigint[];
  readonly net: number;
}

const payoutsOf = (holdings: readonly Holding[], verdict: Verdict, escrow: number): number[] => {
  if (verdict !== undefined) {
    return holdings.map(({ shares }) =>
      Number(shares.reduce((sum, held, i) => sum + held * BigInt(verdict[i]!), 0n) / 10_000_000_000n),
    );
  }
  const owed = holdings.map(({ net }) => Math.max(0, net));
  const total = owed.reduce((sum, net) => sum + net, 0);
  return owed.map((net) => (total <= escrow ? net : Number((BigInt(net) * BigInt(escrow)) / BigInt(total))));
};

interface Books {
  readonly wallets: number[];
  house: number;
  issuer: number;
  readonly had: number[];
  hadReturn: number;
  covered: number;
}

/** Moves what is due, as far as it is there. The first person asked the question. */
const correct = (books: Books, payouts: readonly number[], escrow: number, byHouse: boolean): void => {
  const dueReturn = escrow - payouts.reduce((sum, credits) => sum + credits, 0) - books.hadReturn;
  let missing = 0;
  const take = (person: number, due: number): number => {
    const taken = Math.min(-due, books.wallets[person]!);
    missing += -due - taken;
    books.wallets[person]! -= taken;
    return -taken;
  };
  const dues = payouts.map((credits, person) => credits - books.had[person]!);
  // First what is paid, then what is taken: of one person who is both, the second can come out of the first.
  for (const [person, due] of dues.entries()) {
    if (due <= 0) continue;
    books.wallets[person]! += due;
    books.had[person]! += due;
  }
  if (byHouse) books.house += dueReturn;
  else if (dueReturn > 0) books.wallets[0]! += dueReturn;
  for (const [person, due] of dues.entries()) if (due < 0) books.had[person]! += take(person, due);
  books.hadReturn += byHouse || dueReturn >= 0 ? dueReturn : take(0, dueReturn);
  books.house -= missing - books.covered;
  books.covered = missing;
  if (books.house < 0) {
    books.issuer += books.house;
    books.house = 0;
  }
};

const verdict = fc.oneof(
  fc.constantFrom<Verdict>([10_000, 0], [0, 10_000], undefined),
  fc.integer({ min: 0, max: 10_000 }).map((weight) => [weight, 10_000 - weight]),
);
const steps = fc.record({
  byHouse: fc.boolean(),
  trades: fc.array(
    fc.record({
      person: fc.nat(PEOPLE - 1),
      outcome: fc.nat(1),
      credits: fc.integer({ min: 1, max: 900 }),
      sold: fc.constantFrom(0, 0, 0.3, 1),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  first: verdict,
  later: fc.array(
    fc.record({ verdict, spender: fc.nat(PEOPLE - 1), spent: fc.constantFrom(0, 0.5, 0.97, 1) }),
    { minLength: 1, maxLength: 4 },
  ),
});

const bodyOf = (given: Verdict) =>
  given === undefined ? { outcome: 'N_A' as const } : { weights: [...given] };

const readHoldings = async (
  books: TestBooks,
  id: MarketId,
  people: readonly UserId[],
): Promise<Holding[]> => {
  const { rows } = await books.database.pool.query<{
    user: UserId;
    outcome: number;
    shares: string;
    net: string;
  }>(
    `select user_id::text as "user", outcome, shares_micro::text as shares, (paid - received)::text as net from position where market_id = $1`,
    [id],
  );
  return people.map((person) => {
    const mine = rows.filter(({ user }) => user === person);
    return {
      shares: [0, 1].map((outcome) => BigInt(mine.find((row) => row.outcome === outcome)?.shares ?? 0)),
      net: mine.reduce((sum, { net }) => sum + Number(net), 0),
    };
  });
};

const accounts = async (books: TestBooks, people: readonly UserId[]) => {
  const { rows } = await books.database.pool.query<{ house: string; issuer: string }>(
    `select max(balance) filter (where kind = 'house') as house, max(balance) filter (where kind = 'issuer') as issuer from account`,
  );
  return {
    wallets: await Promise.all(people.map(books.balance)),
    house: Number(rows[0]!.house),
    issuer: Number(rows[0]!.issuer),
  };
};

/** Whether it was: what is worth less than a credit at the odds there are is refused. */
const isTraded = (trading: Promise<unknown>): Promise<boolean> =>
  trading.then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject({ name: 'Refusal', code: 'AMOUNT_TOO_SMALL' });
      return false;
    },
  );

test('corrections come to the same as in plain numbers', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async ({ byHouse, trades, first, later }) => {
      const books = houses[byHouse ? 1 : 0]!;
      const { engine } = books;
      // Beside what the house still owes of the runs before.
      const people = await books.people(PEOPLE);
      const admin = await books.person('Admin');
      await engine.setRole({ userId: admin }, 'admin');
      const sink = await books.market(admin, { b: 500 });
      const { id } = await books.market(people[0]!, { b: 60 });
      for (const { person, outcome, credits, sold } of trades) {
        const userId = people[person]!;
        let held = 0;
        const buying = books.buy(userId, id, outcome, credits).then(({ holding }) => {
          held = holding;
        });
        if (!(await isTraded(buying)) || sold === 0) continue;
        const part = Math.max(0.000001, Math.floor(held * sold * 1e6) / 1e6);
        await isTraded(books.sell(userId, id, outcome, part));
      }
      await engine.closeMarket({ userId: people[0]!, marketId: id, reason: 'It is over.' });
      const holdings = await readHoldings(books, id, people);
      const before = await accounts(books, people);
      await engine.resolveMarket({ userId: people[0]!, marketId: id, ...bodyOf(first) });
      const { resolutions } = await engine.getResolutionHistory(id);
      const escrow = resolutions[0]!.paidCredits + resolutions[0]!.returnedCredits;
      const model: Books = { ...before, had: people.map(() => 0), hadReturn: 0, covered: 0 };
      correct(model, payoutsOf(holdings, first, escrow), escrow, byHouse);
      let last = `${first}`;
      for (const { verdict: next, spender, spent } of later) {
        const spending = Math.floor(model.wallets[spender]! * spent);
        if (spending > 0 && (await isTraded(books.buy(people[spender]!, sink.id, 0, spending))))
          model.wallets[spender]! -= spending;
        if (`${next}` === last) continue;
        last = `${next}`;
        await engine.correctResolution({ userId: admin, marketId: id, reason: 'Again.', ...bodyOf(next) });
        correct(model, payoutsOf(holdings, next, escrow), escrow, byHouse);
        const { wallets, house, issuer } = model;
        expect(await accounts(books, people)).toEqual({ wallets, house, issuer });
      }
    }),
    { numRuns: 10 },
  );
  for (const { engine } of houses) {
    while ((await engine.projectOutbox()).more);
    const { laws } = await engine.audit();
    expect(laws.filter(({ broken }) => broken > 0)).toEqual([]);
  }
});
