import { type CallerKind, KeyScope, MAX_API_KEYS, type UserId } from '@mesh-markets/contract';
import {
  addKey,
  addTrader,
  type Person,
  signUp,
  type TestServer,
} from '../../apps/server/tests/fixtures/testServer.ts';

export interface Backstage extends Pick<TestServer, 'engine' | 'send'> {
  readonly keeper: { readonly me: { readonly id: UserId } };
  readonly cronSecret: string;
}

interface Credential {
  readonly person: Person;
  /** Absent for those who are nobody. */
  readonly userId?: UserId;
  readonly email?: string;
}

/** Whoever sends a request. */
export interface Actor extends Credential {
  readonly name: string;
  /** `cron` for the one who knows the secret of the clock. */
  readonly kind: CallerKind | 'cron';
  /** What an API key may do; absent for a session. */
  readonly scope?: KeyScope;
}

interface Role {
  readonly kind: Actor['kind'];
  readonly scope?: KeyScope;
  /** Makes them, and makes them again once they have signed themselves out. */
  readonly enter: () => Promise<Credential>;
}

export interface Actors {
  readonly all: () => readonly Actor[];
  /** Another cookie for the same session, as a browser would keep it. */
  readonly keepCookie: (actor: Actor, cookie: string) => void;
  /** After a 401: makes the credential anew, once, if it is what was refused. Answers whether that was so. */
  readonly renew: (refused: Actor) => Promise<boolean>;
  /** Gives back what others' requests took: the role, and what bans forbid. */
  readonly restore: (actor: Actor) => Promise<void>;
}

/** The oldest keys make room where there are as many as there may be. */
const freshKey = async (
  engine: Backstage['engine'],
  userId: UserId,
  scope: KeyScope,
): Promise<Credential> => {
  const keys = await engine.listApiKeys(userId);
  const tooMany = keys.slice(0, Math.max(0, keys.length - MAX_API_KEYS / 2));
  for (const { id } of tooMany) await engine.revokeApiKey(userId, id);
  return { person: await addKey(engine, userId, [scope]), userId };
};

const staffKinds = ['moderator', 'admin'] as const;
type StaffKind = (typeof staffKinds)[number];
const isStaff = (kind: Actor['kind']): kind is StaffKind => (staffKinds as readonly string[]).includes(kind);

const rolesOf = async ({ engine, send, cronSecret }: Backstage): Promise<Record<string, Role>> => {
  const session = (kind: 'user' | StaffKind, name: string): Role => ({
    kind,
    enter: async () => {
      const { headers, me, email } = await signUp({ send }, name);
      if (isStaff(kind)) await engine.setRole({ userId: me.id }, kind);
      return { person: { headers }, userId: me.id, email };
    },
  });
  const bearing = (kind: Actor['kind'], token: string): Role => ({
    kind,
    enter: async () => ({ person: { headers: { authorization: `Bearer ${token}` } } }),
  });
  const roles: Record<string, Role> = {
    visitor: { kind: 'anonymous', enter: async () => ({ person: { headers: {} } }) },
    stranger: bearing('anonymous', `mm_${'A'.repeat(43)}`),
    clock: bearing('cron', cronSecret),
    ana: session('user', 'Fuzz'),
    bob: session('user', 'Fuzz'),
    cleo: session('user', 'Fuzz'),
    moderator: session('moderator', 'Mod'),
    admin: session('admin', 'Boss'),
    judge: session('admin', 'Judge'),
    key: {
      kind: 'bot',
      enter: async () => {
        const { headers, userId } = await addTrader(engine, 'Key');
        return { person: { headers }, userId };
      },
    },
  };
  for (const kind of ['bot', 'admin'] as const) {
    const { userId } = await engine.createAccount({ name: 'Scoped' });
    if (isStaff(kind)) await engine.setRole({ userId }, kind);
    for (const scope of KeyScope.options) {
      roles[`${scope} key of ${kind}`] = { kind, scope, enter: () => freshKey(engine, userId, scope) };
    }
  }
  return roles;
};

/** Visitors, people with sessions in every role, keys of every scope, the clock, and one with a credential that is none. */
export const createActors = async (backstage: Backstage): Promise<Actors> => {
  const { engine, send, keeper } = backstage;
  const roles = await rolesOf(backstage);
  const present = new Map<string, Actor>();
  const enter = async (name: string): Promise<void> => {
    const { kind, scope, enter: make } = roles[name]!;
    const credential = await make();
    present.set(name, { name, kind, ...(scope !== undefined && { scope }), ...credential });
  };
  for (const name of Object.keys(roles)) await enter(name);

  const isRefused = async (actor: Actor): Promise<boolean> =>
    present.get(actor.name)!.person === actor.person &&
    (await send('/api/me', { as: actor.person })).status === 401;
  const underWay = new Map<string, Promise<boolean>>();
  const renewAlone = async (refused: Actor): Promise<boolean> => {
    const isNeeded = await isRefused(refused);
    if (isNeeded) await enter(refused.name);
    return isNeeded;
  };
  return {
    all: () => [...present.values()],
    keepCookie: (actor, cookie) => {
      const { person, ...rest } = actor;
      if (present.get(actor.name)!.person === person)
        present.set(actor.name, { ...rest, person: { headers: { cookie } } });
    },
    renew: async (refused) => {
      const { name, kind } = refused;
      if (kind === 'anonymous' || kind === 'cron') return false;
      const other = underWay.get(name);
      if (other !== undefined) {
        await other;
        return false;
      }
      const renewal = renewAlone(refused).finally(() => underWay.delete(name));
      underWay.set(name, renewal);
      return renewal;
    },
    restore: async ({ userId, kind }) => {
      if (userId === undefined) return;
      const { handle } = await engine.setRole({ userId }, isStaff(kind) ? kind : 'user');
      await engine.grantAdmin({ userId: keeper.me.id });
      const { people } = await engine.listPeople(keeper.me.id, handle);
      for (const { user, bans } of people)
        if (user.id === userId) for (const { id } of bans) await engine.liftBan({ by: keeper.me.id, id });
    },
  };
};
