import type { Post } from '@mesh-markets/contract';
import { notHidden } from '../authority/hidePost.ts';
import { readPostRows } from '../reads/postRows.ts';
import type { Reader, Viewing } from '../reads/rows.ts';

/** A market that moved much in a day was traded in it, so it is among the hottest. */
const LOOKED_AT = 50;
/** Half a percentage point; less is no news. */
const LEAST_MOVE = 0.005;

const movedPage = (rows: number): string => `
  select id, -moved as place from (
      select m.id, (select abs(last.probabilities[1] - before.probabilities[1])
                      from trade last, trade before
                     where last.market_id = m.id and last.seq = m.seq
                       and before.market_id = m.id and before.seq = greatest(1, (select seq_at(m.id, mesh_now() - interval '24 hours')))) as moved
        from (select market_id from market_trend order by heat desc, market_id desc limit ${LOOKED_AT}) as hot
        join prediction_market m on m.id = hot.market_id
       where m.state = 'OPEN' and m.closes_at > (select mesh_now()) and m.seq > 1 and ${notHidden('m.id')}) as measured
   where moved >= ${LEAST_MOVE}
   order by moved desc, id desc limit ${rows}`;

/** Open markets much traded now, by how far the odds of their first outcome moved since yesterday. */
export const listMovers = async (
  reader: Reader,
  limit: number,
  viewer: Viewing,
): Promise<{ posts: Post[] }> => {
  const page = { name: `list_movers_${limit}`, text: movedPage(limit), values: [] };
  const rows = await readPostRows(reader, page, viewer);
  return { posts: rows.map(({ post }) => post) };
};
