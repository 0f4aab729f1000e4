import type { MarketId, PostId, UserId } from '@mesh-markets/contract';
import type { Reader } from '../reads/rows.ts';

/** What somebody shows live, and what they know of it. */
export interface Shown {
  /** Versions of markets. */
  readonly markets: ReadonlyMap<MarketId, number>;
  /** Revisions of wallets; 0 when none is known. */
  readonly users: ReadonlyMap<UserId, number>;
  /** Whether new posts are of interest. */
  readonly posts: boolean;
}

export interface Changes {
  /** Versions of the markets that went on. */
  readonly markets: readonly (readonly [id: MarketId, version: number])[];
  /** Wallets that were written to since, with what is in them now. The revision is another number after every write. */
  readonly users: readonly (readonly [id: UserId, revision: number, balance: number])[];
  /** The newest posts, newest first, known ones among them: a post with a lower number may be committed after one with a higher. */
  readonly posts: readonly PostId[];
}

const NEWEST_POSTS = 32;

/**
 * What changed of what is shown, whichever process changed it: one query of look-ups by primary key, which answers nothing while
 * nothing happens. `xmin` is the transaction that last wrote a row.
 */
export const lookForChanges = async (reader: Reader, { markets, users, posts }: Shown): Promise<Changes> => {
  const { rows } = await reader.query<{ [Part in keyof Changes]: Changes[Part] | null }>({
    name: 'live_changes',
    text: `
      select (select json_agg(json_build_array(m.id::text, m.version))
                from unnest($1::bigint[], $2::bigint[]) as known(id, version) join prediction_market m on m.id = known.id
               where m.version > known.version) as markets,
             (select json_agg(json_build_array(a.user_id::text, a.xmin::text::bigint, a.balance))
                from unnest($3::bigint[], $4::bigint[]) as known(id, revision) join account a on a.user_id = known.id
               where a.xmin::text::bigint <> known.revision) as users,
             (select json_agg(id::text order by id desc)
                from (select id from post where $5 order by id desc limit ${NEWEST_POSTS}) as newest) as posts`,
    values: [[...markets.keys()], [...markets.values()], [...users.keys()], [...users.values()], posts],
  });
  const found = rows[0]!;
  return { markets: found.markets ?? [], users: found.users ?? [], posts: found.posts ?? [] };
};
