import { isDeepStrictEqual } from 'node:util';
import type { Market, MarketId, TradeAnswer, UserId } from '@mesh-markets/contract';
import type { Verdict } from './report.ts';
import type { Stage } from './stage.ts';

interface TradeRow {
  readonly market: MarketId;
  readonly seq: number;
  readonly user: UserId;
  readonly outcome: number;
  readonly shares: number;
  readonly credits: number;
}

type Found = Omit<Verdict, 'laws'>;

const wantedTrade = ({ trade }: TradeAnswer): TradeRow => ({
  market: trade.marketId,
  seq: trade.seq,
  user: trade.user.id,
  outcome: trade.outcome,
  shares: Math.round(trade.shares * 1e6) * (trade.action === 'SELL' ? -1 : 1),
  credits: trade.cost,
});

/** Every acknowledged trade is in the log once, with its figures, and nothing else is. */
const checkTrades = async (stage: Stage): Promise<Found> => {
  const rows = await stage.query<TradeRow>(
    `select market_id::text as market, seq, user_id::text as user, outcome, shares_micro as shares, credits from trade`,
  );
  const inLog = new Map(rows.map((row) => [`${row.market}-${row.seq}`, row]));
  const told = [...stage.acknowledged.values()].flatMap(({ command, answer }) =>
    command.verb === 'placeTrade' ? [wantedTrade(answer as TradeAnswer)] : [],
  );
  const wrong = told.filter((trade) => !isDeepStrictEqual(trade, inLog.get(`${trade.market}-${trade.seq}`)));
  const names = new Set(told.map(({ market, seq }) => `${market}-${seq}`));
  return {
    lost: wrong.map((trade) => `acknowledged and not in the log like that: ${JSON.stringify(trade)}`),
    doubled: [
      ...[...inLog.keys()]
        .filter((name) => !names.has(name))
        .map((name) => `trade ${name} was acknowledged to nobody`),
      ...(names.size === told.length ? [] : [`${told.length} acknowledgements of ${names.size} trades`]),
    ],
  };
};

/** Every acknowledged market is there, and no other but those the stage began with. */
const checkMarkets = async (stage: Stage): Promise<Found> => {
  const rows = await stage.query<{ id: MarketId }>('select id::text as id from prediction_market');
  const told = [...stage.acknowledged.values()].flatMap(({ command, answer }) =>
    command.verb === 'createMarket' ? [(answer as Market).id] : [],
  );
  const wanted = new Set([...stage.markets, ...told]);
  const found = new Set(rows.map(({ id }) => id));
  return {
    lost: [...wanted]
      .filter((id) => !found.has(id))
      .map((id) => `market ${id} was acknowledged and is not there`),
    doubled: [...found]
      .filter((id) => !wanted.has(id))
      .map((id) => `market ${id} was acknowledged to nobody`),
  };
};

/** Exactly one stored answer for each acknowledgement, and it is the one that was told. */
const checkAnswers = async (stage: Stage): Promise<Found> => {
  const rows = await stage.query<{ name: string; answer: string }>(
    `select user_id || '/' || key as name, answer from idempotency_key`,
  );
  const stored = new Map(rows.map(({ name, answer }) => [name, answer]));
  const wrong = [...stage.acknowledged].filter(
    ([key, { answer }]) => !isDeepStrictEqual(JSON.parse(stored.get(key) ?? 'null'), answer),
  );
  return {
    lost: wrong.map(([key]) => `the answer under ${key} is not the one that was told`),
    doubled:
      stored.size <= stage.acknowledged.size
        ? []
        : [`${stored.size} stored answers, ${stage.acknowledged.size} were told`],
  };
};

const checkLaws = async ({ engine }: Stage): Promise<string[]> => {
  const { laws } = await engine.audit();
  return laws.filter(({ broken }) => broken > 0).map(({ law, examples }) => `${law}: ${examples.join('; ')}`);
};

/** Everything that is not as clients were told. */
export const compare = async (stage: Stage): Promise<Verdict> => {
  const found = [await checkTrades(stage), await checkMarkets(stage), await checkAnswers(stage)];
  return {
    lost: found.flatMap(({ lost }) => lost),
    doubled: found.flatMap(({ doubled }) => doubled),
    laws: await checkLaws(stage),
  };
};
