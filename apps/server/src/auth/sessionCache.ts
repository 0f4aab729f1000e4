import type { Identity } from '@mesh-markets/engine';

/** Short enough that a sign-out in another server process is felt soon. */
const KEPT_MS = 10_000;
const MAX_ENTRIES = 10_000;

export interface Session extends Identity {
  readonly authUserId: string;
}

interface Entry {
  readonly session: Session;
  readonly until: number;
}

/** Remembers who a session token belongs to for a few seconds, so that a busy page does not ask on every request. */
export const createSessionCache = (now: () => number = () => performance.now()) => {
  const entries = new Map<string, Entry>();
  // Grows whenever something is forgotten: an answer that was asked for before that may be out of date.
  let generation = 0;

  const get = (token: string): Session | undefined => {
    const entry = entries.get(token);
    if (entry === undefined) return undefined;
    const { expiresAt } = entry.session;
    const expired = expiresAt !== undefined && expiresAt.getTime() <= Date.now();
    if (entry.until > now() && !expired) return entry.session;
    entries.delete(token);
    return undefined;
  };

  /** The session from memory or by `find`; what `find` answers is kept unless a forget came in between. */
  const getOr = async (
    token: string,
    find: () => Promise<Session | undefined>,
  ): Promise<Session | undefined> => {
    const known = get(token);
    if (known) return known;
    const asked = generation;
    const session = await find();
    if (session === undefined || asked !== generation) return session;
    if (entries.size >= MAX_ENTRIES) entries.delete(entries.keys().next().value as string);
    entries.set(token, { session, until: now() + KEPT_MS });
    return session;
  };

  const forget = (token: string): void => {
    generation += 1;
    entries.delete(token);
  };

  /** Every session of a person, for a change of password or of role. */
  const forgetUser = (userId: Identity['userId']): void => {
    generation += 1;
    for (const [token, { session }] of entries) if (session.userId === userId) entries.delete(token);
  };

  return { getOr, forget, forgetUser };
};

export type SessionCache = ReturnType<typeof createSessionCache>;
