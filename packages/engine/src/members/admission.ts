import type { Pool } from 'pg';
import type { EngineSettings } from '../api.ts';
import { Refusal } from '../refusal.ts';
import { hasPlace, holdNamedPlace, holdPlace } from './invitations.ts';
import { requireOwnName } from './staffNames.ts';

export interface Guest {
  readonly email: string;
  /** Where they choose one themselves. */
  readonly name?: string | undefined;
  readonly invitation?: string | undefined;
}

/**
 * Whether an account may be made for this address now. By invitation that takes one that names the address, or the secret of one.
 * @throws Refusal SIGN_UP_CLOSED, LINK_INVALID, VALIDATION_FAILED for what looks like a name of the staff
 */
export const admit = async (pool: Pool, { signUp }: EngineSettings, guest: Guest): Promise<void> => {
  await requireOwnName(pool, { name: guest.name });
  if (signUp === 'open') return;
  if (signUp === 'closed') throw new Refusal('SIGN_UP_CLOSED');
  if (guest.invitation !== undefined) return holdPlace(pool, guest.invitation, guest.email);
  if ((await hasPlace(pool, guest.email)) || (await holdNamedPlace(pool, guest.email))) return;
  throw new Refusal('SIGN_UP_CLOSED', 'People join here by invitation. Ask somebody who is here for one.');
};
