import type { Role, UserId } from '@mesh-markets/contract';
import type { Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';

/** Moderators and admins. @throws Refusal FORBIDDEN */
export const requireModerator = async (reader: Reader, userId: UserId): Promise<Exclude<Role, 'user'>> => {
  const { rows } = await reader.query<{ role: Exclude<Role, 'user'> }>(
    `select role from users where id = $1 and role in ('moderator', 'admin')`,
    [userId],
  );
  if (!rows[0]) throw new Refusal('FORBIDDEN', 'Only a moderator or an admin may do this.');
  return rows[0].role;
};
