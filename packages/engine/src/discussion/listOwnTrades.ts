import type { AnswerOf, PostId, UserId } from '@mesh-markets/contract';
import type { Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { commentTradeOf, type TradeJson, tradeColumns } from './commentRows.ts';

const LATEST = 50;

/** A person's latest trades in a market, newest first; none under a post that is no market. @throws Refusal NOT_FOUND */
export const listOwnTrades = async (
  reader: Reader,
  postId: PostId,
  userId: UserId,
): Promise<AnswerOf<'listOwnTrades'>> => {
  const { rows } = await reader.query<{ [Column in keyof TradeJson]: TradeJson[Column] | null }>(
    `select own.* from post words left join lateral (
       select ${tradeColumns} from trade t where t.market_id = words.id and t.user_id = $2 order by t.seq desc limit ${LATEST}) as own on true
      where words.id = $1 order by own.seq desc`,
    [postId, userId],
  );
  if (rows.length === 0) throw new Refusal('NOT_FOUND', 'There is no such post.');
  return { trades: (rows.filter((row) => row.seq !== null) as TradeJson[]).map(commentTradeOf) };
};
