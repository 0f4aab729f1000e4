import { type KeyScope, mayCall, type Route, type RouteName, routes, scopeOf } from '@mesh-markets/contract';
import type { Engine, KeyRights } from '../api.ts';
import { Refusal } from '../refusal.ts';
import { requireScope } from './requireScope.ts';

type Rights = Pick<KeyRights, 'scopes' | 'staff'>;
type Guard = (rights: Rights, doing: KeyScope) => void;

/** What a key needs for the verb of a route: the scope, and the role where only a role may. */
const guardOf = (name: string, route: Route): Guard => {
  const scope = scopeOf(name, route);
  const allowed = mayCall(name, route.access);
  const inPerson = allowed.includes('user') && !allowed.includes('bot');
  const byRole = allowed.every((kind) => kind === 'moderator' || kind === 'admin');
  return (rights, doing) => {
    if (inPerson) throw new Refusal('FORBIDDEN', 'An API key cannot do this. Sign in to do it.');
    // What a command answers with is part of the command, and of its scope.
    if (scope !== 'read' || doing === 'read') requireScope(rights, scope);
    if (byRole && route.access === 'user' && !rights.staff)
      throw new Refusal(
        'FORBIDDEN',
        'This API key does not carry your role. Sign in, or make one that does.',
      );
  };
};

const guards: ReadonlyMap<string, Guard> = new Map(
  Object.entries<Route>(routes).map(([name, route]) => [name, guardOf(name, route)]),
);

type Verb = (...given: unknown[]) => unknown;

const guarded =
  (verb: Verb, guard: Guard, rights: Rights, doing: KeyScope): Verb =>
  (...given) => {
    guard(rights, doing);
    return verb(...given);
  };

/**
 * The verbs as an API key may call them. Each has the name of its route, so the contract's tables say what it needs, and a verb that
 * is added is held to them too. `doing` is the scope of the route that is answered: a look needs the scope for looking.
 */
export const createEngineForKeys = (engine: Engine) => {
  const made = new Map<string, Engine>();
  return (rights: Rights, doing: KeyScope): Engine => {
    const key = [...rights.scopes].sort().join() + (rights.staff ? ' staff ' : ' ') + doing;
    const known = made.get(key);
    if (known !== undefined) return known;
    const held: Record<string, unknown> = { ...engine };
    for (const [name, guard] of guards) {
      const verb = engine[name as RouteName & keyof Engine] as Verb | undefined;
      if (verb !== undefined) held[name] = guarded(verb, guard, rights, doing);
    }
    made.set(key, held as unknown as Engine);
    return held as unknown as Engine;
  };
};
