import type { UserId } from '@mesh-markets/contract';
import type { Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';

/** @throws Refusal FORBIDDEN */
export const requireAdmin = async (reader: Reader, userId: UserId): Promise<void> => {
  const { rowCount } = await reader.query(`select from users where id = $1 and role = 'admin'`, [userId]);
  if (rowCount !== 1) throw new Refusal('FORBIDDEN', 'Only an admin may do this.');
};
