import { isDeepStrictEqual } from 'node:util';
import type { Market, MarketId, TradeAnswer, UserId } from '@mesh-markets/contract';
import type { Stage } from './stage.ts';

interface TradeRow {
  readonly market: MarketId;
  readonly seq: number;
  readonly user: UserId;
  readonly outcome: number;
  readonly shares: number;
  readonly credits: number;
}

const wantedTrade = ({ trade }: TradeAnswer): TradeRow => ({
  market: trade.marketId,
  seq: trade.seq,
  user: trade.user.id,
  outcome: trade.outcome,
  shares: Math.round(trade.shares * 1e6) * (trade.action === 'SELL' ? -1 : 1),
  credits: trade.cost,
});

/** Every acknowledged trade is in the log once, with its figures, and nothing else is. */
const checkTrades = async (stage: Stage): Promise<string[]> => {
  const rows = await stage.query<TradeRow>(
    `select market_id::text as market, seq, user_id::text as user, outcome, shares_micro as shares, credits from trade`,
  );
  const inLog = new Map(rows.map((row) => [`${row.market}-${row.seq}`, row]));
  const told = [...stage.acknowledged.values()].flatMap(({ command, answer }) =>
    command.verb === 'placeTrade' ? [wantedTrade(answer as TradeAnswer)] : [],
  );
  const wrong = told.filter((trade) => !isDeepStrictEqual(trade, inLog.get(`${trade.market}-${trade.seq}`)));
  const names = new Set(told.map(({ market, seq }) => `${market}-${seq}`));
  return [
    ...wrong.map((trade) => `acknowledged and not in the log like that: ${JSON.stringify(trade)}`),
    ...[...inLog.keys()]
      .filter((name) => !names.has(name))
      .map((name) => `trade ${name} was acknowledged to nobody`),
    ...(names.size === told.length ? [] : [`${told.length} acknowledgements of ${names.size} trades`]),
  ];
};

/** Every acknowledged market is there, and no other but those the stage began with. */
const checkMarkets = async (stage: Stage): Promise<string[]> => {
  const rows = await stage.query<{ id: MarketId }>('select id::text as id from prediction_market');
  const told = [...stage.acknowledged.values()].flatMap(({ command, answer }) =>
    command.verb === 'createMarket' ? [(answer as Market).id] : [],
  );
  const wanted = [...stage.markets, ...told].sort();
  const found = rows.map(({ id }) => id).sort();
  return isDeepStrictEqual(wanted, found) ? [] : [`markets ${found}; acknowledged are ${wanted}`];
};

/** Exactly one stored answer for each acknowledgement, and it is the one that was told. */
const checkAnswers = async (stage: Stage): Promise<string[]> => {
  const rows = await stage.query<{ name: string; answer: string }>(
    `select user_id || '/' || key as name, answer from idempotency_key`,
  );
  const stored = new Map(rows.map(({ name, answer }) => [name, answer]));
  const wrong = [...stage.acknowledged].filter(
    ([key, { answer }]) => !isDeepStrictEqual(JSON.parse(stored.get(key) ?? 'null'), answer),
  );
  return [
    ...wrong.map(([key]) => `the answer under ${key} is not the one that was told`),
    ...(stored.size === stage.acknowledged.size
      ? []
      : [`${stored.size} stored answers, ${stage.acknowledged.size} were told`]),
  ];
};

const checkLaws = async ({ engine }: Stage): Promise<string[]> => {
  const { laws } = await engine.audit();
  return laws.filter(({ broken }) => broken > 0).map(({ law, examples }) => `${law}: ${examples.join('; ')}`);
};

/** Everything that is not as clients were told, in words; empty when all is well. */
export const findProblems = async (stage: Stage): Promise<string[]> => [
  ...(await checkTrades(stage)),
  ...(await checkMarkets(stage)),
  ...(await checkAnswers(stage)),
  ...(await checkLaws(stage)),
];
