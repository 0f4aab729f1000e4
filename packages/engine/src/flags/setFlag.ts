import {
  type FeatureName,
  type Flag,
  featureNames,
  type SetFlagBody,
  type UserId,
  type UserSummary,
} from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { iso, type Reader, userJson } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';

interface FlagRow {
  readonly name: FeatureName;
  readonly enabled: boolean;
  readonly percentage: number;
  readonly allowed: UserSummary[];
  readonly reason: string | null;
  readonly changed_at: Date;
  readonly changed_by: UserSummary | null;
}

const flagOf = (row: FlagRow): Flag => ({
  name: row.name,
  enabled: row.enabled,
  percentage: row.percentage,
  allowed: row.allowed,
  ...(row.reason === null ? {} : { reason: row.reason }),
  changedAt: iso(row.changed_at),
  ...(row.changed_by === null ? {} : { changedBy: row.changed_by }),
});

/** Every flag there is, those that nobody touched too. */
export const listFlags = async (reader: Reader): Promise<Flag[]> => {
  const { rows } = await reader.query<FlagRow>(
    `select f.name, f.enabled, f.percentage, f.reason, f.changed_at,
            coalesce((select json_agg(${userJson('u')} order by u.handle) from users u where u.id = any (f.allowed)), '[]') as allowed,
            case when changer.id is not null then ${userJson('changer')} end as changed_by
       from feature_flag f left join users changer on changer.id = f.changed_by`,
  );
  const known = new Map(rows.map((row) => [row.name, flagOf(row)]));
  return featureNames.map((name) => known.get(name) ?? { name, enabled: true, percentage: 100, allowed: [] });
};

/**
 * Changes a flag for everybody, within seconds on every process. `by` is absent for an operator at the command line.
 * @throws Refusal FORBIDDEN (not an admin), NOT_FOUND (a handle)
 */
export const setFlag = (
  pool: Pool,
  name: FeatureName,
  change: SetFlagBody,
  by: UserId | undefined,
): Promise<Flag> =>
  transaction(pool, async (tx) => {
    if (by !== undefined) {
      const { rowCount } = await tx.query(`select from users where id = $1 and role = 'admin'`, [by]);
      if (rowCount !== 1) throw new Refusal('FORBIDDEN', 'Only an admin may switch this.');
    }
    const handles = change.allowed ?? null;
    if (handles !== null) {
      const { rows } = await tx.query<{ missing: string }>(
        `select wanted as missing from unnest($1::text[]) as wanted where not exists (select from users where handle = wanted)`,
        [handles],
      );
      if (rows[0]) throw new Refusal('NOT_FOUND', `There is nobody with the handle @${rows[0].missing}.`);
    }
    await tx.query(
      `insert into feature_flag as f (name, enabled, percentage, allowed, reason, changed_at, changed_by)
       values ($1, coalesce($2, true), coalesce($3, 100),
               coalesce((select array_agg(id order by id) from users where handle = any ($4::text[])), '{}'), $5, mesh_now(), $6)
       on conflict (name) do update
          set enabled = coalesce($2, f.enabled), percentage = coalesce($3, f.percentage),
              allowed = case when $4::text[] is null then f.allowed else excluded.allowed end,
              reason = excluded.reason, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
      [name, change.enabled ?? null, change.percentage ?? null, handles, change.reason ?? null, by ?? null],
    );
    return (await listFlags(tx)).find((flag) => flag.name === name)!;
  });
