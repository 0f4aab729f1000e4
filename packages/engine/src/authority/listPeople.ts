import type { Ban, PersonFacts, Role, UserId, UserSummary } from '@mesh-markets/contract';
import { type IsDisposable, SIGNALS, type SignalFacts, signalsOf } from '../members/traces.ts';
import { beginsWith, iso, type Reader, userJson } from '../reads/rows.ts';
import { IN_FORCE } from './bans.ts';
import { requireModerator } from './requireRole.ts';

const MOST_PEOPLE = 20;

interface PersonRow {
  readonly user: UserSummary;
  readonly role: Role;
  readonly bot: boolean;
  readonly created_at: Date;
  readonly markets: number;
  readonly posts: number;
  readonly comments: number;
  readonly volume: number;
  readonly reports: number;
  readonly bans: (Omit<Ban, 'until' | 'at'> & { at: string; until: string | null })[];
  /** For admins. */
  readonly signals?: SignalFacts;
}

/** SQL of everything about the people whose (id, place) are given, each figure a walk of that person's own rows. */
const facts = (picked: string, more = ''): string => `
  with reported as materialized (
    select coalesce(c.author_id, p.author_id) as author_id, count(*) as reports
      from report r join post p on p.id = r.post_id left join comment c on c.id = r.comment_id group by 1)
  select ${userJson('u')} as user, u.role, u.is_bot as bot, u.created_at,
         (select count(*) from prediction_market m where m.creator_id = u.id) as markets,
         (select count(*) from post p where p.author_id = u.id and p.type = 'TEXT') as posts,
         (select count(*) from comment c where c.author_id = u.id and c.deleted_at is null) as comments,
         coalesce((select sum(paid + received) from position where user_id = u.id), 0)::bigint as volume,
         coalesce((select reports from reported where author_id = u.id), 0) as reports,
         coalesce((select json_agg(json_build_object('id', b.id::text, 'scope', b.scope, 'reason', b.reason, 'until', b.until,
                                                     'at', b.banned_at, 'by', ${userJson('banner')}) order by b.id)
                     from ban b join users banner on banner.id = b.banned_by where b.user_id = u.id and ${IN_FORCE}), '[]') as bans${more}
    from (${picked}) as picked join users u on u.id = picked.id order by picked.place, u.id desc`;

const factsOf = (
  { created_at, bans, signals, ...row }: PersonRow,
  isDisposable?: IsDisposable,
): PersonFacts => ({
  ...row,
  joinedAt: iso(created_at),
  ...(signals === undefined ? {} : { signals: signalsOf(signals, isDisposable) }),
  bans: bans.map(({ until, at, ...ban }) => ({
    ...ban,
    at: iso(at),
    ...(until === null ? {} : { until: iso(until) }),
  })),
});

/** One person, to answer what was just done to them. */
export const personFacts = async (reader: Reader, userId: UserId): Promise<PersonFacts> => {
  const { rows } = await reader.query<PersonRow>(facts('select $1::bigint as id, 1 as place'), [userId]);
  return factsOf(rows[0]!);
};

const FOUND = `
  select id, min(place) as place from (
    (select id, 1 as place from users where handle like $1 order by handle limit ${MOST_PEOPLE}) union all
    (select id, 2 from users where lower(name) like $1 order by lower(name) limit ${MOST_PEOPLE})) as either
   group by id order by place, id limit ${MOST_PEOPLE}`;

const OF_NOTE = `
  select id, min(place) as place from (
    (select id, 1 as place from users where role <> 'user' order by id limit ${MOST_PEOPLE}) union all
    (select b.user_id, 2 from ban b where ${IN_FORCE} order by b.id desc limit ${MOST_PEOPLE}) union all
    (select id, 3 from users order by id desc limit ${MOST_PEOPLE})) as any_of
   group by id order by place, id desc limit ${2 * MOST_PEOPLE}`;

/**
 * Those whose handle or name begins with the query; without one whoever has a role, whoever is banned, then who came last.
 * @throws Refusal FORBIDDEN
 */
export const listPeople = async (
  reader: Reader,
  by: UserId,
  query: string | undefined,
  isDisposable?: IsDisposable,
): Promise<{ people: PersonFacts[] }> => {
  const role = await requireModerator(reader, by);
  const more = role === 'admin' ? `, ${SIGNALS} as signals` : '';
  const words = query?.replace(/^@/, '').toLowerCase() ?? '';
  const { rows } =
    words === ''
      ? await reader.query<PersonRow>(facts(OF_NOTE, more))
      : await reader.query<PersonRow>(facts(FOUND, more), [beginsWith(words)]);
  return { people: rows.map((row) => factsOf(row, isDisposable)) };
};
