import type { CallerKind, Route } from '@mesh-markets/contract';
import { Refusal } from '@mesh-markets/engine';
import type { Settings } from '../settings.ts';
import type { Caller } from './authenticate.ts';
import { isAskedForSecondFactor } from './security.ts';

/**
 * Where the operator asks for more than a password: with REQUIRE_TWO_FACTOR=staff for what takes a role, with `all` for whatever takes an
 * account. What one needs to set a second factor up stays open.
 * @throws Refusal SECOND_FACTOR_REQUIRED
 */
export const requireSecondFactor = async (
  { requireTwoFactor }: Pick<Settings, 'requireTwoFactor'>,
  route: Pick<Route, 'beforeSecondFactor' | 'alsoByRole'>,
  allowed: readonly CallerKind[],
  caller: Caller,
  again: () => Promise<Caller>,
): Promise<void> => {
  if (requireTwoFactor === 'none' || route.beforeSecondFactor === true || caller.strong === true) return;
  const concerned = (who: Caller): boolean =>
    isAskedForSecondFactor(requireTwoFactor, who) &&
    (requireTwoFactor === 'all' || route.alsoByRole === true || !allowed.includes('user'));
  if (!concerned(caller)) return;
  // It may have been set up since this was remembered.
  if ((await again()).strong === true) return;
  throw new Refusal('SECOND_FACTOR_REQUIRED');
};
