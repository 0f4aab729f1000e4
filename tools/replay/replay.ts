import type { AuditReport } from '@mesh-markets/engine';
import { lmsr } from '@mesh-markets/market-maker';
import { startInstance } from './instance.ts';
import { type ProjectResult, replayProject } from './replayProject.ts';
import type { Project } from './source.ts';
import { SCALE } from './tolerances.ts';

/**
 * The largest budget any source gave out (510 tokens of ML2; RPP 140, EERP 120, NARPS 100), for everyone: traders could not borrow, so
 * with at least their own budget no recorded trade may be refused.
 */
const SIGNUP_CREDITS = 510 * SCALE;

const subsidiesOf = (projects: readonly Project[]): number =>
  projects
    .flatMap(({ markets }) => markets)
    .reduce((sum, { b }) => sum + lmsr.open(b * SCALE, [0.5, 0.5]).subsidyCredits, 0);

export interface Replay {
  readonly results: readonly ProjectResult[];
  readonly audit: AuditReport;
}

/** Plays projects one after the other on a server of their own. */
export const replay = async (
  projects: readonly Project[],
  options: { readonly checkAnswers?: boolean } = {},
): Promise<Replay> => {
  const instance = await startInstance({
    signupCredits: SIGNUP_CREDITS,
    houseCredits: subsidiesOf(projects),
    ...(options.checkAnswers !== undefined && { checkAnswers: options.checkAnswers }),
  });
  // An interrupted replay leaves no database behind either.
  const interrupt = () => void instance.close().finally(() => process.exit(130));
  process.once('SIGINT', interrupt);
  try {
    const creator = await instance.signUp('replay_house');
    const results: ProjectResult[] = [];
    for (const project of projects) results.push(await replayProject(instance, creator, project));
    return { results, audit: await instance.audit() };
  } finally {
    await instance.close();
    process.off('SIGINT', interrupt);
  }
};
