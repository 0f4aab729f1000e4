import type { MarketId, PostId, UserId } from '@mesh-markets/contract';
import type { Reader } from '../reads/rows.ts';

/** A market that is shown, and what is known of it. */
export interface ShownMarket {
  readonly id: MarketId;
  readonly version: number;
  /** Another number after every comment and like under it; -1 when it is not known. */
  readonly talk: number;
  /** Another number whenever somebody is asked to decide it, or answers; -1 when it is not known. */
  readonly resolvers: number;
}

/** A person who is shown their own account. */
export interface ShownUser {
  readonly id: UserId;
  /** Another number after every write to their wallet; -1 when it is not known. */
  readonly wallet: number;
  /** Another number whenever they are told something or read it; -1 when it is not known. */
  readonly notices: number;
}

/** What somebody shows live, and what they know of it. */
export interface Shown {
  readonly markets: readonly ShownMarket[];
  readonly users: readonly ShownUser[];
  /** Whether new posts are of interest. */
  readonly posts: boolean;
}

export interface Changes {
  readonly markets: readonly ShownMarket[];
  readonly users: readonly (ShownUser & { readonly balance: number })[];
  /** The newest posts, newest first, known ones among them: a post with a lower number may be committed after one with a higher. */
  readonly posts: readonly PostId[];
}

const NEWEST_POSTS = 32;

const SQL = `
  select
    (select json_agg(json_build_object('id', m.id::text, 'version', m.version, 'talk', coalesce(d.xmin::text::bigint, 0),
                                      'resolvers', coalesce(o.last, 0)))
       from unnest($1::bigint[], $2::bigint[], $3::bigint[], $8::bigint[]) as known(id, version, talk, resolvers)
       join prediction_market m on m.id = known.id left join discussion d on d.post_id = known.id
       left join lateral (select id as last from oracle_change where market_id = known.id order by id desc limit 1) as o on true
      where m.version > known.version or coalesce(d.xmin::text::bigint, 0) <> known.talk or coalesce(o.last, 0) <> known.resolvers) as markets,
    (select json_agg(json_build_object('id', known.id::text, 'wallet', a.xmin::text::bigint, 'notices', coalesce(n.seen, 0), 'balance', a.balance))
       from unnest($4::bigint[], $5::bigint[], $6::bigint[]) as known(id, wallet, notices) join account a on a.user_id = known.id
       left join lateral (select xmin::text::bigint as seen from notification
                           where user_id = known.id and read_at is null order by id desc limit 1) as n on true
      where a.xmin::text::bigint <> known.wallet or coalesce(n.seen, 0) <> known.notices) as users,
    (select json_agg(id::text order by id desc) from (select id from post where $7 order by id desc limit ${NEWEST_POSTS}) as newest) as posts`;

/**
 * What changed of what is shown, whichever process changed it: one query of look-ups by key, which answers nothing while nothing
 * happens. `xmin` is the transaction that last wrote a row, so no figure has to be kept only to be compared here.
 */
export const lookForChanges = async (reader: Reader, { markets, users, posts }: Shown): Promise<Changes> => {
  const { rows } = await reader.query<{ [Part in keyof Changes]: Changes[Part] | null }>({
    name: 'live_changes',
    text: SQL,
    values: [
      markets.map(({ id }) => id),
      markets.map(({ version }) => version),
      markets.map(({ talk }) => talk),
      users.map(({ id }) => id),
      users.map(({ wallet }) => wallet),
      users.map(({ notices }) => notices),
      posts,
      markets.map(({ resolvers }) => resolvers),
    ],
  });
  const found = rows[0]!;
  return { markets: found.markets ?? [], users: found.users ?? [], posts: found.posts ?? [] };
};
