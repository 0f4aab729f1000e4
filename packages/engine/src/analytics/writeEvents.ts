import type { Consumer, Fact } from '../outbox/facts.ts';
import type { Tx } from '../transaction.ts';

/*
 * Events are written only while somebody wants them: an endpoint that is on and asked for the type, or a sink. A busy market
 * makes thousands of trades a second, and a row for each that nobody reads would cost more than the trade.
 */

const time = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const payload = (type: string, happened: string, data: string): string =>
  `json_build_object('type', '${type}', 'timestamp', ${time(happened)}, 'data', json_build_object(${data}))`;

interface Writer {
  readonly type: string;
  readonly kind: Fact['kind'];
  /** Answers (source, payload, happened_at) of the facts in $1 (markets), $2 (people), $3 and $4 (first and last trade), in the order they are sent in. */
  readonly rows: string;
}

const WRITERS: readonly Writer[] = [
  {
    type: 'user_signed_up',
    kind: 'USER_SIGNED_UP',
    rows: `select 'user_signed_up:' || u.id as source,
                  ${payload('user_signed_up', 'u.created_at', `'userId', u.id::text`)} as payload, u.created_at as happened_at
             from users u where u.id = any (select user_id from fact) order by u.id`,
  },
  {
    type: 'market_created',
    kind: 'MARKET_CREATED',
    rows: `select 'market_created:' || m.id as source,
                  ${payload(
                    'market_created',
                    'm.created_at',
                    `'marketId', m.id::text, 'userId', m.creator_id::text, 'question', p.question, 'marketType', m.type,
                     'outcomes', p.labels, 'liquidity', m.b, 'subsidy', m.subsidy, 'closesAt', ${time('m.closes_at')}`,
                  )} as payload, m.created_at as happened_at
             from prediction_market m join post p on p.id = m.id where m.id = any (select market_id from fact) order by m.id`,
  },
  {
    type: 'market_traded',
    kind: 'TRADED',
    rows: `select 'market_traded:' || t.market_id || '-' || t.seq as source,
                  ${payload(
                    'market_traded',
                    't.created_at',
                    `'marketId', t.market_id::text, 'tradeId', t.market_id || '-' || t.seq, 'userId', t.user_id::text,
                     'action', case when t.credits > 0 then 'BUY' else 'SELL' end, 'outcome', t.outcome,
                     'shares', abs(t.shares_micro)::float8 / 1000000, 'credits', t.credits,
                     'probabilityBefore', t.probability_before, 'probability', t.probabilities[t.outcome + 1]`,
                  )} as payload, t.created_at as happened_at
             from fact f cross join lateral (
               select * from trade where market_id = f.market_id and seq between f.first_seq and f.last_seq offset 0) as t
            order by f.place, t.seq`,
  },
  {
    type: 'market_closed',
    kind: 'CLOSED',
    rows: `select 'market_closed:' || m.id as source,
                  ${payload(
                    'market_closed',
                    'm.closed_at',
                    `'marketId', m.id::text, 'userId', m.closed_by::text, 'trades', m.seq, 'volume', m.volume, 'traders', m.trader_count`,
                  )} as payload, m.closed_at as happened_at
             from prediction_market m where m.id = any (select market_id from fact) order by m.closed_at, m.id`,
  },
  {
    type: 'market_resolved',
    kind: 'RESOLVED',
    rows: `select 'market_resolved:' || r.market_id as source,
                  ${payload(
                    'market_resolved',
                    'r.created_at',
                    `'marketId', r.market_id::text, 'userId', r.resolved_by::text, 'kind', r.kind, 'outcome', r.outcome, 'weights', r.weights,
                     'paidCredits', r.paid, 'holdersPaid', r.holders_paid, 'returnedCredits', r.returned`,
                  )} as payload, r.created_at as happened_at
             from resolution_log r where r.market_id = any (select market_id from fact) and r.corrects is null order by r.id`,
  },
  {
    type: 'market_proposed',
    kind: 'PROPOSED',
    rows: `select 'market_proposed:' || p.id as source,
                  ${payload(
                    'market_proposed',
                    'p.proposed_at',
                    `'marketId', p.market_id::text, 'userId', p.proposed_by::text, 'kind', p.kind, 'outcome', p.outcome, 'weights', p.weights,
                     'version', p.version, 'finalAt', ${time('p.final_at')}`,
                  )} as payload, p.proposed_at as happened_at
             from resolution_proposal p where p.id = any (select subject_id from fact) order by p.id`,
  },
  {
    type: 'market_disputed',
    kind: 'DISPUTED',
    rows: `select 'market_disputed:' || d.id as source,
                  ${payload(
                    'market_disputed',
                    'd.created_at',
                    `'marketId', p.market_id::text, 'userId', d.user_id::text, 'version', p.version, 'reason', d.reason`,
                  )} as payload, d.created_at as happened_at
             from dispute d join resolution_proposal p on p.id = d.proposal_id where d.id = any (select subject_id from fact) order by d.id`,
  },
  {
    type: 'market_corrected',
    kind: 'CORRECTED',
    rows: `select 'market_corrected:' || r.id as source,
                  ${payload(
                    'market_corrected',
                    'r.created_at',
                    `'marketId', r.market_id::text, 'userId', r.resolved_by::text, 'kind', r.kind, 'outcome', r.outcome, 'weights', r.weights,
                     'paidCredits', r.paid, 'holdersPaid', r.holders_paid, 'returnedCredits', r.returned,
                     'coveredCredits', c.covered, 'missingCredits', c.missing`,
                  )} as payload, r.created_at as happened_at
             from resolution_log r join correction c on c.resolution_id = r.id where r.id = any (select subject_id from fact) order by r.id`,
  },
];

/** One statement: the events, and a delivery of each to every endpoint that wants it and was there when it happened. */
const statementOf = ({ type, rows }: Writer): string =>
  `with fact as (
     select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
       with ordinality as f(market_id, user_id, first_seq, last_seq, subject_id, place)),
   happened as (${rows}),
   written as (
     insert into analytics_event (type, source, payload) select '${type}', source, payload from happened
     on conflict (source) do nothing returning id, source)
   insert into webhook_delivery (endpoint_id, event_id)
   select w.id, e.id from written e join happened h on h.source = e.source
     join webhook_endpoint w on w.enabled and '${type}' = any (w.event_types) and w.created_at <= h.happened_at
    order by e.id, w.id`;

interface Wanted {
  readonly types: readonly string[];
  readonly segment: boolean;
}

const readWanted = async (tx: Tx): Promise<Wanted> => {
  const { rows } = await tx.query<Wanted>({
    name: 'events_wanted',
    text: `select array(select distinct unnest(event_types) from webhook_endpoint where enabled) as types,
                  exists (select from event_sink) as segment`,
  });
  return rows[0]!;
};

/** One job for each endpoint that has something to send, queued in the transaction that wrote it. */
const queueSending = async (tx: Tx, { types, segment }: Wanted): Promise<void> => {
  if (types.length > 0) {
    await tx.query({
      name: 'queue_webhooks',
      text: `select queue_job('deliverWebhooks', json_build_object('endpointId', id::text), 'webhooks:' || id, now())
               from webhook_endpoint w where enabled and exists (
                 select from webhook_delivery d where d.endpoint_id = w.id and d.state = 'PENDING' and d.next_try_at <= mesh_now())`,
    });
  }
  if (segment) await tx.query(`select queue_job('deliverSegment', '{}', 'segment', now())`);
};

/** Writes down, for whoever asked for it, what happened. */
export const eventWriter: Consumer = {
  name: 'events',
  kinds: WRITERS.map(({ kind }) => kind),
  tells: true,
  consume: async (tx, facts) => {
    const wanted = await readWanted(tx);
    const writers = WRITERS.filter(({ type }) => wanted.segment || wanted.types.includes(type));
    let written = false;
    for (const writer of writers) {
      const mine = facts.filter(({ kind }) => kind === writer.kind);
      if (mine.length === 0) continue;
      written = true;
      await tx.query({
        name: `write_${writer.type}`,
        text: statementOf(writer),
        values: [
          mine.map(({ marketId }) => marketId),
          mine.map(({ userId }) => userId),
          mine.map(({ firstSeq }) => firstSeq),
          mine.map(({ lastSeq }) => lastSeq),
          mine.map(({ subjectId }) => subjectId),
        ],
      });
    }
    if (written) await queueSending(tx, wanted);
  },
};
