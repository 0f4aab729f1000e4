import type { UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Outcome, Settled } from '../notifications/settle.ts';
import type { Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { type Tx, transaction } from '../transaction.ts';
import { type AddressLink, mintLink, mintMailedReset } from './tokens.ts';

export type AccountMailKind =
  | 'RESET_PASSWORD'
  | 'VERIFY_EMAIL'
  | 'CHANGE_EMAIL'
  | 'EMAIL_CHANGED'
  | 'PASSWORD_CHANGED'
  | 'HAVE_ACCOUNT';

/** A mail about an account that is to be sent now, by whoever claimed it and by nobody else. */
export interface AccountMail {
  readonly id: string;
  readonly kind: AccountMailKind;
  readonly to: { readonly name: string; readonly address: string };
  /** The secret of its link, where it has one. */
  readonly token: string | undefined;
  /** The first try is 1. */
  readonly attempt: number;
}

/** Nobody's mailbox is filled by somebody who knows the address. */
const PER_ADDRESS_AND_HOUR = 5;
const LEASE_SECONDS = 300;
/** With the waits below about four hours: who asked for a link has long asked again. */
const MAX_ATTEMPTS = 9;

/** What somebody has to hear who may not have done it themselves: nobody keeps it from them by asking for other mails first. */
const UNASKED: readonly AccountMailKind[] = ['EMAIL_CHANGED', 'PASSWORD_CHANGED'];

/** Queues a mail, unless this address has asked for enough of them this hour; the answer does not tell. */
export const queueAccountMail = async (
  reader: Reader,
  mail: { kind: AccountMailKind; address: string; authUserId?: string },
): Promise<void> => {
  await reader.query(
    `insert into account_mail (kind, address, auth_user_id) select $1, lower($2), $3
      where $1 = any ($4)
         or (select count(*) from account_mail
              where address = lower($2) and kind <> all ($4) and created_at > now() - interval '1 hour') < ${PER_ADDRESS_AND_HOUR}`,
    [mail.kind, mail.address, mail.authUserId ?? null, UNASKED],
  );
};

/** Tells somebody that their address was used to sign up. Once an hour, so that it leaves room for the mails they ask for. */
export const tellOfSignUp = async (reader: Reader, authUserId: string): Promise<void> => {
  await reader.query(
    `insert into account_mail (kind, address, auth_user_id) select 'HAVE_ACCOUNT', a.email, a.id from auth_user a
      where a.id = $1 and not exists (
        select from account_mail m
         where m.address = a.email and m.kind = 'HAVE_ACCOUNT' and m.created_at > now() - interval '1 hour')`,
    [authUserId],
  );
};

const loginOf = async (
  reader: Reader,
  userId: UserId,
): Promise<{ id: string; email: string; verified: boolean }> => {
  const { rows } = await reader.query<{ id: string; email: string; verified: boolean }>(
    'select a.id, a.email, a.email_verified as verified from users u join auth_user a on a.id = u.auth_user_id where u.id = $1',
    [userId],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'This account has no e-mail address.');
  return rows[0];
};

/** Queues the mail that makes a new address this person's. @throws Refusal NOT_FOUND, VALIDATION_FAILED for the one they have */
export const requestEmailChange = async (pool: Pool, userId: UserId, email: string): Promise<void> => {
  const login = await loginOf(pool, userId);
  if (login.email === email.toLowerCase())
    throw new Refusal('VALIDATION_FAILED', 'This is the address you have now.');
  await queueAccountMail(pool, { kind: 'CHANGE_EMAIL', address: email, authUserId: login.id });
};

/** Queues the mail that asks somebody to confirm their address. @throws Refusal NOT_FOUND */
export const requestVerification = async (pool: Pool, userId: UserId): Promise<void> => {
  const login = await loginOf(pool, userId);
  if (login.verified) return;
  await queueAccountMail(pool, { kind: 'VERIFY_EMAIL', address: login.email, authUserId: login.id });
};

interface ClaimedRow {
  readonly id: string;
  readonly kind: AccountMailKind;
  readonly address: string;
  readonly attempts: number;
  /** Null for an address that nobody here has. */
  readonly authUserId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly verified: boolean | null;
  readonly taken: boolean;
}

/** Whether there is still somebody to write to, and something to say. */
const isWanted = ({ kind, address, authUserId, email, verified, taken }: ClaimedRow): boolean => {
  if (authUserId === null) return false;
  if (kind === 'VERIFY_EMAIL') return email === address && verified === false;
  if (kind === 'CHANGE_EMAIL') return !taken;
  return true;
};

const tokenOf = async (
  tx: Tx,
  { kind, address, authUserId, email }: ClaimedRow,
): Promise<{ token: string } | undefined> => {
  if (kind === 'RESET_PASSWORD') return mintMailedReset(tx, { authUserId: authUserId!, email: address });
  if (kind !== 'VERIFY_EMAIL' && kind !== 'CHANGE_EMAIL') return undefined;
  const link: AddressLink = { authUserId: authUserId!, from: email!, email: address };
  return mintLink(tx, 'VERIFY', JSON.stringify(link));
};

/** Takes the mail that has been due for longest, for five minutes, and makes the secret of its link; undefined when none is due. */
export const claimAccountMail = (pool: Pool): Promise<AccountMail | undefined> =>
  transaction(pool, async (tx) => {
    for (;;) {
      const { rows } = await tx.query<ClaimedRow>(
        `with due as (
           select id from account_mail where state = 'PENDING' and next_try_at <= now() order by next_try_at, account_mail.id limit 1
              for update skip locked),
         claimed as (
           update account_mail m set attempts = attempts + 1, next_try_at = now() + interval '${LEASE_SECONDS} seconds'
             from due where m.id = due.id returning m.*)
         select c.id::text as id, c.kind, c.address, c.attempts, a.id as "authUserId", a.name, a.email, a.email_verified as verified,
                exists (select from auth_user other where other.email = c.address) as taken
           from claimed c left join auth_user a on case when c.kind = 'RESET_PASSWORD' then a.email = c.address else a.id = c.auth_user_id end`,
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      if (isWanted(row) && row.attempts <= MAX_ATTEMPTS) {
        const { id, kind, address, attempts: attempt } = row;
        const link = await tokenOf(tx, row);
        return { id, kind, to: { name: row.name!, address }, token: link?.token, attempt };
      }
      await tx.query(`update account_mail set state = 'SKIPPED', ended_at = now() where id = $1`, [row.id]);
    }
  });

/** Says how a claimed mail went: done, again later (each time twice as late), or never. */
export const settleAccountMail = async (pool: Pool, id: string, outcome: Outcome): Promise<Settled> => {
  const ended = outcome.kind === 'SENT' ? 'SENT' : outcome.kind === 'FAILED' ? 'PENDING' : 'DEAD';
  const problem = 'problem' in outcome ? outcome.problem.slice(0, 500) : null;
  const { rows } = await pool.query<{ state: 'PENDING' | 'SENT' | 'DEAD' }>(
    `with next as (
       select id, case when $2 = 'PENDING' and attempts >= ${MAX_ATTEMPTS} then 'DEAD' else $2 end as state
         from account_mail where id = $1 and state = 'PENDING')
     update account_mail m
        set state = next.state, problem = $3, ended_at = case when next.state <> 'PENDING' then now() end,
            next_try_at = now() + least(30 * 2 ^ (attempts - 1), 3600) * interval '1 second'
       from next where m.id = next.id returning m.state`,
    [id, ended, problem],
  );
  return rows[0]?.state === 'PENDING' ? 'RETRY' : rows[0]?.state === 'DEAD' ? 'DEAD' : 'SENT';
};
