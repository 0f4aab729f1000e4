import { createDraws } from '../sim/draws.ts';
import type { FaultCommand, FaultServer, Outcome } from './server.ts';
import { remember, type Stage } from './stage.ts';

/** Stands between clients and servers. */
export interface Between {
  readonly servers: readonly FaultServer[];
  /** Delivers what is still on its way. */
  readonly settle: () => Promise<void>;
}

/** How many later commands overtake a copy that is late. */
const LATE_BY = 30;

/**
 * A network that delivers every request twice, to both servers at once, and some a third time when others have overtaken it. Whatever a copy
 * is answered with is an answer that the client was given.
 */
export const repeatRequests = (stage: Stage, servers: readonly FaultServer[], seed: number): Between => {
  const draws = createDraws(seed, 1);
  const late: { readonly command: FaultCommand; readonly server: FaultServer }[] = [];

  const deliver = async (server: FaultServer, command: FaultCommand): Promise<Outcome> => {
    const outcome = await server.give(command);
    if (outcome.kind === 'answered') remember(stage, command, outcome.answer);
    return outcome;
  };
  const deliverLate = async (atMost: number): Promise<void> => {
    while (late.length > atMost) {
      const [copy] = late.splice(draws.below(late.length), 1);
      await deliver(copy!.server, copy!.command);
    }
  };
  const give = async (command: FaultCommand): Promise<Outcome> => {
    if (draws.chance(1 / 3)) late.push({ command, server: draws.pick(servers) });
    const [outcomes] = await Promise.all([
      Promise.all(servers.map((server) => deliver(server, command))),
      deliverLate(LATE_BY),
    ]);
    return outcomes.find(({ kind }) => kind === 'answered') ?? outcomes[0]!;
  };
  return { servers: servers.map((server) => ({ ...server, give })), settle: () => deliverLate(0) };
};
