import type { Role, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { requireAdmin } from '../analytics/requireAdmin.ts';
import type { Account } from '../api.ts';
import { endSessions } from '../members/sessions.ts';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';
import { writeDeed } from './writeDeed.ts';

const given: Readonly<Record<Role, string>> = {
  user: 'an ordinary person',
  moderator: 'a moderator',
  admin: 'an admin',
};

/**
 * Gives somebody a role; the one they have changes nothing. `by` is absent for an operator at the command line.
 * @throws Refusal FORBIDDEN (no admin; oneself), NOT_FOUND
 */
export const setRole = (
  pool: Pool,
  who: { readonly userId: UserId } | { readonly handle: string },
  role: Role,
  by?: UserId,
): Promise<Account> =>
  transaction(pool, async (tx) => {
    // Both under their locks, so that two admins who take the role from each other do not both lose it.
    const { rows } = await tx.query<Account>(
      `select id::text as "userId", handle, name, role from users
        where ${'userId' in who ? 'id = $1::bigint' : 'handle = $1'} or id = $2 order by users.id for no key update`,
      ['userId' in who ? who.userId : who.handle, by ?? null],
    );
    if (by !== undefined) await requireAdmin(tx, by);
    const found = rows.find((row) =>
      'userId' in who ? row.userId === who.userId : row.handle === who.handle,
    );
    if (!found) throw new Refusal('NOT_FOUND', 'There is no such account.');
    if (found.userId === by)
      throw new Refusal('FORBIDDEN', 'Ask another admin: nobody changes their own role.');
    if (found.role === role) return found;
    await tx.query('update users set role = $2 where id = $1', [found.userId, role]);
    // Whoever may do more, or less, than before signs in for it.
    if (by !== undefined) await endSessions(tx, found.userId);
    await writeDeed(tx, { kind: 'ROLE_GIVEN', by, userId: found.userId, detail: `Is now ${given[role]}.` });
    return { ...found, role };
  });
