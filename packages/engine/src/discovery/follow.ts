import {
  type Follows,
  MAX_FOLLOWED_MARKETS,
  MAX_FOLLOWED_USERS,
  type MarketId,
  type UserId,
} from '@mesh-markets/contract';
import type { Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { getFollows, personOf } from './readFollows.ts';

const tooMany = (what: string, most: number): Refusal =>
  new Refusal(
    'TOO_MANY_FOLLOWED',
    `You follow ${most} ${what}, which is the most. Stop following some first.`,
  );

/** @throws Refusal NOT_FOUND, VALIDATION_FAILED (oneself), TOO_MANY_FOLLOWED */
export const followUser = async (reader: Reader, userId: UserId, handle: string): Promise<Follows> => {
  const followee = await personOf(reader, handle);
  if (followee === userId) throw new Refusal('VALIDATION_FAILED', 'You cannot follow yourself.');
  const { rows } = await reader.query<{ full: boolean }>({
    name: 'follow_user',
    text: `with added as (
        insert into follow_user (follower_id, followee_id)
        select $1, $2 where (select count(*) from follow_user where follower_id = $1) < ${MAX_FOLLOWED_USERS}
        on conflict do nothing returning followee_id)
      select not exists (select from added) and not exists (select from follow_user where follower_id = $1 and followee_id = $2)
             and (select count(*) from follow_user where follower_id = $1) >= ${MAX_FOLLOWED_USERS} as full`,
    values: [userId, followee],
  });
  if (rows[0]!.full) throw tooMany('people', MAX_FOLLOWED_USERS);
  return getFollows(reader, handle, userId);
};

/** @throws Refusal NOT_FOUND */
export const unfollowUser = async (reader: Reader, userId: UserId, handle: string): Promise<Follows> => {
  const followee = await personOf(reader, handle);
  await reader.query('delete from follow_user where follower_id = $1 and followee_id = $2', [
    userId,
    followee,
  ]);
  return getFollows(reader, handle, userId);
};

const requireMarket = async (reader: Reader, marketId: MarketId): Promise<void> => {
  const { rowCount } = await reader.query('select from prediction_market where id = $1', [marketId]);
  if (rowCount === 0) throw new Refusal('NOT_FOUND', 'There is no such market.');
};

/** @throws Refusal NOT_FOUND, TOO_MANY_FOLLOWED */
export const followMarket = async (
  reader: Reader,
  userId: UserId,
  marketId: MarketId,
): Promise<{ following: boolean }> => {
  await requireMarket(reader, marketId);
  const { rows } = await reader.query<{ full: boolean }>({
    name: 'follow_market',
    text: `with added as (
        insert into follow_market (user_id, market_id)
        select $1, $2 where (select count(*) from follow_market where user_id = $1) < ${MAX_FOLLOWED_MARKETS}
        on conflict do nothing returning market_id)
      select not exists (select from added) and not exists (select from follow_market where user_id = $1 and market_id = $2)
             and (select count(*) from follow_market where user_id = $1) >= ${MAX_FOLLOWED_MARKETS} as full`,
    values: [userId, marketId],
  });
  if (rows[0]!.full) throw tooMany('markets', MAX_FOLLOWED_MARKETS);
  return { following: true };
};

/** @throws Refusal NOT_FOUND */
export const unfollowMarket = async (
  reader: Reader,
  userId: UserId,
  marketId: MarketId,
): Promise<{ following: boolean }> => {
  await requireMarket(reader, marketId);
  await reader.query('delete from follow_market where user_id = $1 and market_id = $2', [userId, marketId]);
  return { following: false };
};
