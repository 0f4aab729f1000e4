import { hash } from 'node:crypto';
import type { Pool } from 'pg';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';

/** Wrong codes in a row before somebody has to wait, and how long. */
const TRIES = 5;
const WAIT_MINUTES = 15;
/** Longer than a code of an app is good for, with clocks that differ. */
const CODE_LASTS = `interval '3 minutes'`;

/** Whose second step a browser is at, by what the auth library gave it after the password; it keeps the hash of that. */
export const findPendingSignIn = async (pool: Pool, identifier: string): Promise<string | undefined> => {
  const { rows } = await pool.query<{ value: string }>(
    'select value from auth_verification where identifier = $1 and expires_at > now()',
    [hash('sha256', identifier, 'base64url')],
  );
  return rows[0]?.value;
};

/**
 * Counts a code that somebody typed, before it is looked at: of two who type the same one at once only the first is heard.
 * @throws Refusal RATE_LIMITED (too many wrong ones), VALIDATION_FAILED (typed before)
 */
export const takeCode = (pool: Pool, authUserId: string, codeHash: Buffer): Promise<string> =>
  transaction(pool, async (tx) => {
    await tx.query('select from auth_user where id = $1 for no key update', [authUserId]);
    await tx.query(
      `delete from second_factor_try where auth_user_id = $1 and tried_at < now() - make_interval(mins => ${WAIT_MINUTES})`,
      [authUserId],
    );
    const { rows } = await tx.query<{ tries: number; wait: number; known: boolean }>(
      `select count(*) filter (where not worked and t.id > coalesce(lastly.id, 0))::int as tries,
              coalesce(ceil(extract(epoch from min(tried_at) filter (where not worked and t.id > coalesce(lastly.id, 0))
                + make_interval(mins => ${WAIT_MINUTES}) - now())), 0)::int as wait,
              coalesce(bool_or(code_hash = $2 and tried_at > now() - ${CODE_LASTS}), false) as known
         from second_factor_try t left join (
           select max(id) as id from second_factor_try where auth_user_id = $1 and worked) as lastly on true
        where auth_user_id = $1`,
      [authUserId, codeHash],
    );
    const { tries, wait, known } = rows[0]!;
    if (tries >= TRIES) {
      const minutes = Math.max(1, Math.ceil(wait / 60));
      throw new Refusal(
        'RATE_LIMITED',
        `Too many wrong codes. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
        { retryAfterSeconds: Math.max(1, wait) },
      );
    }
    if (known) {
      throw new Refusal('VALIDATION_FAILED', 'This code was typed before. Wait for the next one.', {
        facts: { path: 'code' },
      });
    }
    const made = await tx.query<{ id: string }>(
      'insert into second_factor_try (auth_user_id, code_hash) values ($1, $2) returning id::text as id',
      [authUserId, codeHash],
    );
    return made.rows[0]!.id;
  });

/** The code was right: those before it no longer count. */
export const codeWorked = async (pool: Pool, id: string): Promise<void> => {
  await pool.query('update second_factor_try set worked = true where id = $1', [id]);
};
