import type { UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { Refusal } from '../refusal.ts';

const MOST_KNOWN = 100_000;

export interface VerifiedBoard {
  /** @throws Refusal EMAIL_UNVERIFIED */
  readonly requireVerified: (userId: UserId) => Promise<void>;
}

/** Who has confirmed their address, where that is required. An address once confirmed stays so, so only the answer no is asked for again. */
export const createVerifiedBoard = (pool: Pool, required: boolean): VerifiedBoard => {
  const known = new Set<UserId>();
  return {
    requireVerified: async (userId) => {
      if (!required || known.has(userId)) return;
      const { rowCount } = await pool.query({
        name: 'find_unverified',
        text: `select from users u join auth_user a on a.id = u.auth_user_id where u.id = $1 and not a.email_verified`,
        values: [userId],
      });
      if (rowCount !== 0) throw new Refusal('EMAIL_UNVERIFIED');
      if (known.size >= MOST_KNOWN) known.clear();
      known.add(userId);
    },
  };
};
