import type { Problem } from '@mesh-markets/contract';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
export type ProblemIssue = NonNullable<Problem['errors']>[number];

/** Only the way people meant can say what is wrong with it: of a union's branches, the one with the fewest complaints. */
const closestBranch = (branches: readonly (readonly Issue[])[]): readonly Issue[] =>
  branches.reduce((best, branch) => (branch.length < best.length ? branch : best));

const flatten = (issue: Issue, at: readonly PropertyKey[]): ProblemIssue[] => {
  const path = [...at, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return closestBranch(issue.errors).flatMap((inner) => flatten(inner, path));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'There is no such field.' }));
  }
  // What a value must be does not fit one that is not there; other words of the contract do.
  const missing =
    issue.code === 'invalid_type' &&
    issue.input === undefined &&
    /^(Invalid input|Must )/.test(issue.message);
  return [{ path: path.join('.'), message: missing ? 'Is missing.' : issue.message }];
};

/** What a person can act on: one path and one sentence per mistake. */
export const describeIssues = (issues: readonly Issue[]): ProblemIssue[] =>
  issues.flatMap((issue) => flatten(issue, []));
