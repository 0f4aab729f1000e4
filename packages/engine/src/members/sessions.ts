import type { UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { iso, type Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { makeToken } from './tokens.ts';

/** A browser that somebody is signed in with. */
export interface SessionFacts {
  readonly id: string;
  readonly userAgent: string;
  /** Of the network, not of the machine. */
  readonly network?: string;
  readonly startedAt: string;
  readonly lastSeenAt: string;
  readonly current: boolean;
}

interface SessionRow {
  readonly id: string;
  readonly user_agent: string | null;
  readonly ip_address: string | null;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly current: boolean;
}

/** The session of `token` first, then the latest. */
export const listSessions = async (pool: Pool, userId: UserId, token: string): Promise<SessionFacts[]> => {
  const { rows } = await pool.query<SessionRow>(
    `select s.id, s.user_agent, s.ip_address, s.created_at, s.last_seen_at, s.token = $2 as current
       from users u join auth_session s on s.user_id = u.auth_user_id
      where u.id = $1 and s.expires_at > clock_timestamp() order by current desc, s.last_seen_at desc, s.id limit 100`,
    [userId, token],
  );
  return rows.map((row) => ({
    id: row.id,
    userAgent: row.user_agent ?? '',
    ...(row.ip_address ? { network: row.ip_address } : {}),
    startedAt: iso(row.created_at),
    lastSeenAt: iso(row.last_seen_at),
    current: row.current,
  }));
};

const OF_PERSON = 'user_id = (select auth_user_id from users where id = $1)';

/** Ends a session of this person; answers its token, for whoever remembers it. @throws Refusal NOT_FOUND */
export const endSession = async (pool: Pool, userId: UserId, id: string): Promise<string> => {
  const { rows } = await pool.query<{ token: string }>(
    `delete from auth_session where ${OF_PERSON} and id = $2 returning token`,
    [userId, id],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'This browser is signed out already.');
  return rows[0].token;
};

/** Ends every session of this person, or every one but `keep`. */
export const endSessions = async (
  reader: Reader,
  userId: UserId,
  keep?: string,
): Promise<{ ended: number }> => {
  const { rowCount } = await reader.query(
    `delete from auth_session where ${OF_PERSON} and token is distinct from $2`,
    [userId, keep ?? null],
  );
  return { ended: rowCount ?? 0 };
};

/** Gives a session a new secret and ends the old one; undefined where that is over. */
export const rotateSession = async (
  pool: Pool,
  token: string,
): Promise<{ token: string; expiresAt: Date } | undefined> => {
  const fresh = makeToken();
  const { rows } = await pool.query<{ expires_at: Date }>(
    `update auth_session set token = $2, updated_at = now() where token = $1 and expires_at > clock_timestamp() returning expires_at`,
    [token, fresh],
  );
  return rows[0] && { token: fresh, expiresAt: rows[0].expires_at };
};
