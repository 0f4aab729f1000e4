import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addTrader, inAnHour, startTestServer, type TestServer } from './fixtures/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

/** RFC 4180, read as a spreadsheet reads it. */
const parse = (text: string): string[][] => {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
};

const tableOf = async (path: string, person: Awaited<ReturnType<typeof addTrader>>) => {
  const answer = await fetch(server.url + path, { headers: person.headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());
  expect(text.startsWith('\uFEFF')).toBe(true);
  const [columns, ...rows] = parse(text.slice(1));
  expect(rows.filter((row) => row.length !== columns!.length)).toEqual([]);
  return {
    name: answer.headers.get('content-disposition'),
    rows: rows.map((row) => Object.fromEntries(row.map((cell, i) => [columns![i]!, cell]))),
  };
};

describe('tables as files', () => {
  test('a ledger of several pages is the ledger, and a portfolio the portfolio', async () => {
    const question = '=HYPERLINK("https://example.org", "Rain,\u00A0or ‘snow’?")';
    const [asker, trader] = [await addTrader(server.engine, 'Ann'), await addTrader(server.engine, 'Ben')];
    const { answer: market } = await server.engine.createMarket({
      userId: asker.userId,
      question,
      closesAt: inAnHour(),
      outcomes: ['+1', 'Größe, "quoted"'],
    });
    for (let n = 0; n < 120; n += 1) {
      const order = { outcome: n % 2, credits: 3 + (n % 5) };
      await server.engine.placeTrade({ userId: trader.userId, marketId: market.id, order });
    }
    const ledger = await tableOf('/api/wallet/ledger.csv', trader);
    expect(ledger.name).toBe('attachment; filename="ledger.csv"');
    expect(ledger.rows).toHaveLength(121);
    const { balance } = await server.engine.getWallet(trader.userId);
    expect(ledger.rows[0]).toMatchObject({ kind: 'BUY', balance_after: `${balance}`, outcome_index: '1' });
    expect(ledger.rows.reduce((sum, row) => sum + Number(row.amount), 0)).toBe(balance);
    expect(ledger.rows.at(-1)).toMatchObject({ kind: 'SIGNUP_GRANT', market_id: '', question: '' });
    expect(new Set(ledger.rows.slice(0, -1).map((row) => row.question))).toEqual(new Set([`'${question}`]));
    expect(new Set(ledger.rows.map((row) => row.outcome))).toEqual(new Set(["'+1", 'Größe, "quoted"', '']));

    const portfolio = await server.engine.getPortfolio(trader.userId);
    const { rows } = await tableOf('/api/portfolio.csv', trader);
    expect(rows.map((row) => [row.market_id, Number(row.shares), Number(row.profit)])).toEqual(
      portfolio.positions.map((position) => [position.market.id, position.shares, position.profit]),
    );
    expect(rows.reduce((sum, row) => sum + Number(row.unrealised), 0)).toBe(
      portfolio.value - portfolio.invested,
    );
  });

  test('somebody without trades gets the names of the columns', async () => {
    const { rows } = await tableOf('/api/portfolio.csv', await addTrader(server.engine, 'Cleo'));
    expect(rows).toEqual([]);
  });
});
