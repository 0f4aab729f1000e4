import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openEngine } from '../openEngine.ts';
import { inDays } from '../testing/books.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { restoreBackup } from './restoreBackup.ts';

const fixtures = path.join(import.meta.dirname, 'fixtures');

let target: TestDatabase | undefined;
afterEach(async () => {
  await target?.drop();
  target = undefined;
});

describe('books of an earlier release', () => {
  // Each is a backup of the demo as that release made it.
  test.each(readdirSync(fixtures))('%s: come up to date, are right, and go on', async (file) => {
    target = await createTestDatabase();
    await target.pool.query('drop schema public cascade');
    await target.pool.query('create schema public');
    const { rows } = await restoreBackup(target.pool, createReadStream(path.join(fixtures, file)));
    expect(rows).toBeGreaterThan(1_000);
    const { engine, close } = await openEngine(target.url);
    try {
      const before = await engine.audit();
      expect(before).toMatchObject({ clean: true });
      // Oracles who were named when nobody was asked yet go on deciding, and the record says so.
      const named = await target.pool.query(
        `select count(*)::int as markets, (count(c.id) filter (where c.kind = 'CARRIED_OVER' and c.oracle_id = m.oracle_id))::int as kept
           from prediction_market m left join oracle_change c on c.market_id = m.id where m.oracle_id is not null`,
      );
      expect(named.rows[0]!.markets).toBeGreaterThan(0);
      expect(named.rows[0]!.kept).toBe(named.rows[0]!.markets);
      while ((await engine.projectOutbox()).more);
      const { userId } = await engine.createAccount({ name: 'After the upgrade' });
      const { answer: market } = await engine.createMarket({
        userId,
        question: 'Do old books go on?',
        closesAt: inDays(1),
      });
      await engine.placeTrade({ userId, marketId: market.id, order: { outcome: 0, credits: 25 } });
      const { posts } = await engine.getFeed({ limit: 100, sort: 'newest' });
      const old = posts.find((post) => post.market?.state === 'OPEN' && post.market.id !== market.id);
      await engine.placeTrade({ userId, marketId: old!.market!.id, order: { outcome: 1, credits: 25 } });
      while ((await engine.projectOutbox()).more);
      expect(await engine.audit()).toMatchObject({ clean: true });
    } finally {
      await close();
    }
  });
});
