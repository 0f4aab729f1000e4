import type { MarketId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../openEngine.ts';
import { openTestBooks, type TestBooks } from '../testing/index.ts';

let books: TestBooks;
let ana: UserId;
let oracle: UserId;
let ben: UserId;
beforeAll(async () => {
  books = await openTestBooks();
  [ana, oracle, ben] = (await books.people(3)) as [UserId, UserId, UserId];
});
afterAll(() => books.close());

const reason = 'It is known.';
const code = async (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const asked = async (): Promise<MarketId> => (await books.market(ana, { oracleId: oracle })).id;
const by = (userId: UserId, marketId: MarketId) => ({ userId, marketId });
const changes = async (id: MarketId): Promise<string[]> =>
  ((await books.engine.getMarket(id)).market.oracleChanges ?? []).map(({ kind }) => kind);
const handles = async (id: MarketId) => {
  const { oracle: accepted, askedOracle } = (await books.engine.getMarket(id)).market;
  return { accepted: accepted?.id, asked: askedOracle?.id };
};

describe('an oracle who was named', () => {
  test('decides nothing until they accept, and then may close and resolve', async () => {
    const id = await asked();
    expect(await handles(id)).toEqual({ accepted: undefined, asked: oracle });
    const close = () => books.engine.closeMarket({ ...by(oracle, id), reason });
    const preview = () => books.engine.previewResolution({ ...by(oracle, id), outcome: 'YES' });
    const resolve = () => books.engine.resolveMarket({ ...by(oracle, id), outcome: 'YES' });
    for (const doing of [close, preview, resolve]) expect(await code(doing())).toBe('FORBIDDEN');
    expect((await books.engine.getMarket(id, oracle)).market.viewer).toMatchObject({ canClose: false });
    await books.engine.acceptOracle(by(oracle, id));
    expect(await handles(id)).toEqual({ accepted: oracle, asked: undefined });
    expect((await books.engine.getMarket(id, oracle)).market.viewer).toMatchObject({ canClose: true });
    for (const doing of [close, preview, resolve]) expect(await code(doing())).toBe('done');
    expect(await changes(id)).toEqual(['ACCEPTED', 'ASKED']);
  });

  test('may decline, or step down later; then it is the creator’s, who may ask somebody else', async () => {
    const id = await asked();
    await books.engine.declineOracle(by(oracle, id));
    expect(await handles(id)).toEqual({ accepted: undefined, asked: undefined });
    const again = { ...by(ana, id), oracleId: oracle };
    expect(await code(books.engine.askOracle(again))).toBe('VALIDATION_FAILED');
    await books.engine.askOracle({ ...by(ana, id), oracleId: ben });
    await books.engine.acceptOracle(by(ben, id));
    await books.engine.stepDownOracle(by(ben, id));
    expect(await handles(id)).toEqual({ accepted: undefined, asked: undefined });
    expect(await changes(id)).toEqual(['STEPPED_DOWN', 'ACCEPTED', 'ASKED', 'DECLINED', 'ASKED']);
  });

  test('is asked no longer when the creator asks somebody else, or nobody', async () => {
    const id = await asked();
    await books.engine.askOracle({ ...by(ana, id), oracleId: ben });
    expect(await handles(id)).toEqual({ accepted: undefined, asked: ben });
    expect(await code(books.engine.acceptOracle(by(oracle, id)))).toBe('FORBIDDEN');
    await books.engine.withdrawOracle(by(ana, id));
    expect(await code(books.engine.withdrawOracle(by(ana, id)))).toBe('NOT_ASKED');
    expect(await changes(id)).toEqual(['WITHDRAWN', 'ASKED', 'WITHDRAWN', 'ASKED']);
  });

  test('may answer after the close, but not after the end; who is asked stays as it is by then', async () => {
    const id = await asked();
    await books.engine.closeMarket({ ...by(ana, id), reason });
    expect(await code(books.engine.withdrawOracle(by(ana, id)))).toBe('MARKET_CLOSED');
    expect(await code(books.engine.askOracle({ ...by(ana, id), oracleId: ben }))).toBe('MARKET_CLOSED');
    await books.engine.acceptOracle(by(oracle, id));
    await books.engine.resolveMarket({ ...by(oracle, id), outcome: 'NO' });
    expect(await code(books.engine.stepDownOracle(by(oracle, id)))).toBe('ALREADY_RESOLVED');
  });

  test('and an answer given twice is one answer', async () => {
    const id = await asked();
    await books.engine.askOracle({ ...by(ana, id), oracleId: oracle });
    await books.engine.acceptOracle(by(oracle, id));
    await books.engine.acceptOracle(by(oracle, id));
    expect(await code(books.engine.declineOracle(by(oracle, id)))).toBe('NOT_ASKED');
    await books.engine.stepDownOracle(by(oracle, id));
    await books.engine.stepDownOracle(by(oracle, id));
    expect(await changes(id)).toEqual(['STEPPED_DOWN', 'ACCEPTED', 'ASKED']);
  });

  test('accepts or is withdrawn, whichever came first', async () => {
    for (let n = 0; n < 8; n += 1) {
      const id = await asked();
      const [accepted, withdrawn] = await Promise.all([
        code(books.engine.acceptOracle(by(oracle, id))),
        code(books.engine.withdrawOracle(by(ana, id))),
      ]);
      const outcomes = [
        ['done', 'ORACLE_ACCEPTED'],
        ['FORBIDDEN', 'done'],
      ];
      expect(outcomes).toContainEqual([accepted, withdrawn]);
      expect((await handles(id)).accepted).toBe(accepted === 'done' ? oracle : undefined);
    }
  });
});

test('who may ask whom', async () => {
  const own = { question: 'Q?', closesAt: new Date(Date.now() + 60_000).toISOString() };
  expect(await code(books.engine.createMarket({ userId: ana, ...own, oracleId: ana }))).toBe(
    'VALIDATION_FAILED',
  );
  const id = await asked();
  const ask = (userId: UserId, oracleId: UserId) =>
    code(books.engine.askOracle({ userId, marketId: id, oracleId }));
  expect(await ask(ben, ben)).toBe('FORBIDDEN');
  expect(await ask(oracle, ben)).toBe('FORBIDDEN');
  expect(await ask(ana, ana)).toBe('VALIDATION_FAILED');
  expect(await ask(ana, '999999' as UserId)).toBe('NOT_FOUND');
  expect(await code(books.engine.withdrawOracle(by(ben, id)))).toBe('FORBIDDEN');
  expect(await code(books.engine.acceptOracle(by(ben, id)))).toBe('FORBIDDEN');
  expect(await code(books.engine.acceptOracle(by(ben, '999999' as MarketId)))).toBe('NOT_FOUND');
  for (const one of await books.people(9)) expect(await ask(ana, one)).toBe('done');
  expect(await ask(ana, ben)).toBe('TOO_MANY_ASKED');
  expect(await changes(id)).toHaveLength(19);
});

describe('news', () => {
  const told = async (userId: UserId) => {
    while ((await books.engine.projectOutbox()).more);
    const { notifications } = await books.engine.listNotifications(userId, { limit: 50, show: 'all' });
    return notifications.map(({ kind, figures, readAt, actor }) => [
      kind,
      figures.answer,
      actor?.id,
      readAt === undefined ? 'new' : 'read',
    ]);
  };

  test('of what is asked go to the oracle, of what is answered to the creator', async () => {
    const [asker, chosen] = (await books.people(2)) as [UserId, UserId];
    const { id } = await books.market(asker, { oracleId: chosen });
    expect(await told(chosen)).toEqual([['ORACLE_ASKED', undefined, asker, 'new']]);
    await books.engine.acceptOracle(by(chosen, id));
    expect(await told(chosen)).toEqual([['ORACLE_ASKED', undefined, asker, 'read']]);
    await books.engine.stepDownOracle(by(chosen, id));
    expect(await told(asker)).toEqual([
      ['ORACLE_ANSWERED', 'STEPPED_DOWN', chosen, 'new'],
      ['ORACLE_ANSWERED', 'ACCEPTED', chosen, 'new'],
    ]);
  });

  test('reach whoever shows the market, whose version stays what it was', async () => {
    const id = await asked();
    const known = [{ id, version: 0, talk: 0, resolvers: 0 }];
    const look = async () =>
      (await books.engine.lookForChanges({ markets: known, users: [], posts: false })).markets[0]!;
    const before = await look();
    const heard: unknown[] = [];
    const stop = books.engine.subscribe((news) => heard.push(news));
    await books.engine.acceptOracle(by(oracle, id));
    stop();
    expect(heard).toEqual([{ kind: 'RESOLVERS', marketId: id }]);
    expect(await look()).toMatchObject({ version: 0, talk: 0 });
    expect((await look()).resolvers).toBeGreaterThan(before.resolvers);
  });
});

describe('where those who decide do not trade', () => {
  let strict: TestBooks;
  beforeAll(async () => {
    strict = await openTestBooks({ creatorsTrade: false, oraclesTrade: false });
  });
  afterAll(() => strict.close());

  test('a creator buys nothing, and is told so before they try', async () => {
    const [asker, trader] = (await strict.people(2)) as [UserId, UserId];
    const { id, viewer } = await strict.market(asker);
    expect(viewer?.buyingRefused).toBe('CREATOR');
    expect(await code(strict.buy(asker, id, 0, 10))).toBe('RESOLVERS_DO_NOT_TRADE');
    const shares = { action: 'BUY' as const, outcome: 1, shares: 3 };
    const order = strict.engine.placeTrade({ userId: asker, marketId: id, order: shares });
    expect(await code(order)).toBe('RESOLVERS_DO_NOT_TRADE');
    expect(await code(strict.buy(trader, id, 0, 10))).toBe('done');
    expect((await strict.engine.getMarket(id, trader)).market.viewer?.buyingRefused).toBeUndefined();
  });

  test('an oracle sells what they hold before they accept, and buys nothing after', async () => {
    const [asker, chosen] = (await strict.people(2)) as [UserId, UserId];
    const { id } = await strict.market(asker, { oracleId: chosen });
    const { trade } = await strict.buy(chosen, id, 0, 50);
    const accept = () => code(strict.engine.acceptOracle(by(chosen, id)));
    expect(await accept()).toBe('RESOLVERS_DO_NOT_TRADE');
    await strict.sell(chosen, id, 0, trade.shares);
    expect(await accept()).toBe('done');
    expect(await code(strict.buy(chosen, id, 1, 5))).toBe('RESOLVERS_DO_NOT_TRADE');
    await strict.engine.stepDownOracle(by(chosen, id));
    expect(await code(strict.buy(chosen, id, 1, 5))).toBe('done');
  });

  test('what is held from before can be sold', async () => {
    const [asker, chosen] = (await books.people(2)) as [UserId, UserId];
    const { id } = await books.market(asker);
    const { trade } = await books.buy(asker, id, 0, 50);
    const later = await openEngine(books.database.url, { creatorsTrade: false });
    try {
      const order = { action: 'SELL' as const, outcome: 0, shares: trade.shares };
      expect(await code(later.engine.sellShares({ ...by(asker, id), order }))).toBe('done');
      const buy = { ...by(asker, id), order: { outcome: 0, credits: 5 } };
      expect(await code(later.engine.placeTrade(buy))).toBe('RESOLVERS_DO_NOT_TRADE');
      expect(await code(later.engine.placeTrade({ ...buy, userId: chosen }))).toBe('done');
    } finally {
      await later.close();
    }
  });
});
