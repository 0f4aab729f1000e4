import type { Fact } from '../outbox/facts.ts';
import type { Candidates } from './tell.ts';

const EXCERPT = 140;

const subjectsOf = (facts: readonly Fact[]): readonly unknown[] => [facts.map(({ subjectId }) => subjectId)];

/** Comments that are still there when somebody is to be told of them. */
const COMMENTS = `(select c.*, m.id as market_id, left(regexp_replace(c.body, '\\s+', ' ', 'g'), ${EXCERPT}) as excerpt
   from comment c left join prediction_market m on m.id = c.post_id where c.id = any ($1::bigint[]) and c.deleted_at is null)`;

const MENTIONED = `(select m.comment_id, m.user_id from comment_mention m where m.comment_id = any ($1::bigint[]))`;
const ANSWERED = `(select c.id as comment_id, parent.author_id as user_id from comment c join comment parent on parent.id = c.parent_id
   where c.id = any ($1::bigint[]) and parent.deleted_at is null)`;

/** Told the nearest way only: who is named hears of that, and not of the answer that it also is. */
export const mentionsAndReplies = (facts: readonly Fact[]): Candidates => ({
  repeated: 'ONCE',
  values: subjectsOf(facts),
  query: `
    select distinct on (who.user_id, c.id) who.user_id, who.kind, c.market_id, c.post_id, c.id as comment_id, c.author_id as actor_id,
           jsonb_build_object('excerpt', c.excerpt) as figures, 'COMMENT:' || c.id as key, 1 as times, c.created_at
      from ${COMMENTS} as c
      join (select *, 'MENTION' as kind from ${MENTIONED} as mentioned
            union all select *, 'REPLY' from ${ANSWERED} as answered) as who on who.comment_id = c.id
     where who.user_id <> c.author_id
     order by who.user_id, c.id, who.kind`,
});

/** Tells the author of a post of what is said under it; a day of it is one entry while it is unread. */
export const comments = (facts: readonly Fact[]): Candidates => ({
  repeated: 'FOLDED',
  values: subjectsOf(facts),
  query: `
    select distinct on (post.id, key) post.author_id as user_id, 'COMMENT' as kind, c.market_id, c.post_id, c.id as comment_id,
           c.author_id as actor_id, jsonb_build_object('excerpt', c.excerpt) as figures,
           'COMMENT:' || c.post_id || ':' || to_char(c.created_at at time zone 'UTC', 'YYYYMMDD') as key,
           count(*) over (partition by c.post_id, (c.created_at at time zone 'UTC')::date)::int as times, c.created_at
      from ${COMMENTS} as c join post on post.id = c.post_id
     where post.author_id <> c.author_id
       and not exists (select from ${MENTIONED} as m where m.comment_id = c.id and m.user_id = post.author_id)
       and not exists (select from ${ANSWERED} as a where a.comment_id = c.id and a.user_id = post.author_id)
     order by post.id, key, c.id desc`,
});

/** Who follows, unfollows and follows again is told of once. */
export const followers = (facts: readonly Fact[]): Candidates => ({
  repeated: 'ONCE',
  values: [
    facts.map(({ userId }) => userId),
    facts.map(({ subjectId }) => subjectId),
    facts.map(({ createdAt }) => createdAt),
  ],
  query: `
    select distinct on (f.followed, f.follower) f.followed as user_id, 'FOLLOWER' as kind, null::bigint as market_id, null::bigint as post_id,
           null::bigint as comment_id, f.follower as actor_id, '{}'::jsonb as figures, 'FOLLOWER:' || f.follower as key, 1 as times,
           f.created_at
      from unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) as f (follower, followed, created_at)
     where f.follower <> f.followed
     order by f.followed, f.follower, f.created_at`,
});

/** Tells followers of what somebody asked. */
export const questions = (facts: readonly Fact[]): Candidates => ({
  repeated: 'ONCE',
  values: [facts.map(({ marketId }) => marketId)],
  query: `
    select f.follower_id as user_id, 'QUESTION' as kind, m.id as market_id, null::bigint as post_id, null::bigint as comment_id,
           m.creator_id as actor_id, '{}'::jsonb as figures, 'QUESTION:' || m.id as key, 1 as times, m.created_at
      from prediction_market m join follow_user f on f.followee_id = m.creator_id
     where m.id = any ($1::bigint[])`,
});
