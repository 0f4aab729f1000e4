import type { AnswerOf, Follows, UserId, UserSummary } from '@mesh-markets/contract';
import { decodeCursor, encodeCursor, pageOf, type Reader, userJson, type Viewing } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';

/** @throws Refusal NOT_FOUND */
export const personOf = async (reader: Reader, handle: string): Promise<UserId> => {
  const { rows } = await reader.query<{ id: UserId }>('select id::text as id from users where handle = $1', [
    handle,
  ]);
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is nobody with that handle.');
  return rows[0].id;
};

interface FollowsRow {
  readonly id: UserId;
  readonly followers: number;
  readonly following: number;
  readonly viewer_follows: boolean;
  readonly viewer_followed: boolean;
}

/** How many follow a person, how many they follow, and where the viewer is among them. @throws Refusal NOT_FOUND */
export const getFollows = async (reader: Reader, handle: string, viewer: Viewing): Promise<Follows> => {
  const { rows } = await reader.query<FollowsRow>({
    name: 'get_follows',
    text: `select u.id::text as id,
        (select count(*) from follow_user where followee_id = u.id) as followers,
        (select count(*) from follow_user where follower_id = u.id) as following,
        exists (select from follow_user where follower_id = $2::bigint and followee_id = u.id) as viewer_follows,
        exists (select from follow_user where follower_id = u.id and followee_id = $2::bigint) as viewer_followed
      from users u where u.handle = $1`,
    values: [handle, viewer ?? null],
  });
  const row = rows[0];
  if (!row) throw new Refusal('NOT_FOUND', 'There is nobody with that handle.');
  return {
    followers: row.followers,
    following: row.following,
    ...(viewer === undefined || viewer === row.id
      ? {}
      : { viewer: { following: row.viewer_follows, followed: row.viewer_followed } }),
  };
};

interface PageQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface PersonRow {
  readonly user: UserSummary;
  readonly since: string;
}

/** Postgres's own text of the moment: a Date would drop its microseconds, and with them rows. */
const listPeople =
  (name: string, of: string, listed: string) =>
  async (reader: Reader, handle: string, query: PageQuery): Promise<AnswerOf<'listFollowers'>> => {
    const [micros, id] = decodeCursor(query.cursor, 'whole', 'id') ?? [null, null];
    const person = await personOf(reader, handle);
    const { rows } = await reader.query<PersonRow>({
      name,
      text: `select ${userJson('u')} as "user", (extract(epoch from f.created_at) * 1000000)::bigint::text as since
          from follow_user f join users u on u.id = f.${listed}
         where f.${of} = $1 and (f.created_at, f.${listed}) <
           (coalesce(to_timestamp($2::bigint / 1000000.0), 'infinity'), coalesce($3::bigint, 0))
         order by f.created_at desc, f.${listed} desc limit $4::int`,
      values: [person, micros, id, query.limit + 1],
    });
    const { page, ...more } = pageOf(rows, query.limit, (last) => encodeCursor(last.since, last.user.id));
    return { users: page.map(({ user }) => user), ...more };
  };

/** @throws Refusal NOT_FOUND, VALIDATION_FAILED (cursor) */
export const listFollowers = listPeople('list_followers', 'followee_id', 'follower_id');
/** @throws Refusal NOT_FOUND, VALIDATION_FAILED (cursor) */
export const listFollowing = listPeople('list_following', 'follower_id', 'followee_id');
