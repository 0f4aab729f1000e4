import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';
import type { Consumer, Fact } from './facts.ts';
import { projectOutbox } from './projectOutbox.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

const recorder = (fails: (fact: Fact) => boolean = () => false) => {
  const seen: Fact[] = [];
  const consumer: Consumer = {
    name: 'recorder',
    kinds: ['TRADED', 'CLOSED', 'RESOLVED', 'MARKET_CREATED', 'USER_SIGNED_UP'],
    consume: async (_tx, facts) => {
      if (facts.some(fails)) throw new Error('this one is bad');
      seen.push(...facts);
    },
  };
  return { seen, consumer };
};
const project = (consumer: Consumer, problems: Fact[] = []) =>
  projectOutbox(books.pool, [consumer], (_error, fact) => problems.push(fact));
const emptied = async (): Promise<void> => {
  await project(recorder().consumer);
};

describe('the outbox', () => {
  test('tells each thing that happened once, in order', async () => {
    await emptied();
    const ana = await books.person();
    const market = await books.market(ana);
    await books.buy(ana, market.id, 0, 50);
    await books.sell(ana, market.id, 0, 10);
    await books.engine.closeMarket({ userId: ana, marketId: market.id, reason: 'It is known.' });
    await books.engine.resolveMarket({ userId: ana, marketId: market.id, outcome: 'YES' });
    const { seen, consumer } = recorder();
    await project(consumer);
    expect(seen.map((f) => [f.kind, f.marketId, f.userId, f.firstSeq, f.lastSeq])).toEqual([
      ['USER_SIGNED_UP', null, ana, null, null],
      ['MARKET_CREATED', market.id, ana, null, null],
      ['TRADED', market.id, null, 1, 1],
      ['TRADED', market.id, null, 2, 2],
      ['CLOSED', market.id, ana, null, null],
      ['RESOLVED', market.id, null, null, null],
    ]);
    expect(await project(consumer)).toMatchObject({ handled: 0 });
  });

  test('says nothing of what did not happen', async () => {
    await emptied();
    const ana = await books.person();
    const market = await books.market(ana);
    await emptied();
    await expect(books.buy(ana, market.id, 0, 1_000_000)).rejects.toThrow();
    const { seen, consumer } = recorder();
    await project(consumer);
    expect(seen).toEqual([]);
  });

  test('puts off a fact that cannot be handled, and only that one', async () => {
    await emptied();
    const [ana, bob, eve] = await books.people(3);
    const bad = recorder((fact) => fact.userId === bob);
    const problems: Fact[] = [];
    expect(await project(bad.consumer, problems)).toMatchObject({ handled: 2, failed: 1 });
    expect(bad.seen.map((fact) => fact.userId)).toEqual([ana, eve]);
    expect(problems.map((fact) => fact.userId)).toEqual([bob]);
    const later = recorder();
    await project(later.consumer);
    expect(later.seen).toEqual([]);
    await books.database.pool.query(`update outbox set not_before = mesh_now()`);
    await project(later.consumer);
    expect(later.seen.map((fact) => fact.userId)).toEqual([bob]);
  });

  test('is handled by one process at a time, and each fact once', async () => {
    await emptied();
    await books.people(20);
    const { seen, consumer } = recorder();
    await Promise.all(Array.from({ length: 5 }, () => project(consumer)));
    await project(consumer);
    expect(seen).toHaveLength(20);
    expect(new Set(seen.map((fact) => fact.id)).size).toBe(20);
  });
});
