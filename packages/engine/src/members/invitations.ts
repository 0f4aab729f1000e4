import { hash } from 'node:crypto';
import type { Invitation, InvitationId, UserId, UserSummary } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { requireAdmin } from '../analytics/requireAdmin.ts';
import { writeDeed } from '../authority/writeDeed.ts';
import { iso, type Reader, userJson } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { type Tx, transaction } from '../transaction.ts';
import { makeToken } from './tokens.ts';

export interface NewInvitation {
  /** Absent for an operator at the command line. */
  readonly by?: UserId | undefined;
  /** Only for this address. */
  readonly email?: string | undefined;
  readonly uses: number;
  readonly days: number;
}

const SHOWN = 200;
const SHOWN_PEOPLE = 20;
/** How long a place is held for somebody whose account is being made. */
const HELD = `interval '5 minutes'`;

const hashOf = (token: string): Buffer => hash('sha256', token, 'buffer');

interface InvitationRow {
  readonly id: InvitationId;
  readonly email: string | null;
  readonly uses: number;
  readonly used: number;
  readonly people: UserSummary[];
  readonly by: UserSummary | null;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
}

/** SQL of invitations as they are shown. */
const shown = (which: string): string => `
  select i.id::text as id, i.email, i.uses, i.created_at, i.expires_at, i.revoked_at,
         case when maker.id is not null then ${userJson('maker')} end as by,
         (select count(*) from invitation_use u where u.invitation_id = i.id and u.user_id is not null) as used,
         coalesce((select json_agg(${userJson('guest')} order by guest.id)
                     from (select user_id from invitation_use
                            where invitation_id = i.id and user_id is not null order by user_id limit ${SHOWN_PEOPLE}) as came
                     join users guest on guest.id = came.user_id), '[]') as people
    from invitation i left join users maker on maker.id = i.created_by where ${which} order by i.id desc limit ${SHOWN}`;

const invitationOf = (row: InvitationRow): Invitation => ({
  id: row.id,
  uses: row.uses,
  used: row.used,
  people: row.people,
  createdAt: iso(row.created_at),
  expiresAt: iso(row.expires_at),
  ...(row.email === null ? {} : { email: row.email }),
  ...(row.by === null ? {} : { by: row.by }),
  ...(row.revoked_at === null ? {} : { revokedAt: iso(row.revoked_at) }),
});

/** Makes an invitation; the secret of its link is told this once. @throws Refusal FORBIDDEN */
export const createInvitation = (
  pool: Pool,
  { by, email, uses, days }: NewInvitation,
): Promise<{ invitation: Invitation; token: string }> =>
  transaction(pool, async (tx) => {
    if (by !== undefined) await requireAdmin(tx, by);
    const token = makeToken();
    const { rows } = await tx.query<{ id: InvitationId }>(
      `insert into invitation (token_hash, email, uses, expires_at, created_by)
       values ($1, lower($2), $3, now() + make_interval(days => $4), $5) returning invitation.id::text as id`,
      [hashOf(token), email ?? null, uses, days, by ?? null],
    );
    const { id } = rows[0]!;
    const guests = uses === 1 ? 'one person' : `${uses} people`;
    await writeDeed(tx, {
      kind: 'INVITED',
      by,
      detail: `Invitation ${id} for ${email ?? guests}, good for ${days === 1 ? 'a day' : `${days} days`}.`,
    });
    const made = await tx.query<InvitationRow>(shown('i.id = $1'), [id]);
    return { invitation: invitationOf(made.rows[0]!), token };
  });

/** The latest first. @throws Refusal FORBIDDEN */
export const listInvitations = async (reader: Reader, by: UserId): Promise<{ invitations: Invitation[] }> => {
  await requireAdmin(reader, by);
  const { rows } = await reader.query<InvitationRow>(shown('true'));
  return { invitations: rows.map(invitationOf) };
};

/** Nobody comes by it any more; a second time changes nothing. @throws Refusal FORBIDDEN, NOT_FOUND */
export const revokeInvitation = (pool: Pool, by: UserId, id: InvitationId): Promise<null> =>
  transaction(pool, async (tx) => {
    await requireAdmin(tx, by);
    const { rows } = await tx.query<{ revoked: boolean }>(
      'select revoked_at is not null as revoked from invitation where id = $1 for no key update',
      [id],
    );
    if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such invitation.');
    if (rows[0].revoked) return null;
    await tx.query('update invitation set revoked_at = now(), revoked_by = $2 where id = $1', [id, by]);
    await writeDeed(tx, { kind: 'INVITATION_REVOKED', by, detail: `Invitation ${id}.` });
    return null;
  });

interface OpenRow {
  readonly id: InvitationId;
  readonly email: string | null;
  readonly uses: number;
  readonly over: boolean;
  readonly taken: number;
}

/** SQL: the login for the place u is there, and its account is still to be made. */
export const HALFWAY = `exists (select from auth_user a where a.email = u.email
                                   and not exists (select from users p where p.auth_user_id = a.id))`;

/** A place that is held, or that somebody has. */
const TAKEN = `(u.user_id is not null or u.reserved_at > now() - ${HELD} or ${HALFWAY})`;

/** The invitation under its lock, with the places that others have. */
const lockInvitation = async (tx: Tx, token: string, email: string): Promise<OpenRow | undefined> => {
  const locked = await tx.query<{ id: InvitationId }>(
    'select id::text as id from invitation where token_hash = $1 for no key update',
    [hashOf(token)],
  );
  if (!locked.rows[0]) return undefined;
  const { rows } = await tx.query<OpenRow>(
    `select i.id::text as id, i.email, i.uses, i.revoked_at is not null or i.expires_at <= now() as over,
            (select count(*) from invitation_use u
              where u.invitation_id = i.id and not (u.email = $2 and u.user_id is null) and ${TAKEN}) as taken
       from invitation i where i.id = $1`,
    [locked.rows[0].id, email],
  );
  return rows[0];
};

const invalid = (sentence: string): Refusal => new Refusal('LINK_INVALID', sentence);

/**
 * Holds a place of an invitation for an address that is about to sign up. Of several at once no more get one than there are.
 * @throws Refusal LINK_INVALID
 */
export const holdPlace = (pool: Pool, token: string, address: string): Promise<void> =>
  transaction(pool, async (tx) => {
    const email = address.toLowerCase();
    const found = await lockInvitation(tx, token, email);
    if (!found) throw invalid('This is not an invitation of ours. Check that the whole link was copied.');
    if (found.over) throw invalid('This invitation has expired. Ask for a new one.');
    if (found.email !== null && found.email !== email)
      throw invalid('This invitation is for another e-mail address.');
    if (found.taken >= found.uses) throw invalid('This invitation has been used. Ask for a new one.');
    const { rowCount } = await tx.query(
      `insert into invitation_use (invitation_id, email) values ($1, $2)
       on conflict (invitation_id, email) do update set reserved_at = now() where invitation_use.user_id is null`,
      [found.id, email],
    );
    if (rowCount === 0) throw invalid('Somebody with this address came by this invitation before.');
  });

/** Gives back the place of somebody whose account did not come about. */
export const releasePlace = async (reader: Reader, address: string): Promise<void> => {
  await reader.query(
    `delete from invitation_use u where u.email = lower($1) and u.user_id is null and not ${HALFWAY}`,
    [address],
  );
};

/** Holds a place for an address that was invited by name, whichever way its owner proves to have it. Answers whether there was one. */
export const holdNamedPlace = async (reader: Reader, address: string): Promise<boolean> => {
  const { rowCount } = await reader.query(
    `insert into invitation_use (invitation_id, email)
     select i.id, i.email from invitation i
      where i.email = lower($1) and i.revoked_at is null and i.expires_at > now()
        and not exists (select from invitation_use u where u.invitation_id = i.id and u.user_id is not null)
      order by i.id desc limit 1
     on conflict (invitation_id, email) do update set reserved_at = now()`,
    [address],
  );
  return rowCount === 1;
};

/** Whether a place is held for this address. */
export const hasPlace = async (reader: Reader, address: string): Promise<boolean> => {
  const { rowCount } = await reader.query(
    `select from invitation_use where email = lower($1) and user_id is null and reserved_at > now() - ${HELD} limit 1`,
    [address],
  );
  return rowCount === 1;
};

/** The place is this person's for good. */
export const takePlace = async (tx: Tx, userId: UserId, address: string): Promise<void> => {
  await tx.query(
    `update invitation_use set user_id = $1 where user_id is null and email = lower($2) and invitation_id = (
       select invitation_id from invitation_use where user_id is null and email = lower($2) order by reserved_at desc limit 1)`,
    [userId, address],
  );
};
