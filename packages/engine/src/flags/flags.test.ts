import type { UserId } from '@mesh-markets/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../openEngine.ts';
import { KNOWN_MS } from '../remembered.ts';
import { newKey, openTestBooks, type TestBooks } from '../testing/books.ts';
import { hundredthOf, isOnFor, ON } from './rollout.ts';
import { createSwitchboard } from './switchboard.ts';

const idOf = (n: number): UserId => String(n + 1) as UserId;

describe('a rollout', () => {
  test('takes about as many people as it says, and keeps them as it grows', () => {
    const at = (percentage: number) =>
      new Set(
        Array.from({ length: 10_000 }, (_, n) => idOf(n)).filter((id) =>
          isOnFor('predictionMarkets', { ...ON, percentage }, id),
        ),
      );
    const [ten, fifty] = [at(10), at(50)];
    expect(ten.size).toBeGreaterThan(900);
    expect(ten.size).toBeLessThan(1_100);
    expect([...ten].every((id) => fifty.has(id))).toBe(true);
    expect(at(0).size).toBe(0);
    expect(at(100).size).toBe(10_000);
  });

  test('has other firsts for another flag', () => {
    const first = (name: 'predictionMarkets' | 'creation') =>
      Array.from({ length: 1_000 }, (_, n) => idOf(n)).filter((id) => hundredthOf(name, id) < 10);
    expect(first('predictionMarkets')).not.toEqual(first('creation'));
  });

  test('lets in who is listed, and visitors only when everybody is in', () => {
    const flag = { enabled: true, percentage: 0, allowed: new Set([idOf(1)]) };
    expect(isOnFor('predictionMarkets', flag, idOf(1))).toBe(true);
    expect(isOnFor('predictionMarkets', flag, idOf(2))).toBe(false);
    expect(isOnFor('predictionMarkets', { ...flag, percentage: 99 }, undefined)).toBe(false);
    expect(isOnFor('predictionMarkets', ON, undefined)).toBe(true);
    expect(isOnFor('predictionMarkets', { ...flag, enabled: false }, idOf(1))).toBe(false);
  });
});

describe('switches', () => {
  let books: TestBooks;
  beforeAll(async () => {
    books = await openTestBooks();
  });
  afterAll(() => books.close());
  afterEach(async () => {
    for (const { name } of await books.engine.listFlags())
      await books.engine.setFlag(name, { enabled: true, percentage: 100, allowed: [] });
  });

  test('stop what they name and nothing else', async () => {
    const ana = await books.person();
    const market = await books.market(ana);
    const code = (promise: Promise<unknown>) =>
      promise.then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
    await books.engine.setFlag('trading', { enabled: false, reason: 'An odd price.' });
    expect(await code(books.buy(ana, market.id, 0, 5))).toBe('TRADING_DISABLED');
    expect(await code(books.market(ana))).toBe('done');
    await books.engine.setFlag('trading', { enabled: true });
    expect(await code(books.buy(ana, market.id, 0, 5))).toBe('done');

    await books.engine.setFlag('creation', { enabled: false });
    expect(await code(books.market(ana))).toBe('FEATURE_DISABLED');
    await books.engine.setFlag('signUp', { enabled: false });
    expect(await code(books.person())).toBe('FEATURE_DISABLED');
    await books.engine.setFlag('resolution', { enabled: false });
    const close = () =>
      books.engine.closeMarket({ userId: ana, marketId: market.id, reason: 'It is known.' });
    expect(await code(close())).toBe('FEATURE_DISABLED');
    await books.engine.setFlag('resolution', { enabled: true });
    expect(await code(close())).toBe('done');
  });

  test('do not take back what was done: the same command gets its first answer', async () => {
    const ana = await books.person();
    const market = await books.market(ana);
    const command = {
      userId: ana,
      marketId: market.id,
      order: { outcome: 0, credits: 5 },
      idempotencyKey: newKey(),
    };
    const first = await books.engine.placeTrade(command);
    await books.engine.setFlag('trading', { enabled: false });
    expect(await books.engine.placeTrade(command)).toEqual({ ...first, replayed: true });
    await expect(
      books.engine.placeTrade({ ...command, order: { outcome: 0, credits: 6 } }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
    await expect(books.engine.placeTrade({ ...command, idempotencyKey: newKey() })).rejects.toMatchObject({
      code: 'TRADING_DISABLED',
    });
  });

  test('markets can be opened to some', async () => {
    const [inside, outside] = await books.people(2);
    const { handle } = await books.engine.getMe(inside!);
    await books.engine.setFlag('predictionMarkets', { percentage: 0, allowed: [handle] });
    await books.market(inside!);
    await expect(books.market(outside!)).rejects.toMatchObject({ code: 'FEATURE_DISABLED' });
    expect(await books.engine.featuresOf(outside)).toMatchObject({ predictionMarkets: false, trading: true });
    expect(await books.engine.featuresOf(undefined)).toMatchObject({ predictionMarkets: false });
    await expect(
      books.engine.setFlag('predictionMarkets', { allowed: ['nobody_here'] }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('are felt by another process within seconds', async () => {
    let time = 0;
    const other = createSwitchboard(books.pool, () => time);
    await other.require(['trading'], undefined);
    await books.engine.setFlag('trading', { enabled: false });
    time = KNOWN_MS - 1;
    await other.require(['trading'], undefined);
    time = KNOWN_MS;
    await expect(other.require(['trading'], undefined)).rejects.toMatchObject({ code: 'TRADING_DISABLED' });
    const second = await openEngine(books.database.url);
    await expect(second.engine.requireFeatures(['trading'], undefined)).rejects.toMatchObject({
      code: 'TRADING_DISABLED',
    });
    await second.close();
  });

  test('are an admin’s to turn, and every turn is kept', async () => {
    const [ana, root] = await books.people(2);
    await books.engine.grantAdmin({ userId: root! });
    await expect(books.engine.setFlag('trading', { enabled: false }, ana)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const flag = await books.engine.setFlag('trading', { enabled: false, reason: 'Looking into it.' }, root);
    expect(flag).toMatchObject({ enabled: false, reason: 'Looking into it.', changedBy: { id: root } });
    const { rows } = await books.pool.query(
      `select enabled, reason from feature_flag_log where name = 'trading' and changed_by = $1`,
      [root],
    );
    expect(rows).toEqual([{ enabled: false, reason: 'Looking into it.' }]);
    await expect(books.database.pool.query('delete from feature_flag_log')).rejects.toThrow(/stays/);
    await expect(
      books.pool.query(`insert into feature_flag_log (name, enabled, percentage, allowed, changed_at)
      values ('trading', true, 1, '{}', now())`),
    ).rejects.toThrow(/permission/);
  });
});
