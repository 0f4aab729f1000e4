import {
  type AnswerOf,
  type LedgerEntry,
  type MarketId,
  type Portfolio,
  type PortfolioPosition,
  type TransferId,
  tradeId,
  type UserId,
} from '@mesh-markets/contract';
import { Refusal } from '../refusal.ts';
import { applyTrade, type Basis } from '../reputation/basis.ts';
import { resolvedOutcome } from '../resolution/resolutionRows.ts';
import {
  decodeCursor,
  encodeCursor,
  iso,
  pageOf,
  type Reader,
  type Sight,
  unknownCursor,
  valueNow,
} from './rows.ts';

/** @throws Refusal NOT_FOUND */
export const getWallet = async (reader: Reader, userId: UserId): Promise<{ balance: number }> => {
  const { rows } = await reader.query<{ balance: number }>({
    name: 'get_wallet',
    text: 'select balance from account where user_id = $1',
    values: [userId],
  });
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such account.');
  return rows[0];
};

interface EntryRow {
  readonly id: TransferId;
  readonly kind: LedgerEntry['kind'];
  readonly amount: number;
  readonly balance: number;
  readonly market_id: MarketId | null;
  readonly question: string | null;
  readonly trade_seq: number | null;
  readonly outcome: number | null;
  readonly label: string | null;
  readonly created_at: Date;
}

/** What credits moved for. */
const purposeOf = (row: EntryRow): Pick<LedgerEntry, 'market' | 'tradeId' | 'outcome'> => ({
  ...(row.market_id === null ? {} : { market: { id: row.market_id, question: row.question! } }),
  ...(row.market_id === null || row.trade_seq === null
    ? {}
    : { tradeId: tradeId(row.market_id, row.trade_seq) }),
  ...(row.outcome === null ? {} : { outcome: { index: row.outcome, label: row.label! } }),
});

/**
 * Every movement of a wallet, newest first, with the balance after each. Transfers of one wallet are numbered under its lock,
 * so their ids are their order and the balance can be counted back from the newest. Credits are somebody's own, so whoever markets are not
 * open to sees all their amounts, but not what they were for. @throws Refusal VALIDATION_FAILED (cursor)
 */
export const getLedger = async (
  reader: Reader,
  userId: UserId,
  query: { cursor?: string | undefined; limit: number },
  sight: Sight,
): Promise<AnswerOf<'getLedger'>> => {
  const [before, balanceThere] = decodeCursor(query.cursor, 'id', 'whole') ?? [null, null];
  // The kinds that a wallet never has on that side, said in the words of the partial indexes.
  const side = (account: string, sign: string, never: string) =>
    `(select t.*, ${sign}t.amount as movement from transfer t, wallet
       where t.${account} = wallet.id and t.kind <> '${never}' and t.id < coalesce($2::bigint, ${Number.MAX_SAFE_INTEGER})
       order by t.id desc limit $3)`;
  const { rows } = await reader.query<EntryRow>(
    `with wallet as (select id, balance from account where user_id = $1),
     movements as (${side('debit_account_id', '-', 'SELL')} union all ${side('credit_account_id', '', 'BUY')})
     select e.id::text as id, e.kind, e.movement as amount, wallet.balance, e.market_id::text as market_id, post.question, e.trade_seq, e.created_at,
            traded.outcome, post.labels[traded.outcome + 1] as label
       from movements e cross join wallet left join post on post.id = e.market_id
       left join trade traded on traded.market_id = e.market_id and traded.seq = e.trade_seq
      order by e.id desc limit $3`,
    [userId, before, query.limit + 1],
  );
  let balance =
    balanceThere === null || balanceThere === undefined ? (rows[0]?.balance ?? 0) : Number(balanceThere);
  const entries = rows.map((row): LedgerEntry => {
    const entry: LedgerEntry = {
      id: row.id,
      kind: row.kind,
      amount: row.amount,
      balanceAfter: balance,
      ...(sight.markets ? purposeOf(row) : {}),
      createdAt: iso(row.created_at),
    };
    balance -= row.amount;
    return entry;
  });
  // No wallet was ever below zero: this is the place in another one, or in another list.
  if (entries.some(({ balanceAfter }) => balanceAfter < 0)) throw unknownCursor();
  const { page, ...more } = pageOf(entries, query.limit, (last) =>
    encodeCursor(last.id, last.balanceAfter - last.amount),
  );
  return { entries: page, ...more };
};

interface PositionRow {
  readonly market_id: MarketId;
  readonly question: string;
  readonly type: 'BINARY' | 'MULTIPLE';
  readonly state: PortfolioPosition['market']['state'];
  readonly closes_at: Date;
  readonly kind: 'OUTCOME' | 'WEIGHTED' | 'N_A' | null;
  readonly resolved: number | null;
  readonly outcome: number;
  readonly label: string;
  readonly shares_micro: number;
  readonly paid: number;
  readonly received: number;
  readonly probability: number;
  readonly payout: number | null;
  readonly followed_micro: number;
  readonly basis: number;
  readonly realised: number;
  /** Trades that the statistics have not followed yet. */
  readonly pending: [sharesMicro: number, credits: number][] | null;
}

/**
 * The statistics follow a moment behind the books; what they lack is added here, so a trade shows at once and every sum is exact. What a
 * resolved market came to is in the books alone.
 */
const basisOf = (row: PositionRow): Basis => {
  if (row.state === 'RESOLVED')
    return { sharesMicro: 0, basis: 0, realised: row.received - row.paid + (row.payout ?? 0) };
  const followed = { sharesMicro: row.followed_micro, basis: row.basis, realised: row.realised };
  return (row.pending ?? []).reduce<Basis>(
    (before, [shares, credits]) => applyTrade(before, shares, credits),
    followed,
  );
};

const positionOf = (row: PositionRow): PortfolioPosition => {
  const open = row.state !== 'RESOLVED';
  const value = open ? valueNow(row.shares_micro, row.probability) : 0;
  const payout = row.payout ?? 0;
  const { basis, realised } = basisOf(row);
  return {
    market: {
      id: row.market_id,
      question: row.question,
      state: row.state,
      closesAt: iso(row.closes_at),
      ...(row.kind === null ? {} : { outcome: resolvedOutcome(row.type, row.kind, row.resolved) }),
    },
    outcome: row.outcome,
    label: row.label,
    shares: row.shares_micro / 1e6,
    costBasis: basis,
    probability: row.probability,
    value,
    paid: row.paid,
    received: row.received,
    payout,
    realised,
    profit: realised + value - basis,
  };
};

/**
 * Every position a person has ever had, newest market first. A payout is per person and market; it is shown on the position
 * that earned most of it (the largest by weight, then by payment). @throws Refusal NOT_FOUND
 */
export const getPortfolio = async (reader: Reader, userId: UserId): Promise<Portfolio> => {
  const { balance } = await getWallet(reader, userId);
  const { rows } = await reader.query<PositionRow>(
    `select p.market_id::text as market_id, post.question, m.type, m.closes_at,
            case when m.state = 'OPEN' and m.closes_at <= mesh_now() then 'CLOSED' else m.state end as state,
            r.kind, r.outcome as resolved, p.outcome, post.labels[p.outcome + 1] as label,
            p.shares_micro, p.paid, p.received, last.probabilities[p.outcome + 1] as probability,
            case when row_number() over (partition by p.market_id
                   order by p.shares_micro::numeric * coalesce(r.weights[p.outcome + 1], 0) desc, p.paid desc, p.outcome) = 1
              then payouts.amount end as payout,
            coalesce(b.shares_micro, 0) as followed_micro, coalesce(b.basis, 0) as basis, coalesce(b.realised, 0) as realised,
            case when coalesce(followed.seq, 0) < m.seq then (
              select json_agg(json_build_array(t.shares_micro, t.credits) order by t.seq) from trade t
               where t.market_id = m.id and t.user_id = $1 and t.outcome = p.outcome and t.seq > coalesce(followed.seq, 0)) end as pending
       from position p
       join prediction_market m on m.id = p.market_id
       join post on post.id = p.market_id
       join trade last on last.market_id = m.id and last.seq = m.seq
       left join market_projection followed on followed.market_id = m.id
       left join position_basis b on b.market_id = p.market_id and b.user_id = p.user_id and b.outcome = p.outcome
       left join current_resolution r on r.market_id = m.id
       left join lateral (select sum(credits)::bigint as amount from holder_payment
                           where m.state = 'RESOLVED' and user_id = $1 and market_id = m.id) as payouts on true
      where p.user_id = $1
      order by p.market_id desc, p.outcome`,
    [userId],
  );
  const positions = rows.map(positionOf);
  const sum = (figure: (position: PortfolioPosition) => number) =>
    positions.reduce((total, position) => total + figure(position), 0);
  return {
    balance,
    invested: sum((p) => p.costBasis),
    value: sum((p) => p.value),
    realised: sum((p) => p.realised),
    profit: sum((p) => p.profit),
    positions,
  };
};
