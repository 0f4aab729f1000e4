import type { Invitation } from '@mesh-markets/contract';

export type InvitationState = 'open' | 'used up' | 'expired' | 'revoked';

/** Whether somebody can still come by it, and if not why. */
export const invitationState = (
  { revokedAt, used, uses, expiresAt }: Pick<Invitation, 'revokedAt' | 'used' | 'uses' | 'expiresAt'>,
  now: number,
): InvitationState => {
  if (revokedAt !== undefined) return 'revoked';
  if (used >= uses) return 'used up';
  return Date.parse(expiresAt) <= now ? 'expired' : 'open';
};
