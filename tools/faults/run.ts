import { createDraws } from '../sim/draws.ts';
import { drawCommands, giveAll, type LoadReport, type Strike } from './clients.ts';
import type { Scenario } from './scenarios.ts';
import type { FaultServer } from './server.ts';
import type { Stage } from './stage.ts';
import { findProblems } from './verify.ts';

export interface ScenarioReport extends LoadReport {
  readonly seconds: number;
  /** What is not as clients were told; empty when all is well. */
  readonly problems: readonly string[];
}

/** Puts a load on the servers, lets the scenario happen in the middle of it, and then compares the books with what clients were told. */
export const runScenario = async (
  stage: Stage,
  servers: readonly FaultServer[],
  { times, happen }: Scenario,
  options: { readonly commands: number; readonly seed: number },
): Promise<ScenarioReport> => {
  const commands = drawCommands(createDraws(options.seed, 0), stage, options.commands);
  const strikes = Array.from(
    { length: times },
    (_, time): Strike => ({
      after: Math.floor((options.commands * (time + 1)) / (times + 2)),
      happen: () => happen(stage, servers, time),
    }),
  );
  const began = performance.now();
  const load = await giveAll(stage, servers, commands, strikes);
  const seconds = (performance.now() - began) / 1000;
  return { ...load, seconds, problems: await findProblems(stage) };
};
