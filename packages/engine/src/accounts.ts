import type { Me, Role, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Engine } from './api.ts';
import { requireOwnName } from './members/staffNames.ts';
import { getMe } from './reads/people.ts';
import { Refusal } from './refusal.ts';
import { sqlState } from './transaction.ts';

const UNIQUE_VIOLATION = '23505';

/** @throws Refusal HANDLE_TAKEN, NOT_FOUND, VALIDATION_FAILED for what looks like a name of the staff */
export const updateMe = async (
  pool: Pool,
  userId: UserId,
  change: { name?: string | undefined; handle?: string | undefined; bot?: boolean | undefined },
): Promise<Me> => {
  await requireOwnName(pool, change, userId);
  try {
    await pool.query(
      `update users set name = coalesce($2, name), handle = coalesce($3, handle), is_bot = coalesce($4, is_bot) where id = $1`,
      [userId, change.name ?? null, change.handle ?? null, change.bot ?? null],
    );
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw new Refusal('HANDLE_TAKEN');
    throw error;
  }
  return getMe(pool, userId);
};

export const hasAdmin = async (pool: Pool): Promise<boolean> => {
  const { rowCount } = await pool.query(`select from users where role = 'admin' limit 1`);
  return rowCount === 1;
};

interface SessionRow {
  readonly userId: UserId | null;
  readonly role: Role | null;
  readonly expiresAt: Date;
  readonly authUserId: string;
  readonly name: string;
  readonly signedInAt: Date;
  readonly strong: boolean;
  readonly stale: boolean;
}

/** Session token to identity; undefined when unknown or expired. */
export const findSession = async (pool: Pool, token: string): ReturnType<Engine['findSession']> => {
  const { rows } = await pool.query<SessionRow>({
    name: 'find_session',
    text: `select u.id::text as "userId", u.role, s.expires_at as "expiresAt", s.user_id as "authUserId", a.name,
                  s.created_at as "signedInAt", a.two_factor_enabled or s.by_passkey as strong,
                  s.last_seen_at < now() - interval '5 minutes' as stale
             from auth_session s join auth_user a on a.id = s.user_id left join users u on u.auth_user_id = s.user_id
            where s.token = $1 and s.expires_at > clock_timestamp()`,
    values: [token],
  });
  const row = rows[0];
  if (!row) return undefined;
  // To a few minutes is enough for a person looking for browsers that are not theirs.
  if (row.stale) await pool.query('update auth_session set last_seen_at = now() where token = $1', [token]);
  if (row.userId === null || row.role === null)
    return { userId: undefined, authUserId: row.authUserId, name: row.name };
  const { userId, role, expiresAt, authUserId, signedInAt, strong } = row;
  return { userId, role, expiresAt, authUserId, signedInAt, strong };
};

/** Deletes idempotency keys older than the given number of hours. */
export const expireIdempotencyKeys = async (pool: Pool, hours: number): Promise<{ deleted: number }> => {
  const { rowCount } = await pool.query(
    `delete from idempotency_key where created_at < mesh_now() - make_interval(hours => $1)`,
    [hours],
  );
  return { deleted: rowCount ?? 0 };
};
