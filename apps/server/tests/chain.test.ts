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
