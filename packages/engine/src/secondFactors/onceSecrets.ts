import type { Pool } from 'pg';
import { makeToken } from '../members/tokens.ts';

/** What a secret is good for. */
export type OncePurpose = 'passkey sign-in' | 'new passkey' | 'provider sign-in';

const identifierOf = (purpose: OncePurpose, hash: Buffer): string =>
  `${purpose} ${hash.toString('base64url')}`;

export interface NewOnceSecret {
  readonly purpose: OncePurpose;
  /** Of the secret, which is not kept itself. */
  readonly hash: Buffer;
  /** What it brings back. */
  readonly value: string;
  readonly seconds: number;
}

export const keepSecret = async (
  pool: Pool,
  { purpose, hash, value, seconds }: NewOnceSecret,
): Promise<void> => {
  await pool.query(
    `insert into auth_verification (id, identifier, value, expires_at) values ($1, $2, $3, now() + make_interval(secs => $4))`,
    [makeToken(), identifierOf(purpose, hash), value, seconds],
  );
};

/** Spends a secret: whoever comes second, or too late, gets undefined. */
export const takeSecret = async (
  pool: Pool,
  purpose: OncePurpose,
  hash: Buffer,
): Promise<string | undefined> => {
  const { rows } = await pool.query<{ value: string; inTime: boolean }>(
    `delete from auth_verification where identifier = $1 returning value, expires_at > now() as "inTime"`,
    [identifierOf(purpose, hash)],
  );
  return rows[0]?.inTime === true ? rows[0].value : undefined;
};
