import type { ProfitDay } from '@mesh-markets/contract';
import type { Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';

/** What a person realised on each day they traded or were paid, oldest first. @throws Refusal NOT_FOUND */
export const getProfitHistory = async (reader: Reader, handle: string): Promise<{ days: ProfitDay[] }> => {
  const { rows } = await reader.query<{ days: ProfitDay[] }>(
    `select coalesce((select json_agg(json_build_object('day', starts, 'realised', realised + own_realised, 'volume', volume + own_volume,
                                                        'trades', trades + own_trades) order by starts)
                        from profit_period where user_id = u.id and period = 'DAY'), '[]') as days
       from users u where u.handle = $1`,
    [handle],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is nobody with that handle.');
  return rows[0];
};
