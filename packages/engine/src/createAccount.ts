import type { Role, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Account, EngineSettings, NewAccount } from './api.ts';
import { takePlace } from './members/invitations.ts';
import { grantOnce, transferGrant } from './members/signupGrant.ts';
import { resemblesStaff } from './members/staffNames.ts';
import { sqlState, type Tx, transaction } from './transaction.ts';

const UNIQUE_VIOLATION = '23505';
const HANDLE_MAX = 24;

/** A handle from a name: small letters, digits and underscores; "member" where nothing is left. */
export const handleFrom = (name: string): string => {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, HANDLE_MAX - 4);
  return plain.length >= 3 ? plain : 'member';
};

/** The wanted handle, or with the first free number behind it. People who want the same one wait for each other. */
const freeHandle = async (tx: Tx, wanted: string): Promise<string> => {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('handle ' || $1, 0))`, [wanted]);
  const { rows } = await tx.query<{ handle: string }>(
    `select handle from users where handle = $1 or handle ~ ('^' || $1 || '_[0-9]+$')`,
    [wanted],
  );
  const taken = new Set(rows.map((row) => row.handle));
  if (!taken.has(wanted) && !(await resemblesStaff(tx, wanted))) return wanted;
  let number = 2;
  while (taken.has(`${wanted}_${number}`)) number += 1;
  return `${wanted}_${number}`;
};

const readLogin = async (
  tx: Tx,
  authUserId: string,
): Promise<{ email: string; verified: boolean } | undefined> => {
  const { rows } = await tx.query<{ email: string; verified: boolean }>(
    'select email, email_verified as verified from auth_user where id = $1',
    [authUserId],
  );
  return rows[0];
};

const insertAccount = async (
  tx: Tx,
  account: NewAccount,
  { signupCredits, emailVerification }: EngineSettings,
): Promise<Account> => {
  const handle = await freeHandle(tx, account.handle ?? handleFrom(account.name));
  const { rows } = await tx.query<{ id: UserId; role: Role }>(
    `insert into users (auth_user_id, handle, name) values ($1, $2, $3) returning id::text as id, role`,
    [account.authUserId ?? null, handle, account.name],
  );
  const { id, role } = rows[0]!;
  await tx.query(`insert into account (kind, user_id) values ('wallet', $1)`, [id]);
  const login = account.authUserId === undefined ? undefined : await readLogin(tx, account.authUserId);
  if (login) await takePlace(tx, id, login.email);
  if (emailVerification !== 'required' || login === undefined) await transferGrant(tx, id, signupCredits);
  else if (login.verified) await grantOnce(tx, id, login.email, signupCredits);
  return { userId: id, handle, name: account.name, role };
};

/**
 * Opens an account: the person, their wallet and the sign-up grant from the issuer, which waits for the confirmation of the address where that
 * is required. Called again for the same `authUserId` it answers the account that exists and grants nothing.
 */
export const createAccount = async (
  pool: Pool,
  settings: EngineSettings,
  account: NewAccount,
): Promise<Account> => {
  for (let tries = 1; ; tries += 1) {
    const existing =
      account.authUserId === undefined ? undefined : await findAccount(pool, account.authUserId);
    if (existing) return existing;
    try {
      return await transaction(pool, (tx) => insertAccount(tx, account, settings));
    } catch (error) {
      // Somebody took the handle, or opened this very account, between our look and our write.
      if (sqlState(error) !== UNIQUE_VIOLATION || tries >= 10) throw error;
    }
  }
};

/** The account of an auth library's user, if it has been made. */
export const findAccount = async (pool: Pool, authUserId: string): Promise<Account | undefined> => {
  const { rows } = await pool.query<Account>(
    `select id::text as "userId", handle, name, role from users where auth_user_id = $1`,
    [authUserId],
  );
  return rows[0];
};
