import type { Passkey, PasskeyId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { iso } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { sqlState, transaction } from '../transaction.ts';
import { requireOtherWay, type SignInWays } from './ways.ts';

const UNIQUE_VIOLATION = '23505';
/** Nobody has more devices. */
const MOST = 20;

export interface NewPasskey {
  readonly authUserId: string;
  readonly name: string;
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly synced: boolean;
}

/** A passkey as its next use is checked against. */
export interface StoredPasskey {
  readonly id: PasskeyId;
  readonly authUserId: string;
  readonly credentialId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly transports: readonly string[];
}

interface PasskeyRow {
  readonly id: PasskeyId;
  readonly name: string;
  readonly synced: boolean;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

const SHOWN = 'passkey.id::text as id, name, synced, created_at, last_used_at';

const passkeyOf = (row: PasskeyRow): Passkey => ({
  id: row.id,
  name: row.name,
  synced: row.synced,
  createdAt: iso(row.created_at),
  ...(row.last_used_at === null ? {} : { lastUsedAt: iso(row.last_used_at) }),
});

export const listPasskeys = async (
  pool: Pool,
  authUserId: string,
): Promise<(Passkey & { credentialId: string; transports: string[] })[]> => {
  const { rows } = await pool.query<PasskeyRow & { credentialId: string; transports: string[] }>(
    `select ${SHOWN}, credential_id as "credentialId", transports from passkey where auth_user_id = $1 order by passkey.id`,
    [authUserId],
  );
  return rows.map((row) => ({
    ...passkeyOf(row),
    credentialId: row.credentialId,
    transports: row.transports,
  }));
};

/** @throws Refusal PASSKEY_REFUSED (known already, or too many) */
export const addPasskey = (pool: Pool, key: NewPasskey): Promise<Passkey> =>
  transaction(pool, async (tx) => {
    await tx.query('select from auth_user where id = $1 for no key update', [key.authUserId]);
    const { rows: counted } = await tx.query<{ count: number }>(
      'select count(*)::int as count from passkey where auth_user_id = $1',
      [key.authUserId],
    );
    if (counted[0]!.count >= MOST) {
      throw new Refusal('PASSKEY_REFUSED', `You can have ${MOST} passkeys. Remove one first.`);
    }
    try {
      const { rows } = await tx.query<PasskeyRow>(
        `insert into passkey (auth_user_id, name, credential_id, public_key, counter, transports, synced)
         values ($1, $2, $3, $4, $5, $6, $7) returning ${SHOWN}`,
        [
          key.authUserId,
          key.name,
          key.credentialId,
          Buffer.from(key.publicKey),
          key.counter,
          key.transports,
          key.synced,
        ],
      );
      return passkeyOf(rows[0]!);
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      throw new Refusal('PASSKEY_REFUSED', 'This passkey belongs to an account already.');
    }
  });

export const findPasskey = async (pool: Pool, credentialId: string): Promise<StoredPasskey | undefined> => {
  const { rows } = await pool.query<Omit<StoredPasskey, 'publicKey'> & { publicKey: Buffer<ArrayBuffer> }>(
    `select id::text as id, auth_user_id as "authUserId", credential_id as "credentialId", public_key as "publicKey", counter, transports
       from passkey where credential_id = $1`,
    [credentialId],
  );
  return rows[0] && { ...rows[0], publicKey: new Uint8Array(rows[0].publicKey) };
};

/**
 * Notes that a passkey was used. Where its device counts, the count only grows: of a key and its copy one is refused, even when both
 * come at once.
 * @throws Refusal PASSKEY_REFUSED
 */
export const usePasskey = async (
  pool: Pool,
  { id, counter, synced }: { id: PasskeyId; counter: number; synced: boolean },
): Promise<void> => {
  const { rowCount } = await pool.query(
    `update passkey set counter = $2, synced = $3, last_used_at = now()
      where id = $1 and (counter < $2 or (counter = 0 and $2 = 0))`,
    [id, counter, synced],
  );
  if (rowCount === 0) throw new Refusal('PASSKEY_REFUSED');
};

/** @throws Refusal NOT_FOUND */
export const renamePasskey = async (
  pool: Pool,
  authUserId: string,
  id: PasskeyId,
  name: string,
): Promise<Passkey> => {
  const { rows } = await pool.query<PasskeyRow>(
    `update passkey set name = $3 where id = $1 and auth_user_id = $2 returning ${SHOWN}`,
    [id, authUserId, name],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such passkey.');
  return passkeyOf(rows[0]);
};

/** @throws Refusal NOT_FOUND, LAST_SIGN_IN */
export const removePasskey = (
  pool: Pool,
  authUserId: string,
  id: PasskeyId,
  ways: SignInWays,
): Promise<void> =>
  transaction(pool, async (tx) => {
    await tx.query('select from auth_user where id = $1 for no key update', [authUserId]);
    const { rowCount } = await tx.query('delete from passkey where id = $1 and auth_user_id = $2', [
      id,
      authUserId,
    ]);
    if (rowCount === 0) throw new Refusal('NOT_FOUND', 'There is no such passkey.');
    await requireOtherWay(tx, authUserId, ways);
  });
