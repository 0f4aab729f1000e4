import type { BanBody, BanId, BanScope, PersonFacts, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { lockWallet } from '../locks.ts';
import { Refusal } from '../refusal.ts';
import { type Tx, transaction } from '../transaction.ts';
import { personFacts } from './listPeople.ts';
import { requireModerator } from './requireRole.ts';
import { writeDeed } from './writeDeed.ts';

interface Concerned {
  readonly userId: UserId;
  readonly role: string;
}

/** @throws Refusal NOT_FOUND */
export const findPerson = async (tx: Tx, handle: string): Promise<Concerned> => {
  const { rows } = await tx.query<Concerned>(
    'select id::text as "userId", role from users where handle = $1',
    [handle],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is nobody with that handle.');
  return rows[0];
};

const fromWhat: Readonly<Record<BanScope, string>> = {
  TRADING: 'From trading',
  POSTING: 'From writing posts, comments and questions',
  MARKETS: 'From closing and resolving markets',
};

const lasting = (days: number | undefined): string =>
  days === undefined ? 'until lifted' : `for ${days} ${days === 1 ? 'day' : 'days'}`;

/**
 * Takes something from somebody. Their wallet's lock is what their own writes hold, so whatever of theirs is under way is either before it or
 * refused by it.
 * @throws Refusal FORBIDDEN (no moderator; oneself; an admin, by a moderator), NOT_FOUND
 */
export const banPerson = (
  pool: Pool,
  command: { readonly by: UserId; readonly handle: string } & BanBody,
): Promise<PersonFacts> =>
  transaction(pool, async (tx) => {
    const { by, handle, scope, reason, days } = command;
    const role = await requireModerator(tx, by);
    const { userId, role: theirs } = await findPerson(tx, handle);
    if (userId === by) throw new Refusal('FORBIDDEN', 'You cannot ban yourself.');
    if (role !== 'admin' && theirs !== 'user')
      throw new Refusal('FORBIDDEN', 'Only an admin can ban a moderator or an admin.');
    await lockWallet(tx, userId);
    await tx.query(
      `insert into ban (user_id, scope, reason, banned_by, banned_at, until)
       select $1, $2, $3, $4, now, now + make_interval(days => $5) from (select mesh_now() as now) as moment`,
      [userId, scope, reason, by, days ?? null],
    );
    await writeDeed(tx, {
      kind: 'BANNED',
      by,
      userId,
      detail: `${fromWhat[scope]}, ${lasting(days)}. ${reason}`,
    });
    return personFacts(tx, userId);
  });

/** @throws Refusal FORBIDDEN (no moderator; an admin's ban, by a moderator), NOT_FOUND */
export const liftBan = (pool: Pool, command: { readonly by: UserId; readonly id: BanId }): Promise<null> =>
  transaction(pool, async (tx) => {
    const { by, id } = command;
    const role = await requireModerator(tx, by);
    const { rows } = await tx.query<{ userId: UserId; scope: BanScope; lifted: boolean; role: string }>(
      `select b.user_id::text as "userId", b.scope, b.lifted_at is not null as lifted, u.role
         from ban b join users u on u.id = b.user_id where b.id = $1 for update of b`,
      [id],
    );
    const ban = rows[0];
    if (!ban) throw new Refusal('NOT_FOUND', 'There is no such ban.');
    if (ban.userId === by) throw new Refusal('FORBIDDEN', 'Somebody else has to lift your own ban.');
    if (role !== 'admin' && ban.role !== 'user')
      throw new Refusal('FORBIDDEN', 'Only an admin can lift the ban of a moderator or an admin.');
    if (ban.lifted) return null;
    await tx.query('update ban set lifted_at = mesh_now(), lifted_by = $2 where id = $1', [id, by]);
    await writeDeed(tx, { kind: 'BAN_LIFTED', by, userId: ban.userId, detail: `${fromWhat[ban.scope]}.` });
    return null;
  });
