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
  select 'resolution ' || row_number() over (partition by r.market_id order by r.id) || ' of ' || r.market_id || ' ' || r.kind
         || ' paid ' || r.paid || ' to ' || r.holders_paid || ' returned ' || r.returned
         || case when c.resolution_id is null then '' else ' moved ' || concat_ws(',', c.paid, c.taken, c.missing, c.covered, c.issued) end
    from resolution_log r left join correction c on c.resolution_id = r.id where r.market_id = any ($1::bigint[])
  union all
  select 'proposal ' || version || ' of ' || market_id || ' ' || kind || ' ' || coalesce(array_to_string(weights, ','), '') || ' by '
         || proposed_by || ' as ' || proposed_as || ' disputed by '
         || (select count(*) from dispute where proposal_id = resolution_proposal.id) || ' ' || coalesce(ended_how, 'open')
    from resolution_proposal where market_id = any ($1::bigint[])
  union all select 'markets: ' || count(*) from prediction_market
  union all select 'trades: ' || count(*) from trade
  union all select 'resolutions: ' || count(*) from resolution_log
  union all select 'stored answers: ' || count(*) from idempotency_key`;

const linesOfMarket = (market: ModelMarket): string[] => {
  const { id, state, log, version, volume, traders, pools, resolutions, proposals } = market;
  return [
    `escrow ${id} holds ${market.escrow}`,
    `market ${id} ${state} seq ${log.length} version ${version} volume ${volume} traders ${traders.size} pools ${pools}`,
    ...[...market.positions].map(
      ([key, { shares, bought, paid, received }]) =>
        `position ${id}/${key} ${shares} of ${bought} paid ${paid} received ${received}`,
    ),
    ...resolutions.map(
      ({ kind, paid, holders, returned, correction }, i) =>
        `resolution ${i + 1} of ${id} ${kind} paid ${paid} to ${holders} returned ${returned}${correction ? ` moved ${Object.values(correction)}` : ''}`,
    ),
    ...proposals.map(
      ({ version: number, kind, weights, by, as, disputes, ended }) =>
        `proposal ${number} of ${id} ${kind} ${weights ?? ''} by ${by} as ${as} disputed by ${disputes.size} ${ended ?? 'open'}`,
    ),
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
    `resolutions: ${markets.reduce((sum, market) => sum + market.resolutions.length, 0)}`,
    `stored answers: ${books.answers.size}`,
  ];
};

/** @throws Mismatch with the lines that differ */
const compareLines = (stored: ReadonlySet<string>, wanted: ReadonlySet<string>): void => {
  const differing = [
    ...[...stored].filter((line) => !wanted.has(line)).map((line) => `  database: ${line}`),
    ...[...wanted].filter((line) => !stored.has(line)).map((line) => `  model:    ${line}`),
  ];
  if (differing.length > 0)
    throw new Mismatch(`the books differ:\n${differing.sort().slice(0, 20).join('\n')}`);
};

/** What everybody made of each resolved market, by its last result. @throws Mismatch with the lines that differ */
export const compareProfits = async (world: World, books: ModelBooks): Promise<void> => {
  const stored = await world.query<{ line: string }>(
    `select 'profit ' || market_id || '/' || user_id || ' ' || profit as line from market_result`,
  );
  const wanted = [...books.markets.values()].flatMap((market) => {
    if (market.state !== 'RESOLVED') return [];
    return [...market.traders].map((user) => {
      const own = market.pools.flatMap((_, outcome) => market.positions.get(`${user}/${outcome}`) ?? []);
      const profit = own.reduce(
        (sum, { paid, received }) => sum + received - paid,
        market.had.get(user) ?? 0,
      );
      return `profit ${market.id}/${user} ${profit}`;
    });
  });
  compareLines(new Set(stored.map(({ line }) => line)), new Set(wanted));
};

/** @throws Mismatch with the lines that differ */
export const compareBooks = async (
  world: World,
  books: ModelBooks,
  written: readonly MarketId[],
): Promise<void> => {
  const stored = new Set((await world.query<{ line: string }>(LINES, [written])).map(({ line }) => line));
  compareLines(stored, new Set(linesOfModel(books, written)));
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
  // One that has a result now may have been closed by the job or by who said it.
  const resolvedNow = markets.filter(
    ({ id, state, closesAt, closedAt }) =>
      state !== 'OPEN' && closedAt === undefined && openBefore.has(id) && closesAt <= ended,
  ).length;
  if (closed < certain || closed > certain + resolvedNow)
    throw new Mismatch(`the job says it closed ${closed} markets; ${certain} are, ${resolvedNow} may be`);
};
