import { createDraws } from '../sim/draws.ts';
import { drawCommands, giveAll, type LoadReport, type Strike } from './clients.ts';
import { countWords, type Row, type Verdict } from './report.ts';
import type { Scenario } from './scenarios.ts';
import type { FaultServer } from './server.ts';
import type { Stage } from './stage.ts';
import { compare } from './verify.ts';

export interface ScenarioReport extends LoadReport {
  readonly seconds: number;
  readonly verdict: Verdict;
}

/** Puts a load on the servers, lets the scenario happen in the middle of it, and then compares the books with what clients were told. */
export const runScenario = async (
  stage: Stage,
  servers: readonly FaultServer[],
  { times, happen, through }: Scenario,
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
  const between = through?.(stage, servers, options.seed);
  const load = await giveAll(stage, between?.servers ?? servers, commands, strikes);
  await between?.settle();
  const seconds = (performance.now() - began) / 1000;
  return { ...load, seconds, verdict: await compare(stage) };
};

/** What a run of a scenario says in the table of all faults. */
export const rowOf = (
  { name, what, times }: Scenario,
  kind: string,
  { longestStrike, longestAway, verdict, ...load }: ScenarioReport,
): Row => {
  const said = countWords(load.unacknowledged);
  const again = `${load.givenAgain} of ${load.commands} given again, ${load.doneBefore} of these had been done`;
  const longest = longestStrike < 50 ? '' : `, ${(longestStrike / 1000).toFixed(1)} s at the longest`;
  return {
    fault: name,
    servers: `2 ${kind}`,
    did: times === 0 ? what : `${what}; ${times} ×${longest}`,
    saw: said === '' ? `nothing: ${load.answered} answered, ${load.refused} refused` : `${said}; ${again}`,
    back: said === '' || times === 0 ? undefined : longestAway,
    verdict,
    wrong: [],
  };
};
