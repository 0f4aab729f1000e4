import { type CallerKind, type Route, scopeOf } from '@mesh-markets/contract';
import { requireScope } from '@mesh-markets/engine';
import type { Caller } from './authenticate.ts';

/**
 * Holds an API key to the table of scopes. What no key may do is refused as that, whatever its scopes.
 * @throws Refusal FORBIDDEN, naming the scope that is missing
 */
export const requireRouteScope = (
  name: string,
  route: Route,
  allowed: readonly CallerKind[],
  caller: Caller | undefined,
): void => {
  const forKeys = allowed.includes('bot') || !allowed.includes('user');
  if (forKeys) requireScope(caller?.apiKey, scopeOf(name, route));
};
