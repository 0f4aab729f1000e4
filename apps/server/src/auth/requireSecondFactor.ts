import { type CallerKind, MarketId, type Route } from '@mesh-markets/contract';
import { type Engine, Refusal } from '@mesh-markets/engine';
import type { Settings } from '../settings.ts';
import type { Caller } from './authenticate.ts';
import { isAskedForSecondFactor } from './security.ts';

type Rule = Pick<Settings, 'requireTwoFactor'>;

/** Whether the operator asks this person for more than they have shown. */
export const lacksSecondFactor = ({ requireTwoFactor }: Rule, caller: Caller): boolean =>
  caller.strong !== true && isAskedForSecondFactor(requireTwoFactor, caller);

const isStaff = (kind: CallerKind): boolean => kind === 'moderator' || kind === 'admin';

/** Whether a call takes the role: not where anybody may, and not in a market that is one's own to decide. */
const takesRole = async (
  engine: Pick<Engine, 'decidesMarket'>,
  allowed: readonly CallerKind[],
  caller: Caller,
  market: unknown,
): Promise<boolean> => {
  if (allowed.includes('user') || !allowed.includes(caller.role)) return false;
  if (allowed.every(isStaff)) return true;
  const id = MarketId.safeParse(market);
  return !id.success || !(await engine.decidesMarket(caller.userId, id.data));
};

export interface FactorCheck {
  readonly settings: Rule;
  readonly engine: Pick<Engine, 'decidesMarket'>;
  readonly route: Pick<Route, 'beforeSecondFactor'>;
  readonly allowed: readonly CallerKind[];
  /** The {id} of the address. */
  readonly id: unknown;
  readonly again: () => Promise<Caller>;
}

/**
 * Where the operator asks for more than a password: with REQUIRE_TWO_FACTOR=staff for what takes a role, with `all` for whatever takes an
 * account. What one needs to set a second factor up stays open.
 * @throws Refusal SECOND_FACTOR_REQUIRED
 */
export const requireSecondFactor = async (caller: Caller, check: FactorCheck): Promise<void> => {
  const { settings, engine, route, allowed, id, again } = check;
  if (route.beforeSecondFactor === true || !lacksSecondFactor(settings, caller)) return;
  if (settings.requireTwoFactor === 'staff' && !(await takesRole(engine, allowed, caller, id))) return;
  // It may have been set up since this was remembered.
  if ((await again()).strong === true) return;
  throw new Refusal('SECOND_FACTOR_REQUIRED');
};
