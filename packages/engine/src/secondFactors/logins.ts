import type { Pool } from 'pg';
import { makeToken } from '../members/tokens.ts';
import { Refusal } from '../refusal.ts';
import { sqlState, transaction } from '../transaction.ts';
import { requireOtherWay, type SignInWays } from './ways.ts';

const UNIQUE_VIOLATION = '23505';

/** Somebody as another service knows them. */
export interface ProviderLogin {
  /** Which service; an address of its own, so that another one's numbers are never mistaken for its. */
  readonly provider: string;
  readonly subject: string;
}

/** What is kept of how a person signs in. */
export interface LoginFacts {
  readonly password: boolean;
  readonly codes: boolean;
  readonly provider: boolean;
}

export const loginFacts = async (
  pool: Pool,
  authUserId: string,
  provider: string | undefined,
): Promise<LoginFacts> => {
  const { rows } = await pool.query<LoginFacts>(
    `select a.two_factor_enabled as codes,
            exists (select from auth_credential c where c.user_id = a.id and c.provider_id = 'credential' and c.password is not null) as password,
            exists (select from auth_credential c where c.user_id = a.id and c.provider_id = $2) as provider
       from auth_user a where a.id = $1`,
    [authUserId, provider ?? null],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'Nobody signs in to this account.');
  return rows[0];
};

/** Whose account a login is. */
export const findLogin = async (
  pool: Pool,
  { provider, subject }: ProviderLogin,
): Promise<string | undefined> => {
  const { rows } = await pool.query<{ authUserId: string }>(
    `select user_id as "authUserId" from auth_credential where provider_id = $1 and account_id = $2`,
    [provider, subject],
  );
  return rows[0]?.authUserId;
};

/** Who has an address here, and whether they proved it. */
export const findAddress = async (
  pool: Pool,
  email: string,
): Promise<{ authUserId: string; verified: boolean } | undefined> => {
  const { rows } = await pool.query<{ authUserId: string; verified: boolean }>(
    `select id as "authUserId", email_verified as verified from auth_user where email = lower($1)`,
    [email],
  );
  return rows[0];
};

const INSERT = `insert into auth_credential (id, user_id, provider_id, account_id) values ($1, $2, $3, $4)`;

/** Lets a person sign in by a login from now on; a second time changes nothing. @throws Refusal FORBIDDEN */
export const linkLogin = (
  pool: Pool,
  authUserId: string,
  { provider, subject }: ProviderLogin,
): Promise<void> =>
  transaction(pool, async (tx) => {
    await tx.query('select from auth_user where id = $1 for no key update', [authUserId]);
    const { rows } = await tx.query<{ user_id: string; account_id: string }>(
      `select user_id, account_id from auth_credential
        where provider_id = $1 and (account_id = $2 or user_id = $3) order by account_id = $2 desc`,
      [provider, subject, authUserId],
    );
    const [found] = rows;
    if (found?.user_id === authUserId && found.account_id === subject) return;
    if (found !== undefined) {
      throw new Refusal(
        'FORBIDDEN',
        found.account_id === subject
          ? 'That login belongs to another account here. Sign in with it, or choose another one.'
          : 'Your account is connected with another login of that service. Disconnect that one first.',
      );
    }
    await tx.query(INSERT, [makeToken(), authUserId, provider, subject]);
  });

/** Makes somebody known who signs in by a service that vouches for their address; undefined where the address was taken meanwhile. */
export const createLogin = async (
  pool: Pool,
  { provider, subject }: ProviderLogin,
  person: { name: string; email: string },
): Promise<string | undefined> => {
  try {
    return await transaction(pool, async (tx) => {
      const id = makeToken();
      await tx.query(
        'insert into auth_user (id, name, email, email_verified) values ($1, $2, lower($3), true)',
        [id, person.name, person.email],
      );
      await tx.query(INSERT, [makeToken(), id, provider, subject]);
      return id;
    });
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) return undefined;
    throw error;
  }
};

/** @throws Refusal NOT_FOUND, LAST_SIGN_IN */
export const unlinkLogin = (
  pool: Pool,
  authUserId: string,
  provider: string,
  ways: SignInWays,
): Promise<void> =>
  transaction(pool, async (tx) => {
    await tx.query('select from auth_user where id = $1 for no key update', [authUserId]);
    const { rowCount } = await tx.query(
      'delete from auth_credential where user_id = $1 and provider_id = $2',
      [authUserId, provider],
    );
    if (rowCount === 0) throw new Refusal('NOT_FOUND', 'Your account is not connected.');
    await requireOtherWay(tx, authUserId, ways);
  });
