import { setTimeout as pause } from 'node:timers/promises';
import type { Actor, Actors } from './actors.ts';
import type { Stage } from './stage.ts';

const MOST_TRIES = 60;
const BETWEEN_TRIES_MS = 100;

export interface Housekeeping {
  /** Tries until it is done; one that cannot be done is a fault of the run, which goes on. */
  readonly do: (what: string, work: () => Promise<unknown>) => Promise<void>;
  /** Answers whether somebody came in place of them. */
  readonly renew: (actor: Actor) => Promise<boolean>;
  readonly counts: () => { renewals: number; retries: number };
}

/** What the run does for itself. Other requests get in its way: they switch sign-up off, demote, revoke and keep the database busy. */
export const createHousekeeping = (stage: Stage, actors: Actors, faults: string[]): Housekeeping => {
  let renewals = 0;
  let retries = 0;
  const tryOn = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await work();
        return;
      } catch (error) {
        if (tries === MOST_TRIES) {
          faults.push(`the run could not ${what}\n    ${String(error)}`);
          return;
        }
        retries += 1;
        await pause(BETWEEN_TRIES_MS);
      }
    }
  };
  const renewWhenOpen = async (actor: Actor): Promise<boolean> => {
    try {
      return await actors.renew(actor);
    } catch (error) {
      // Nobody can join while somebody's request has switched that off.
      if (String(error).includes('FEATURE_DISABLED')) await stage.turnBack();
      throw error;
    }
  };
  return {
    do: tryOn,
    renew: async (actor) => {
      let isRenewed = false;
      await tryOn(`renew ${actor.name}`, async () => {
        isRenewed = await renewWhenOpen(actor);
      });
      if (isRenewed) renewals += 1;
      return isRenewed;
    },
    counts: () => ({ renewals, retries }),
  };
};
