import { Refusal } from '../refusal.ts';
import type { Tx } from '../transaction.ts';

/** Which ways of signing in this instance offers. */
export interface SignInWays {
  readonly password: boolean;
  /** Of the service that people may sign in by; undefined where there is none. */
  readonly provider: string | undefined;
}

/** Called in the transaction that took a way away, under the lock of the person. @throws Refusal LAST_SIGN_IN */
export const requireOtherWay = async (
  tx: Tx,
  authUserId: string,
  { password, provider }: SignInWays,
): Promise<void> => {
  const { rowCount } = await tx.query(
    `select from auth_user a where a.id = $1 and (
       exists (select from passkey p where p.auth_user_id = a.id)
       or exists (select from auth_credential c where c.user_id = a.id
                     and ($2 and c.provider_id = 'credential' and c.password is not null or c.provider_id = $3)))`,
    [authUserId, password, provider ?? null],
  );
  if (rowCount === 0) throw new Refusal('LAST_SIGN_IN');
};
