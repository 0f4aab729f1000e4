import { randomBytes } from 'node:crypto';
import type { UserId } from '@mesh-markets/contract';
import { type Engine, Refusal } from '@mesh-markets/engine';
import { isSameSecret } from './auth/authenticate.ts';

/**
 * How an instance gets its first admin: whoever can read the server's log has a one-time token. It lives in this process's
 * memory alone, so a restart makes a new one.
 */
export const createAdminSetup = async (engine: Pick<Engine, 'hasAdmin' | 'grantAdmin'>) => {
  let hasAdmin = await engine.hasAdmin();
  let token = hasAdmin ? undefined : randomBytes(24).toString('base64url');

  /** An admin stays, so only the answer no is asked for again. */
  const needsAdmin = async (): Promise<boolean> => {
    hasAdmin ||= await engine.hasAdmin();
    return !hasAdmin;
  };

  /** @throws Refusal FORBIDDEN for a wrong or used token, or when there is an admin by now */
  const claim = async (userId: UserId, given: string): Promise<void> => {
    const right = token;
    if (right === undefined || !isSameSecret(given, right)) {
      throw new Refusal(
        'FORBIDDEN',
        'This is not the set-up token. The newest one is in the log of the server.',
      );
    }
    // Spent before anything is awaited: of two claims at once one finds nothing here.
    token = undefined;
    try {
      if (!(await needsAdmin())) throw new Refusal('FORBIDDEN', 'There is an admin already.');
      await engine.grantAdmin({ userId });
      hasAdmin = true;
    } catch (error) {
      if (!(error instanceof Refusal)) token = right;
      throw error;
    }
  };

  return { token, needsAdmin, claim };
};

export type AdminSetup = Awaited<ReturnType<typeof createAdminSetup>>;
