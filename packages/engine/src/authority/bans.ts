import type { BanScope, OwnBan, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { iso, type Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { remember } from '../remembered.ts';

/** SQL: a ban of the alias `b` holds now. */
export const IN_FORCE = 'b.lifted_at is null and (b.until is null or b.until > mesh_now())';

const taken: Readonly<Record<BanScope, string>> = {
  TRADING: 'trade',
  POSTING: 'write posts, comments or questions',
  MARKETS: 'close or resolve markets',
};

const END = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

export const banned = ({ scope, reason, until }: Omit<OwnBan, 'id'>): Refusal =>
  new Refusal(
    'BANNED',
    `A moderator decided that you cannot ${taken[scope]} ${until === undefined ? 'until further notice' : `until ${END.format(new Date(until))} UTC`}. The reason: ${reason}`,
    { facts: { scope, reason, ...(until === undefined ? {} : { until }) } },
  );

interface BanRow {
  readonly scope: BanScope;
  readonly reason: string;
  readonly until: Date | null;
}

const banOf = ({ scope, reason, until }: BanRow): Omit<OwnBan, 'id'> => ({
  scope,
  reason,
  ...(until === null ? {} : { until: iso(until) }),
});

/** Call it after the lock that orders the verb. @throws Refusal BANNED, of several the one that ends last */
export const requireNotBanned = async (reader: Reader, userId: UserId, scope: BanScope): Promise<void> => {
  const { rows } = await reader.query<BanRow>({
    name: 'find_ban',
    text: `select scope, reason, until from ban b where b.user_id = $1 and b.scope = $2 and ${IN_FORCE}
            order by until desc nulls first limit 1`,
    values: [userId, scope],
  });
  if (rows[0]) throw banned(banOf(rows[0]));
};

export interface BanBoard {
  /** @throws Refusal BANNED */
  readonly requireTrading: (userId: UserId) => Promise<void>;
  /** Somebody was banned here, or let in again: forget what is known. */
  readonly forget: () => void;
}

interface KnownBan {
  readonly ban: Omit<OwnBan, 'id'>;
  /** On the clock of whoever remembers it: how long it lasts the database says, whose time this machine may not share. */
  readonly ends: number;
}

const readTradingBans = async (pool: Pool, now: () => number): Promise<ReadonlyMap<UserId, KnownBan>> => {
  const asked = now();
  const { rows } = await pool.query<BanRow & { userId: UserId; left: number | null }>({
    name: 'read_trading_bans',
    text: `select user_id::text as "userId", scope, reason, until, extract(epoch from until - mesh_now())::float8 * 1000 as left
             from ban b where b.scope = 'TRADING' and ${IN_FORCE} order by until nulls last`,
  });
  return new Map(
    rows.map((row) => [
      row.userId,
      { ban: banOf(row), ends: asked + (row.left ?? Number.POSITIVE_INFINITY) },
    ]),
  );
};

/** Who may not trade, at most two seconds old: a trade is not to cost one query more for the few who are banned. */
export const createBanBoard = (pool: Pool, now: () => number = () => performance.now()): BanBoard => {
  const bans = remember(() => readTradingBans(pool, now), now);
  return {
    requireTrading: async (userId) => {
      const known = (await bans.current()).get(userId);
      // What ends while it is remembered has ended.
      if (known && known.ends > now()) throw banned(known.ban);
    },
    forget: bans.forget,
  };
};
