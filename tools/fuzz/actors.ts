import type { Engine } from '@mesh-markets/engine';
import {
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

const keyOf = async (engine: Engine): Promise<Person> => addTrader(engine, 'Key');

/** A visitor, two people with sessions, one with a key, an admin, and one with a credential that is none. */
export const createActors = async (server: TestServer): Promise<Actors> => {
  const session = () => signUp(server, 'Fuzz');
  const adminSession = async (): Promise<Person> => {
    const admin = await signUp(server, 'Boss');
    await server.engine.grantAdmin({ userId: admin.me.id });
    return admin;
  };
  const make = async (renew: () => Promise<Person>): Promise<Actor> => ({ person: await renew(), renew });
  const actors: Record<string, Actor> = {
    visitor: await make(async () => ({ headers: {} })),
    ana: await make(session),
    bob: await make(session),
    key: await make(() => keyOf(server.engine)),
    admin: await make(adminSession),
    stranger: await make(async () => ({ headers: { authorization: `Bearer mm_${'A'.repeat(43)}` } })),
  };
  const names = Object.keys(actors);
  return {
    choose: (draws) => {
      const name = draws.pick(names);
      return { name, person: actors[name]!.person };
    },
    renew: async (name) => {
      const actor = actors[name]!;
      actor.person = await actor.renew();
    },
  };
};
