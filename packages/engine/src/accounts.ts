import type { ApiKey, ApiKeyId, Me, Role, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Engine, Identity } from './api.ts';
import { getMe } from './reads/people.ts';
import { iso } from './reads/rows.ts';
import { Refusal } from './refusal.ts';
import { sqlState } from './transaction.ts';

const UNIQUE_VIOLATION = '23505';

/** @throws Refusal HANDLE_TAKEN, NOT_FOUND */
export const updateMe = async (
  pool: Pool,
  userId: UserId,
  change: { name?: string | undefined; handle?: string | undefined; bot?: boolean | undefined },
): Promise<Me> => {
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

/** SHA-256 of an API key's secret to identity; undefined when unknown or revoked. */
export const findApiKey = async (pool: Pool, secretHash: Buffer): Promise<Identity | undefined> => {
  const { rows } = await pool.query<Identity & { stale: boolean; keyId: ApiKeyId }>({
    name: 'find_api_key',
    text: `select u.id::text as "userId", u.role, k.id::text as "keyId",
                  k.last_used_at is null or k.last_used_at < now() - interval '1 minute' as stale,
                  coalesce(a.two_factor_enabled, false) or exists (select from passkey p where p.auth_user_id = u.auth_user_id) as strong
             from api_key k join users u on u.id = k.user_id left join auth_user a on a.id = u.auth_user_id
            where k.secret_hash = $1 and k.revoked_at is null`,
    values: [secretHash],
  });
  const row = rows[0];
  if (!row) return undefined;
  // To the minute is enough for a person looking for keys nobody uses, and keeps a write off most requests.
  if (row.stale) await pool.query('update api_key set last_used_at = now() where id = $1', [row.keyId]);
  return { userId: row.userId, role: row.role, keyId: row.keyId, strong: row.strong };
};

interface KeyRow {
  readonly id: ApiKeyId;
  readonly name: string;
  readonly prefix: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

const KEY_COLUMNS = 'id::text as id, name, prefix, created_at, last_used_at';

const keyOf = (row: KeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  createdAt: iso(row.created_at),
  ...(row.last_used_at === null ? {} : { lastUsedAt: iso(row.last_used_at) }),
});

export const createApiKey = async (
  pool: Pool,
  key: { userId: UserId; name: string; prefix: string; secretHash: Buffer },
): Promise<ApiKey> => {
  const { rows } = await pool.query<KeyRow>(
    `insert into api_key (user_id, name, prefix, secret_hash) values ($1, $2, $3, $4) returning ${KEY_COLUMNS}`,
    [key.userId, key.name, key.prefix, key.secretHash],
  );
  return keyOf(rows[0]!);
};

export const listApiKeys = async (pool: Pool, userId: UserId): Promise<ApiKey[]> => {
  const { rows } = await pool.query<KeyRow>(
    `select ${KEY_COLUMNS} from api_key where user_id = $1 and revoked_at is null order by api_key.id`,
    [userId],
  );
  return rows.map(keyOf);
};

/** @throws Refusal NOT_FOUND */
export const revokeApiKey = async (pool: Pool, userId: UserId, id: string): Promise<void> => {
  const { rowCount } = await pool.query(
    'update api_key set revoked_at = now() where id = $1 and user_id = $2 and revoked_at is null',
    [id, userId],
  );
  if (rowCount === 0) throw new Refusal('NOT_FOUND', 'There is no such key.');
};

/** Deletes idempotency keys older than the given number of hours. */
export const expireIdempotencyKeys = async (pool: Pool, hours: number): Promise<{ deleted: number }> => {
  const { rowCount } = await pool.query(
    `delete from idempotency_key where created_at < mesh_now() - make_interval(hours => $1)`,
    [hours],
  );
  return { deleted: rowCount ?? 0 };
};
