import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import type { MarketId } from '@mesh-markets/contract';
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

/** Opens the books of a backup, in a database that had nothing in it. */
const restored = async (file: string) => {
  target = await createTestDatabase();
  await target.pool.query('drop schema public cascade');
  await target.pool.query('create schema public');
  const { rows } = await restoreBackup(target.pool, createReadStream(path.join(fixtures, file)));
  expect(rows).toBeGreaterThan(1_000);
  return openEngine(target.url);
};

describe('books of an earlier release', () => {
  // Each is a backup as that release made it: the demo of 0.1.0; before 0020 a small instance with what the schema had got since.
  test.each(readdirSync(fixtures))('%s: come up to date, are right, and go on', async (file) => {
    const { engine, close } = await restored(file);
    try {
      const before = await engine.audit();
      expect(before).toMatchObject({ clean: true });
      // Oracles go on deciding, also those who were named when nobody was asked yet, and the record says so.
      const named = await target!.pool.query(
        `select count(distinct m.id)::int as markets, (count(distinct m.id) filter (where c.kind in ('CARRIED_OVER', 'ACCEPTED') and c.oracle_id = m.oracle_id))::int as kept
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

  test('before-0020: what was disputed is decided and paid, what was corrected stays, and the chain goes on', async () => {
    const { engine, close } = await restored('before-0020.backup');
    try {
      const { rows: open } = await target!.pool.query<{ market_id: MarketId }>(
        `select p.market_id from resolution_proposal p join dispute d on d.proposal_id = p.id where p.ended_at is null`,
      );
      expect(open).toHaveLength(1);
      const id = open[0]!.market_id;
      const verdict = { decision: 'CHANGE', outcome: 'NO', reason: 'The record says no.' } as const;
      expect(await engine.decideAsOperator(id, verdict)).toMatchObject({ state: 'RESOLVED', outcome: 'NO' });
      const { rows: corrected } = await target!.pool.query<{ market_id: MarketId }>(
        'select distinct r.market_id from correction c join resolution_log r on r.id = c.resolution_id',
      );
      expect(corrected).toHaveLength(1);
      const { resolutions } = await engine.getResolutionHistory(corrected[0]!.market_id);
      expect(resolutions).toHaveLength(2);
      expect(await engine.extendChain()).toMatchObject({ links: 1 });
      expect(await engine.verifyChain()).toMatchObject({ broken: undefined, unchained: 0 });
      expect(await engine.audit()).toMatchObject({ clean: true });
    } finally {
      await close();
    }
  });
});
