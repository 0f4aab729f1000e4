import type { Pool } from 'pg';
import { HALFWAY } from './invitations.ts';
import { TRACES_KEPT_DAYS } from './traces.ts';

const MAILS_KEPT_DAYS = 7;

/** What was kept for a while, and the while is over. */
const over = {
  sessions: 'delete from auth_session where expires_at < now()',
  links: 'delete from auth_verification where expires_at < now()',
  mails: `delete from account_mail where state <> 'PENDING' and ended_at < now() - interval '${MAILS_KEPT_DAYS} days'`,
  traces: `delete from account_trace where last_seen_at < now() - interval '${TRACES_KEPT_DAYS} days'`,
  places: `delete from invitation_use u where u.user_id is null and u.reserved_at < now() - interval '1 day' and not ${HALFWAY}`,
} as const;

export type Forgotten = Readonly<Record<keyof typeof over, number>>;

/** Deletes sessions and links that have ended, mails that went, and traces nobody left for long; for a job. */
export const forgetSignIns = async (pool: Pool): Promise<Forgotten> => {
  const counts: Record<string, number> = {};
  for (const [name, statement] of Object.entries(over)) {
    counts[name] = (await pool.query(statement)).rowCount ?? 0;
  }
  return counts as Forgotten;
};
