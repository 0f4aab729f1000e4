import type { Pool } from 'pg';
import { dropResetLinks } from '../members/tokens.ts';

/** The session began with a passkey, or its owner made one in it. */
export const notePasskeySession = async (pool: Pool, token: string): Promise<void> => {
  await pool.query('update auth_session set by_passkey = true where token = $1', [token]);
};

/**
 * Codes were turned on or off in the session of `keep`. Every other one ends, and so does whatever else was under way: the trust in browsers that
 * skip the code is kept like a link.
 */
export const noteEnrolment = async (pool: Pool, authUserId: string, keep: string): Promise<void> => {
  await pool.query('delete from auth_session where user_id = $1 and token <> $2', [authUserId, keep]);
  await dropResetLinks(pool, authUserId);
};
