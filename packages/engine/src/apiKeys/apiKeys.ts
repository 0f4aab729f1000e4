import {
  type ApiKey,
  type ApiKeyId,
  type KeyScope,
  MAX_API_KEYS,
  type Role,
  type UserId,
} from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Identity, NewApiKey } from '../api.ts';
import { lockWallet } from '../locks.ts';
import { iso } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';

/** SQL: a key of the alias `k` can be used. By the real clock, whatever time the books are told. */
const IN_FORCE = 'k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp())';

interface FoundKey {
  readonly userId: UserId;
  readonly role: Role;
  readonly keyId: ApiKeyId;
  readonly scopes: readonly KeyScope[];
  readonly staff: boolean;
  readonly expiresAt: Date | null;
  readonly strong: boolean;
  readonly stale: boolean;
}

/** To the minute is enough for a person looking for keys nobody uses, and keeps a write off most requests; nobody waits for it. */
const noteUse = (pool: Pool, keyId: ApiKeyId): void => {
  pool
    .query(
      `update api_key set last_used_at = date_trunc('minute', now())
        where id = $1 and (last_used_at is null or last_used_at < date_trunc('minute', now()))`,
      [keyId],
    )
    // The next use notes itself.
    .catch(() => undefined);
};

/** SHA-256 of an API key's secret to identity; undefined when unknown, revoked or expired. */
export const findApiKey = async (pool: Pool, secretHash: Buffer): Promise<Identity | undefined> => {
  const { rows } = await pool.query<FoundKey>({
    name: 'find_api_key',
    text: `select u.id::text as "userId", u.role, k.id::text as "keyId", k.scopes, coalesce(k.staff_role = u.role, false) as staff,
                  k.expires_at as "expiresAt", k.last_used_at is null or k.last_used_at < date_trunc('minute', now()) as stale,
                  coalesce(a.two_factor_enabled, false) or exists (select from passkey p where p.auth_user_id = u.auth_user_id) as strong
             from api_key k join users u on u.id = k.user_id left join auth_user a on a.id = u.auth_user_id
            where k.secret_hash = $1 and ${IN_FORCE}`,
    values: [secretHash],
  });
  const row = rows[0];
  if (!row) return undefined;
  const { userId, keyId, scopes, staff, strong } = row;
  if (row.stale) noteUse(pool, keyId);
  return {
    userId,
    role: staff ? row.role : 'user',
    apiKey: { id: keyId, scopes, staff },
    strong,
    ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt }),
  };
};

interface KeyRow {
  readonly id: ApiKeyId;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: KeyScope[];
  readonly staff: boolean;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
}

const KEY_COLUMNS =
  'id::text as id, name, prefix, scopes, staff_role is not null as staff, created_at, expires_at, last_used_at';

const keyOf = (row: KeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  ...(row.staff ? { staff: true } : {}),
  createdAt: iso(row.created_at),
  ...(row.expires_at === null ? {} : { expiresAt: iso(row.expires_at) }),
  ...(row.last_used_at === null ? {} : { lastUsedAt: iso(row.last_used_at) }),
});

const ALL: readonly KeyScope[] = ['read', 'trade', 'manage'];

/**
 * Makes a key, with the role of its owner if it may manage.
 * @throws Refusal NOT_FOUND (account), VALIDATION_FAILED (expires in the past), TOO_MANY_KEYS
 */
export const createApiKey = (pool: Pool, key: NewApiKey): Promise<ApiKey> =>
  transaction(pool, async (tx) => {
    // Orders the keys of one person, so that they can be counted.
    await lockWallet(tx, key.userId);
    const { rows: counted } = await tx.query<{ count: number; future: boolean }>(
      `select count(*)::int as count, coalesce($2::timestamptz > clock_timestamp(), true) as future
         from api_key k where k.user_id = $1 and ${IN_FORCE}`,
      [key.userId, key.expiresAt ?? null],
    );
    if (!counted[0]!.future)
      throw new Refusal('VALIDATION_FAILED', 'A key has to expire in the future.', {
        facts: { path: 'expiresAt' },
      });
    if (counted[0]!.count >= MAX_API_KEYS)
      throw new Refusal('TOO_MANY_KEYS', `You have ${MAX_API_KEYS} API keys. Revoke one first.`);
    const { rows } = await tx.query<KeyRow>(
      `insert into api_key (user_id, name, prefix, secret_hash, scopes, expires_at, staff_role)
       select id, $2, $3, $4, $5, $6, case when 'manage' = any ($5::text[]) then nullif(role, 'user') end
         from users where id = $1 returning ${KEY_COLUMNS}`,
      [key.userId, key.name, key.prefix, key.secretHash, key.scopes ?? ALL, key.expiresAt ?? null],
    );
    return keyOf(rows[0]!);
  });

/** Keys that are not revoked; an expired one stays in the list until it is. */
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
