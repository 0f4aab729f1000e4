import type { BotFlag, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { requireAdmin } from '../analytics/requireAdmin.ts';
import { writeDeed } from '../authority/writeDeed.ts';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';

/** Says of somebody that it is a program, or that it is not. Without a `userId` it is the operator who says so. @throws Refusal FORBIDDEN, NOT_FOUND */
export const flagBot = (
  pool: Pool,
  { userId, handle, bot }: { userId?: UserId; handle: string; bot: boolean },
): Promise<BotFlag> =>
  transaction(pool, async (tx) => {
    if (userId !== undefined) await requireAdmin(tx, userId);
    const { rows } = await tx.query<{ id: UserId }>(
      'update users set is_bot = $2 where handle = $1 returning id::text as id',
      [handle, bot],
    );
    if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is nobody with that handle.');
    await writeDeed(tx, {
      kind: 'BOT_FLAGGED',
      by: userId,
      userId: rows[0].id,
      detail: bot ? 'Is a bot.' : 'Is not a bot.',
    });
    return { handle, bot };
  });
