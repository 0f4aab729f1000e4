import type { MarketId, UserId } from '@mesh-markets/contract';
import { bools, byteas, float8s, int2s, int8s, texts, uuids } from './binaryArrays.ts';
import type { LockedBooks, LockedMarket, LockedWallet, TradeOrder, TradeRow } from './decideOrders.ts';
import type { Bound } from './tradeConversation.ts';

type LockedJson = [
  now: string,
  markets:
    | [
        string,
        LockedMarket['state'],
        string,
        number,
        number[],
        number[],
        number,
        number,
        number,
        number,
        LockedMarket['type'],
        UserId,
        UserId | null,
      ][]
    | null,
  wallets: [string, number, string, string][] | null,
  last: [string, string][] | null,
  holdings: [string, string, number, number, number][] | null,
  answers: [string, string, string, string][] | null,
];

/** Locks the markets and wallets of a batch and reads everything it decides on. */
export const lockQuery = (orders: readonly TradeOrder[]): Bound => ({
  name: 'lock_for_trades',
  text: 'select lock_for_trades($1::bigint[], $2::bigint[], $3::uuid[])',
  values: [
    int8s(orders.map((o) => o.marketId)),
    int8s(orders.map((o) => o.userId)),
    uuids(orders.map((o) => o.key ?? null)),
  ],
});

/** Of all outcomes of a market together. A position is listed for each of its owner's orders in that market, and counts once. */
const paidInOf = (holdings: NonNullable<LockedJson[4]>): Map<string, number> => {
  const paidIn = new Map<string, number>();
  const counted = new Set<string>();
  for (const [market, user, outcome, , credits] of holdings) {
    const trader = `${market}/${user}`;
    const position = `${trader}/${outcome}`;
    if (counted.has(position)) continue;
    counted.add(position);
    paidIn.set(trader, (paidIn.get(trader) ?? 0) + credits);
  }
  return paidIn;
};

/** What {@link lockQuery} answers with, by its keys. */
export const booksOf = (answer: string): LockedBooks => {
  const [now, markets, wallets, last, holdings, answers] = JSON.parse(answer) as LockedJson;
  const time = Date.parse(now);
  const lasts = new Map(last);
  return {
    markets: new Map(
      (markets ?? []).map(
        ([
          id,
          state,
          closesAt,
          b,
          phantomMicro,
          sharesMicro,
          seq,
          version,
          volume,
          traderCount,
          type,
          creatorId,
          oracleId,
        ]) => [
          id,
          {
            id: id as MarketId,
            type,
            creatorId,
            oracleId,
            state,
            closesAt: Date.parse(closesAt),
            clock: Math.max(time, Date.parse(lasts.get(id)!)),
            b,
            phantomMicro,
            sharesMicro,
            seq,
            version,
            volume,
            traderCount,
          },
        ],
      ),
    ),
    wallets: new Map(
      (wallets ?? []).map(([userId, balance, handle, name]): [string, LockedWallet] => [
        userId,
        { userId: userId as UserId, handle, name, balance },
      ]),
    ),
    holdings: new Map(
      (holdings ?? []).map(([market, user, outcome, micro]) => [`${market}/${user}/${outcome}`, micro]),
    ),
    paidIn: paidInOf(holdings ?? []),
    traders: new Set((holdings ?? []).map(([market, user]) => `${market}/${user}`)),
    answers: new Map(
      (answers ?? []).map(([user, key, hash, answer]) => [`${user}/${key}`, { hash, answer }]),
    ),
  };
};

export interface FilledOrder {
  readonly order: TradeOrder;
  readonly row: TradeRow;
  /** The answer as it is stored under the order's key. */
  readonly text: string;
}

/** The rows of the trade log and the answers under their keys, in one statement. Triggers derive everything else. */
export const writeQuery = (filled: readonly FilledOrder[]): Bound => {
  const rows = filled.map((f) => f.row);
  const keyed = filled.filter(({ order }) => order.key !== undefined);
  // The probabilities of all rows end to end, and where those of each row end.
  let end = 0;
  const ends = rows.map((r) => {
    end += r.probabilities.length;
    return end;
  });
  return {
    name: 'write_trades',
    // One function in `from` and plain subscripts: a dozen arrays unnested side by side are a dozen temporary tables.
    text: `with stored as (
        insert into idempotency_key (user_id, key, request_hash, answer)
        select ($12::bigint[])[k], ($13::uuid[])[k], ($14::bytea[])[k], ($15::text[])[k] from generate_subscripts($12::bigint[], 1) as k)
      insert into trade (market_id, seq, user_id, outcome, shares_micro, credits, by_shares, probability_before, probabilities, created_at)
      select ($1::bigint[])[k], ($2::bigint[])[k], ($3::bigint[])[k], ($4::smallint[])[k], ($5::bigint[])[k], ($6::bigint[])[k], ($7::boolean[])[k],
             ($8::float8[])[k], ($9::float8[])[coalesce(($10::bigint[])[k - 1], 0) + 1 : ($10::bigint[])[k]], timestamptz 'epoch' + ($11::bigint[])[k] * interval '1 millisecond'
        from generate_subscripts($1::bigint[], 1) as k`,
    values: [
      int8s(rows.map((r) => r.marketId)),
      int8s(rows.map((r) => r.seq)),
      int8s(rows.map((r) => r.userId)),
      int2s(rows.map((r) => r.outcome)),
      int8s(rows.map((r) => r.sharesMicro)),
      int8s(rows.map((r) => r.credits)),
      bools(rows.map((r) => r.byShares)),
      float8s(rows.map((r) => r.probabilityBefore)),
      float8s(rows.flatMap((r) => r.probabilities)),
      int8s(ends),
      int8s(rows.map((r) => r.at)),
      int8s(keyed.map((k) => k.order.userId)),
      uuids(keyed.map((k) => k.order.key!)),
      byteas(keyed.map((k) => k.order.hash!)),
      texts(keyed.map((k) => k.text)),
    ],
  };
};
