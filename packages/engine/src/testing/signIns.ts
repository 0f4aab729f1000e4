import type { Pool } from 'pg';

/** Looks behind accounts, and makes time pass for them. `owner` is a pool of the database's owner. */
export const signIns = {
  /** Everything the tables of accounts and their mails hold, as one text. */
  keptTexts: async (owner: Pool): Promise<string> => {
    const tables = ['auth_verification', 'account_mail', 'invitation', 'account_trace', 'signup_grant'];
    const texts: string[] = [];
    for (const table of tables) {
      const { rows } = await owner.query<{ kept: string }>(
        `select row_to_json(t)::text as kept from ${table} t`,
      );
      texts.push(...rows.map(({ kept }) => kept));
    }
    return texts.join('\n');
  },
  /** Somebody who can sign in, without a password; answers the auth library's id. */
  addLogin: async (owner: Pool, email: string, verified = false): Promise<string> =>
    (
      await owner.query<{ id: string }>(
        `insert into auth_user (id, name, email, email_verified) values (gen_random_uuid()::text, 'Somebody', $1, $2) returning id`,
        [email, verified],
      )
    ).rows[0]!.id,
  renameLogin: (owner: Pool, from: string, to: string): Promise<unknown> =>
    owner.query('update auth_user set email = $2 where email = $1', [from, to]),
  addSession: (owner: Pool, email: string): Promise<unknown> =>
    owner.query(
      `insert into auth_session (id, token, user_id, expires_at)
       select gen_random_uuid()::text, gen_random_uuid()::text, id, now() + interval '1 day' from auth_user where email = $1`,
      [email],
    ),
  /** Nobody can look at who has a login until the answer is called. */
  holdLogins: async (owner: Pool): Promise<() => Promise<void>> => {
    const client = await owner.connect();
    await client.query('begin; lock table auth_user in access exclusive mode');
    return async () => {
      await client.query('rollback');
      client.release();
    };
  },
  countSessions: async (owner: Pool): Promise<number> =>
    (await owner.query<{ count: number }>('select count(*)::int as count from auth_session')).rows[0]!.count,
  /** Mails that were claimed or put off are due. */
  makeMailsDue: (owner: Pool): Promise<unknown> =>
    owner.query(`update account_mail set next_try_at = now() where state = 'PENDING'`),
  /** Every link that was sent is too old. */
  ageLinks: (owner: Pool): Promise<unknown> =>
    owner.query(`update auth_verification set expires_at = now() - interval '1 second'`),
  /** So many sign-up grants were given, and so many of them by a known mailbox. */
  countGrants: async (owner: Pool): Promise<{ grants: number; mailboxes: number }> =>
    (
      await owner.query<{ grants: number; mailboxes: number }>(
        'select count(*)::int as grants, count(address_hash)::int as mailboxes from signup_grant',
      )
    ).rows[0]!,
  /** Every invitation was made a year earlier. */
  ageInvitations: async (owner: Pool): Promise<void> => {
    await owner.query('alter table invitation disable trigger words_are_fixed');
    await owner.query('alter table invitation disable trigger revoked_once');
    await owner.query(`update invitation set expires_at = expires_at - interval '1 year'`);
    await owner.query('alter table invitation enable trigger revoked_once');
    await owner.query('alter table invitation enable trigger words_are_fixed');
  },
  /** Places that are held for somebody are held no longer. */
  endHeldPlaces: (owner: Pool): Promise<unknown> =>
    owner.query(
      `update invitation_use set reserved_at = reserved_at - interval '1 hour' where user_id is null`,
    ),
  /** Everything that is kept for a while was kept for it. */
  ageEverything: async (owner: Pool): Promise<void> => {
    await owner.query(`update auth_session set expires_at = now() - interval '1 second'`);
    await owner.query(`update auth_verification set expires_at = now() - interval '1 second'`);
    await owner.query(`update account_trace set last_seen_at = now() - interval '181 days'`);
    await owner.query(
      `update account_mail set ended_at = ended_at - interval '8 days' where state <> 'PENDING'`,
    );
  },
} as const;
