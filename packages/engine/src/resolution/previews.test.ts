import type { UserId, VerdictBody } from '@mesh-markets/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';

let books: TestBooks;
let ana: UserId;
let ben: UserId;
let carl: UserId;
let early: UserId;

beforeAll(async () => {
  books = await openTestBooks({ disputeHours: 24 });
  [ana, ben, carl, early] = (await books.people(4)) as [UserId, UserId, UserId, UserId];
});
afterAll(() => books.close());

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);

test('what a holder would get is what the preview says of them, whatever is proposed', async () => {
  const { id } = await books.market(ana, { b: 100 });
  // Early buys cheaply and sells dearly, so that a void cannot return all that the others paid in.
  const first = await books.buy(early, id, 0, 400);
  await books.buy(ben, id, 0, 3_000);
  await books.sell(early, id, 0, first.trade.shares);
  await books.buy(ben, id, 1, 70);
  const second = await books.buy(early, id, 1, 5);
  await books.buy(carl, id, 1, 333);
  await books.sell(early, id, 1, second.trade.shares);
  await books.engine.closeMarket({ userId: ana, marketId: id, reason: 'It is over.' });
  const verdicts: VerdictBody[] = [
    { outcome: 'YES' },
    { outcome: 'NO' },
    { outcome: 'N_A' },
    { weights: [3_333, 6_667] },
  ];
  let version = 0;
  for (const verdict of verdicts) {
    const preview = await books.engine.previewResolution({ userId: ana, marketId: id, ...verdict });
    expect(preview.paidCredits).toBe(sum(preview.payouts.map(({ credits }) => credits)));
    expect(preview.holdersPaid).toBe(preview.payouts.length);
    if (verdict.outcome === 'N_A') expect(preview.refundRatio).toBeLessThan(1);
    const command = { userId: ana, marketId: id, ...verdict };
    if (version === 0) await books.engine.resolveMarket(command);
    else await books.engine.amendProposal({ ...command, version });
    version += 1;
    for (const holder of [ben, carl, early]) {
      const { market } = await books.engine.getMarket(id, holder);
      const said = preview.payouts.find(({ user }) => user.id === holder);
      expect(market.viewer!.wouldGet).toBe(said?.credits ?? 0);
      if (said) expect(Number.isInteger(said.netCredits)).toBe(true);
    }
  }
});

test('a correction tells of the largest changes one by one, and what all others come to', async () => {
  const direct = await openTestBooks();
  try {
    const [creator, admin, poor, ...others] = (await direct.people(111)) as [
      UserId,
      UserId,
      UserId,
      ...UserId[],
    ];
    await direct.engine.setRole({ userId: admin }, 'admin');
    const { id } = await direct.market(creator);
    // The least of all, so that it is not among the largest.
    await direct.buy(poor, id, 0, 2);
    for (const [n, userId] of others.entries()) await direct.buy(userId, id, n % 2, 10 + n);
    await direct.engine.closeMarket({ userId: creator, marketId: id, reason: 'It is over.' });
    await direct.engine.resolveMarket({ userId: creator, marketId: id, outcome: 'YES' });
    const sink = await direct.market(await direct.person('Sink'));
    await direct.buy(poor, sink.id, 0, await direct.balance(poor));
    const preview = await direct.engine.previewCorrection({ userId: admin, marketId: id, outcome: 'NO' });
    expect(preview.peopleChanged).toBe(110);
    expect(preview.changes).toHaveLength(100);
    const { rest, changes } = preview;
    expect(rest.people).toBe(10);
    expect(rest.missingCredits).toBeGreaterThan(0);
    expect(preview.missingCredits).toBe(sum(changes.map(({ missing }) => missing)) + rest.missingCredits);
    expect(preview.paidCredits).toBe(
      sum(changes.map(({ credits }) => Math.max(0, credits))) + rest.paidCredits,
    );
    expect(preview.takenCredits).toBe(
      sum(changes.map(({ credits }) => Math.max(0, -credits))) + rest.takenCredits,
    );
    const { answer } = await direct.engine.correctResolution({
      userId: admin,
      marketId: id,
      outcome: 'NO',
      reason: 'It did not happen.',
    });
    expect(answer.resolution!.correction).toMatchObject({
      paidCredits: preview.paidCredits,
      takenCredits: preview.takenCredits,
      missingCredits: preview.missingCredits,
    });
  } finally {
    await direct.close();
  }
});
