import type { MarketId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../src/startServer.ts';
import {
  type Answer,
  addMarket,
  addTrader,
  newKey,
  type Person,
  send,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let server: TestServer;
let second: RunningServer;
beforeAll(async () => {
  server = await startTestServer();
  second = await startOn(server.database);
});
afterAll(async () => {
  await second.close();
  await server.end();
});

const many = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, i) => make(i));

const order = (url: string, marketId: MarketId, as: Person, credits: number, side = 'YES'): Promise<Answer> =>
  send(`${url}/api/market/${marketId}/trade`, { as, headers: newKey(), body: { side, credits } });

const count = (answers: readonly Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = status === 200 ? 'OK' : String(body.code);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
};

const expectCleanBooks = async (): Promise<void> => {
  const { laws } = await server.engine.audit();
  expect(laws.filter(({ broken }) => broken > 0)).toEqual([]);
};

/** One server, and then two on one database: the second is as right as the first. */
describe.each([
  ['one server', () => [server.url]],
  ['two servers', () => [server.url, second.url]],
])('%s', (_name, urls) => {
  const urlOf = (index: number): string => urls()[index % urls().length] ?? '';

  test('100 trades of 100 people at once in one market all happen, in one order', async () => {
    const people = await Promise.all(many(100, (i) => addTrader(server.engine, `Crowd ${i}`)));
    const marketId = await addMarket(server.engine, people[0]!.userId);
    const answers = await Promise.all(
      people.map((person, i) => order(urlOf(i), marketId, person, 20 + i, i % 3 === 0 ? 'NO' : 'YES')),
    );
    expect(count(answers)).toEqual({ OK: 100 });
    const inOrder = answers.map(({ body }) => body.trade).sort((one, other) => one.seq - other.seq);
    expect(inOrder.map(({ seq }) => seq)).toEqual(many(100, (i) => i + 1));
    for (const [i, trade] of inOrder.entries()) {
      const before = inOrder[i - 1];
      if (before === undefined) continue;
      const left = trade.outcome === before.outcome ? before.probabilityAfter : 1 - before.probabilityAfter;
      expect(trade.probabilityBefore).toBeCloseTo(left, 9);
    }
    const market = await server.engine.getMarket(marketId);
    expect(market.market).toMatchObject({ tradeCount: 100, traderCount: 100, version: expect.any(Number) });
    await expectCleanBooks();
  });

  test('100 trades at once of one person with money for 10 are 10 trades', async () => {
    const person = await addTrader(server.engine, 'Gambler');
    const creator = await addTrader(server.engine, 'Bank');
    const marketId = await addMarket(server.engine, creator.userId);
    const answers = await Promise.all(many(100, (i) => order(urlOf(i), marketId, person, 1_000)));
    expect(count(answers)).toEqual({ OK: 10, INSUFFICIENT_CREDITS: 90 });
    expect(await server.engine.getWallet(person.userId)).toEqual({ balance: 0 });
    await expectCleanBooks();
  });

  test('the same command sent 20 times at once happens once', async () => {
    const person = await addTrader(server.engine, 'Nervous');
    const marketId = await addMarket(server.engine, (await addTrader(server.engine, 'Calm')).userId);
    const headers = newKey();
    const answers = await Promise.all(
      many(20, (i) =>
        send(`${urlOf(i)}/api/market/${marketId}/trade`, {
          as: person,
          headers,
          body: { side: 'NO', credits: 100 },
        }),
      ),
    );
    expect(count(answers)).toEqual({ OK: 20 });
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(answers.filter(({ headers: sent }) => sent.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(await server.engine.getWallet(person.userId)).toEqual({ balance: 9_900 });
    await expectCleanBooks();
  });

  test('trades that race with the close and the resolution either happened before or not at all', async () => {
    const creator = await addTrader(server.engine, 'Resolver');
    const people = await Promise.all(many(8, (i) => addTrader(server.engine, `Racer ${i}`)));
    const marketId = await addMarket(server.engine, creator.userId);
    const write = (verb: string, body: unknown, index: number): Promise<Answer> =>
      send(`${urlOf(index)}/api/market/${marketId}/${verb}`, { as: creator, headers: newKey(), body });
    const resolve = async (): Promise<Answer> => {
      for (let tries = 1; ; tries += 1) {
        const answer = await write('resolve', { outcome: 'YES' }, tries);
        if (answer.body.code !== 'MARKET_NOT_CLOSED') return answer;
      }
    };
    const trades = people.flatMap((person, i) =>
      many(8, (j) => order(urlOf(i + j), marketId, person, 50 + j, j % 2 === 0 ? 'YES' : 'NO')),
    );
    const [resolved, alsoResolved, closed, ...answers] = await Promise.all([
      resolve(),
      resolve(),
      write('close', { reason: 'It is known.' }, 1),
      ...trades,
    ]);
    expect(closed.status).toBe(200);
    expect(count([resolved, alsoResolved])).toEqual({ OK: 1, ALREADY_RESOLVED: 1 });
    const { OK: traded = 0, MARKET_CLOSED: late = 0 } = count(answers);
    expect(traded + late).toBe(64);
    const { market } = await server.engine.getMarket(marketId);
    expect(market).toMatchObject({ state: 'RESOLVED', tradeCount: traded });
    await expectCleanBooks();
  });
});
