import type { UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';

/** What is kept of everybody's apps and backup codes, as it stands in the table. */
export const readStoredCodes = async (pool: Pool): Promise<string> => {
  const { rows } = await pool.query<{ all: string }>(
    `select coalesce(string_agg(t::text, ' '), '') as all from auth_two_factor t`,
  );
  return rows[0]!.all;
};

/** Their address counts as confirmed. */
export const confirmAddress = async (pool: Pool, email: string): Promise<void> => {
  await pool.query('update auth_user set email_verified = true where email = $1', [email]);
};

/** Everybody signed in an hour earlier than they did. */
export const ageSessions = async (pool: Pool): Promise<void> => {
  await pool.query(`update auth_session set created_at = created_at - interval '1 hour'`);
};

/** Every link, challenge and journey that is under way comes too late. */
export const expireSecrets = async (pool: Pool): Promise<void> => {
  await pool.query('update auth_verification set expires_at = now()');
};

/** Takes the password from somebody. */
export const forgetPassword = async (pool: Pool, userId: UserId): Promise<void> => {
  await pool.query(
    'delete from auth_credential using users u where auth_credential.user_id = u.auth_user_id and u.id = $1',
    [userId],
  );
};
