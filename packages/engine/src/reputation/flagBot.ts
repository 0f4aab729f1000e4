import type { BotFlag, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { Refusal } from '../refusal.ts';

/** Says of somebody that it is a program, or that it is not. Without a `userId` it is the operator who says so. @throws Refusal FORBIDDEN, NOT_FOUND */
export const flagBot = async (
  pool: Pool,
  { userId, handle, bot }: { userId?: UserId; handle: string; bot: boolean },
): Promise<BotFlag> => {
  const { rows } = await pool.query<{ allowed: boolean; flagged: string | null }>(
    `with asked as (select $1::bigint is null or exists (select from users where id = $1 and role = 'admin') as allowed),
     flagged as (update users set is_bot = $3 where handle = $2 and (select allowed from asked) returning handle)
     select asked.allowed, flagged.handle as flagged from asked left join flagged on true`,
    [userId ?? null, handle, bot],
  );
  const { allowed, flagged } = rows[0]!;
  if (!allowed) throw new Refusal('FORBIDDEN', 'Only an admin says this of somebody else.');
  if (flagged === null) throw new Refusal('NOT_FOUND', 'There is nobody with that handle.');
  return { handle: flagged, bot };
};
