import { corrupt } from '@mesh-markets/engine/testing';
import { quickAddJob } from 'graphile-worker';
import { expect, test, vi } from 'vitest';
import { addTrader, startOn, startTestServer } from './fixtures/testServer.ts';

test('a server that is told to chain shows the newest link to everybody', async () => {
  const server = await startTestServer({ LEDGER_CHAIN: '1' });
  try {
    await addTrader(server.engine, 'Ana');
    await server.engine.extendChain();
    const chain = await vi.waitFor(async () => {
      const { body } = await server.send('/api/transparency');
      expect(body.chain).toBeDefined();
      return body.chain;
    }, 10_000);
    const { head } = await server.engine.verifyChain();
    expect(chain).toMatchObject({ height: head!.height, hash: head!.hash, upTo: head!.upTo });
  } finally {
    await server.end();
  }
});

test('without the setting nothing is chained, and nothing is shown', async () => {
  const server = await startTestServer();
  try {
    await addTrader(server.engine, 'Ana');
    expect((await server.send('/api/transparency')).body.chain).toBeUndefined();
    expect(await server.engine.verifyChain()).toMatchObject({
      head: undefined,
      unchained: 1,
      broken: undefined,
    });
  } finally {
    await server.end();
  }
});

test('a server that is not told to chain leaves that job to one that is', async () => {
  const idle = await startTestServer();
  const chaining = await startOn(idle.database, { LEDGER_CHAIN: '1' });
  const jobs = { pgPool: idle.database.pool };
  try {
    for (let n = 1; n <= 8; n += 1) {
      await addTrader(idle.engine, `Person ${n}`);
      await quickAddJob(jobs, 'extendChain', {});
      await vi.waitFor(
        async () => expect(await idle.engine.verifyChain()).toMatchObject({ unchained: 0 }),
        30_000,
      );
    }
  } finally {
    await chaining.close();
  }
  try {
    // With nobody left who chains, the job waits and nothing else does.
    await quickAddJob(jobs, 'extendChain', {});
    await addTrader(idle.engine, 'Late');
    await quickAddJob(jobs, 'auditBooks', {});
    await vi.waitFor(async () => {
      const { verified } = (await idle.engine.getTransparency()).chain!;
      expect(verified).toMatchObject({ height: (await idle.engine.verifyChain()).links });
    }, 30_000);
    expect(await idle.engine.verifyChain()).toMatchObject({ unchained: 1 });
  } finally {
    await idle.end();
  }
}, 120_000);

test('a chain that is off reaches the gauge and the page like any broken law', async () => {
  const server = await startTestServer({ LEDGER_CHAIN: '1' });
  try {
    await addTrader(server.engine, 'Ana');
    await server.engine.extendChain();
    await corrupt.changeTransfer(server.database.pool, 1, 1);
    await quickAddJob({ pgPool: server.database.pool }, 'auditBooks', {});
    await vi.waitFor(async () => {
      const { lastAudit, chain } = (await server.send('/api/transparency')).body;
      expect(lastAudit.broken).toContainEqual(expect.stringContaining('of the chain'));
      expect(chain.problem).toContain('changed');
    }, 30_000);
    expect((await server.send('/metrics')).body).toMatch(/mesh_audit_laws_broken [1-9]/);
  } finally {
    await server.end();
  }
});

test('what was there before the start is chained by the start', async () => {
  const first = await startTestServer();
  await addTrader(first.engine, 'Ana');
  await first.close();
  const second = await startOn(first.database, { LEDGER_CHAIN: '1' });
  try {
    await vi.waitFor(
      async () => expect(await first.engine.verifyChain()).toMatchObject({ links: 1, unchained: 0 }),
      60_000,
    );
  } finally {
    await second.close();
    await first.end();
  }
}, 120_000);
