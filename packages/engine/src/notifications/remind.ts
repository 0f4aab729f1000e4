import type { Pool } from 'pg';
import type { News } from '../news.ts';
import { type Tx, transaction } from '../transaction.ts';
import { marketsCloseSoon, marketsNeedResolving } from './aboutMarkets.ts';
import { type Told, tell } from './tell.ts';

const BATCH = 200;
/** Days after its end at which a market that nobody has resolved is brought up again. */
const REMINDED_AFTER_DAYS = [1, 3, 7, 14, 30];

interface Found {
  readonly id: string;
  readonly step: number;
}

/**
 * Open markets that end within a day and whose holders have not been told; a market that lives for less than two days is due at half its
 * life, so that nobody is told of its end at once. Each market is found once.
 */
const CLOSING = `
  insert into market_reminder (market_id, kind, step)
  select id, 'CLOSES_SOON', 1 from prediction_market m
   where state = 'OPEN' and closes_at > mesh_now() and closes_at <= mesh_now() + interval '24 hours'
     and mesh_now() >= closes_at - (closes_at - created_at) / 2
     and not exists (select from market_reminder r where r.market_id = m.id and r.kind = 'CLOSES_SOON')
   order by closes_at, id limit ${BATCH}
  on conflict do nothing returning market_id::text as id, step`;

/** Of several reminders that came due while no server ran only the last is sent. */
const WAITING = `
  insert into market_reminder (market_id, kind, step)
  select m.id, 'NEEDS_RESOLVING', due.step from prediction_market m,
         lateral (select count(*)::int as step from unnest($1::int[]) as days where m.closed_at <= mesh_now() - make_interval(days => days)) as due
   where m.state = 'CLOSED' and due.step > 0
     and not exists (select from resolution_proposal p where p.market_id = m.id and p.ended_at is null)
     and not exists (select from market_reminder r where r.market_id = m.id and r.kind = 'NEEDS_RESOLVING' and r.step >= due.step)
   order by m.id limit ${BATCH}
  on conflict do nothing returning market_id::text as id, step`;

const remindOfClosing = async (tx: Tx, offersEmail: boolean): Promise<{ found: number; told: Told[] }> => {
  const { rows } = await tx.query<Found>(CLOSING);
  const ids = rows.map(({ id }) => id);
  return {
    found: ids.length,
    told: ids.length === 0 ? [] : [await tell(tx, marketsCloseSoon(ids), offersEmail)],
  };
};

const remindOfWaiting = async (
  tx: Tx,
  offersEmail: boolean,
  abandonedAfterDays: number,
): Promise<{ found: number; told: Told[] }> => {
  const { rows } = await tx.query<Found>(WAITING, [REMINDED_AFTER_DAYS]);
  const told: Told[] = [];
  for (const step of new Set(rows.map((row) => row.step))) {
    const ids = rows.filter((row) => row.step === step).map(({ id }) => id);
    told.push(await tell(tx, marketsNeedResolving(ids, step, abandonedAfterDays), offersEmail));
  }
  return { found: rows.length, told };
};

/** Tells of what comes near or waits, rather than of what happened; run it as often as you like. */
export const remindOfMarkets = async (
  pool: Pool,
  offersEmail: boolean,
  abandonedAfterDays: number,
  publish: (news: News) => void,
): Promise<{ markets: number }> => {
  let markets = 0;
  for (const remind of [remindOfClosing, remindOfWaiting]) {
    for (;;) {
      const { found, told } = await transaction(pool, (tx) => remind(tx, offersEmail, abandonedAfterDays));
      markets += found;
      const userIds = [...new Set(told.flatMap((one) => one.userIds))];
      if (userIds.length > 0) publish({ kind: 'USERS', userIds });
      if (found < BATCH) break;
    }
  }
  return { markets };
};
