import { KeyScope, type UserId } from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import {
  addKey,
  addTrader,
  type Person,
  signUp,
  type TestServer,
} from '../../apps/server/tests/fixtures/testServer.ts';
import type { Draws } from '../sim/draws.ts';

/** Whoever sends a request, and how to become them again once they have signed themselves out. */
interface Actor {
  person: Person;
  readonly renew: () => Promise<Person>;
}

export interface Actors {
  readonly choose: (draws: Draws) => { readonly name: string; readonly person: Person };
  /** After a 401: the session or key may be gone. */
  readonly renew: (name: string) => Promise<void>;
}

/** Requests make keys as well, until there are as many as there may be; then the oldest make room. */
const freshKey = async (engine: Engine, userId: UserId, scope: KeyScope): Promise<Person> => {
  const keys = await engine.listApiKeys(userId);
  // Another request may have revoked it meanwhile.
  for (const { id } of keys.slice(10)) await engine.revokeApiKey(userId, id).catch(() => undefined);
  return addKey(engine, userId, [scope]);
};

const keyOf = async (engine: Engine): Promise<Person> => addTrader(engine, 'Key');

/** Keys of one scope each, of an ordinary person and of an admin. */
const scopedKeys = async (server: TestServer): Promise<Readonly<Record<string, () => Promise<Person>>>> => {
  const { engine } = server;
  const keys: Record<string, () => Promise<Person>> = {};
  for (const owner of ['person', 'admin'] as const) {
    const { userId } = await engine.createAccount({ name: 'Scoped' });
    if (owner === 'admin') await engine.grantAdmin({ userId });
    for (const scope of KeyScope.options) {
      keys[`${scope} key of ${owner}`] = () => freshKey(engine, userId, scope);
    }
  }
  return keys;
};

/** A visitor, people with sessions in every role, keys of every scope, and one with a credential that is none. */
export const createActors = async (server: TestServer): Promise<Actors> => {
  const session = () => signUp(server, 'Fuzz');
  const adminSession = async (): Promise<Person> => {
    const admin = await signUp(server, 'Boss');
    await server.engine.grantAdmin({ userId: admin.me.id });
    return admin;
  };
  const moderatorSession = async (): Promise<Person> => {
    const moderator = await signUp(server, 'Mod');
    await server.engine.setRole({ userId: moderator.me.id }, 'moderator');
    return moderator;
  };
  const make = async (renew: () => Promise<Person>): Promise<Actor> => ({ person: await renew(), renew });
  const actors: Record<string, Actor> = {
    visitor: await make(async () => ({ headers: {} })),
    ana: await make(session),
    bob: await make(session),
    key: await make(() => keyOf(server.engine)),
    admin: await make(adminSession),
    moderator: await make(moderatorSession),
    stranger: await make(async () => ({ headers: { authorization: `Bearer mm_${'A'.repeat(43)}` } })),
  };
  const people = Object.keys(actors);
  const scoped = await scopedKeys(server);
  for (const [name, renew] of Object.entries(scoped)) actors[name] = await make(renew);
  const keys = Object.keys(scoped);
  return {
    choose: (draws) => {
      // Keys of one scope are refused most things, after which nothing more is tried.
      const name = draws.pick(draws.chance(0.2) ? keys : people);
      return { name, person: actors[name]!.person };
    },
    renew: async (name) => {
      const actor = actors[name]!;
      actor.person = await actor.renew();
    },
  };
};
