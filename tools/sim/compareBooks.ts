import type { MarketId } from '@mesh-markets/contract';
import { applyClosing, type ModelBooks, type ModelMarket } from './model.ts';
import type { Sent } from './play.ts';
import { Mismatch } from './serialOrder.ts';
import type { World } from './world.ts';

/*
 * The whole state of both sides as lines of text, and the first lines that only one of them has. `$1` are the markets that are
 * written out; those resolved and compared in an earlier wave can be left out, as nothing may touch them any more: their
 * number is compared.
 */
const LINES = `
  select kind || ' holds ' || balance as line from account where kind in ('issuer', 'house')
  union all select 'wallet ' || user_id || ' holds ' || balance from account where kind = 'wallet'
  union all select 'escrow ' || market_id || ' holds ' || balance from account where market_id = any ($1::bigint[])
  union all
  select 'market ' || id || ' ' || state || ' seq ' || seq || ' version ' || version || ' volume ' || volume
         || ' traders ' || trader_count || ' pools ' || array_to_string(shares_micro, ',')
    from prediction_market where id = any ($1::bigint[])
  union all
  select 'position ' || market_id || '/' || user_id || '/' || outcome || ' ' || shares_micro || ' of ' || bought_micro
         || ' paid ' || paid || ' received ' || received
    from position where market_id = any ($1::bigint[])
  union all
  select 'resolution of ' || market_id || ' ' || kind || ' paid ' || paid || ' to ' || holders_paid || ' returned ' || returned
    from resolution_log where market_id = any ($1::bigint[])
  union all select 'markets: ' || count(*) from prediction_market
  union all select 'trades: ' || count(*) from trade
  union all select 'resolutions: ' || count(*) from resolution_log
  union all select 'stored answers: ' || count(*) from idempotency_key`;

const linesOfMarket = (market: ModelMarket): string[] => {
  const { id, state, log, version, volume, traders, pools, resolution } = market;
  return [
    `escrow ${id} holds ${market.escrow}`,
    `market ${id} ${state} seq ${log.length} version ${version} volume ${volume} traders ${traders.size} pools ${pools}`,
    ...[...market.positions].map(
      ([key, { shares, bought, paid, received }]) =>
        `position ${id}/${key} ${shares} of ${bought} paid ${paid} received ${received}`,
    ),
    ...(resolution
      ? [
          `resolution of ${id} ${resolution.kind} paid ${resolution.paid} to ${resolution.holders} returned ${resolution.returned}`,
        ]
      : []),
  ];
};

const linesOfModel = (books: ModelBooks, written: readonly MarketId[]): string[] => {
  const markets = [...books.markets.values()];
  return [
    `issuer holds ${books.issuer}`,
    `house holds ${books.house}`,
    ...[...books.wallets].map(([user, balance]) => `wallet ${user} holds ${balance}`),
    ...written.flatMap((id) => linesOfMarket(books.markets.get(id)!)),
    `markets: ${markets.length}`,
    `trades: ${markets.reduce((sum, market) => sum + market.log.length, 0)}`,
    `resolutions: ${markets.filter((market) => market.resolution).length}`,
    `stored answers: ${books.answers.size}`,
  ];
};

/** @throws Mismatch with the lines that differ */
export const compareBooks = async (
  world: World,
  books: ModelBooks,
  written: readonly MarketId[],
): Promise<void> => {
  const stored = new Set((await world.query<{ line: string }>(LINES, [written])).map(({ line }) => line));
  const wanted = new Set(linesOfModel(books, written));
  const differing = [
    ...[...stored].filter((line) => !wanted.has(line)).map((line) => `  database: ${line}`),
    ...[...wanted].filter((line) => !stored.has(line)).map((line) => `  model:    ${line}`),
  ];
  if (differing.length > 0)
    throw new Mismatch(`the books differ:\n${differing.sort().slice(0, 20).join('\n')}`);
};

const closedByJobs = (sent: readonly Sent[]) => {
  const jobs = sent.filter(({ command }) => command.verb === 'closeDueMarkets');
  const closed = jobs.reduce(
    (sum, { outcome }) => sum + (outcome as { answer: { closed: number } }).answer.closed,
    0,
  );
  return { ran: jobs.length > 0, closed };
};

/**
 * Closes on the model what the job for due markets closed in the wave. The job decides nothing (a due market takes no trades
 * anyway), so its place among the other commands cannot be seen; what it closed can.
 * @throws Mismatch when it closed what was not due, left what was, or counted wrongly
 */
export const followClosings = async (
  world: World,
  books: ModelBooks,
  { sent, began, ended }: { sent: readonly Sent[]; began: number; ended: number },
  openBefore: ReadonlySet<MarketId>,
): Promise<void> => {
  const { ran, closed } = closedByJobs(sent);
  const rows = await world.query<{ id: MarketId }>(
    `select id::text as id from prediction_market where state = 'CLOSED'`,
  );
  const inDatabase = new Set(rows.map(({ id }) => id));
  const markets = [...books.markets.values()];
  let certain = 0;
  for (const market of markets.filter(({ state }) => state === 'OPEN')) {
    if (inDatabase.has(market.id)) {
      if (!ran || market.closesAt > ended) throw new Mismatch(`market ${market.id} was closed by nobody`);
      certain += 1;
      applyClosing(market);
    } else if (ran && market.closesAt <= began && openBefore.has(market.id)) {
      throw new Mismatch(`market ${market.id} is due and the job left it open`);
    }
  }
  // One that is resolved now may have been closed by the job or by its resolution.
  const resolvedNow = markets.filter(
    ({ id, state, closesAt }) => state === 'RESOLVED' && openBefore.has(id) && closesAt <= ended,
  ).length;
  if (closed < certain || closed > certain + resolvedNow)
    throw new Mismatch(`the job says it closed ${closed} markets; ${certain} are, ${resolvedNow} may be`);
};
