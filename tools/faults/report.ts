import { markdownTable } from '../report/section.ts';

/** What is not as clients were told, by kind, in words; all empty when all is well. */
export interface Verdict {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly laws: readonly string[];
}

/** What came of one fault. */
export interface Row {
  readonly fault: string;
  readonly servers: string;
  /** What was really done. */
  readonly did: string;
  /** What people were told or not told meanwhile. */
  readonly saw: string;
  /** Milliseconds from the end of the cause until every server served again; undefined where nobody was ever without service. */
  readonly back: number | undefined;
  readonly verdict: Verdict;
  /** Anything else that is not as it should be. */
  readonly wrong: readonly string[];
}

/** A fault that this machine does not allow, and why. */
export interface NotRun {
  readonly fault: string;
  readonly notRun: string;
}

export type Result = Row | NotRun;

export const problemsOf = ({ lost, doubled, laws }: Verdict): string[] => [...lost, ...doubled, ...laws];

export const faultsOf = (result: Result): string[] =>
  'notRun' in result ? [] : [...problemsOf(result.verdict), ...result.wrong];

const HEAD = [
  'fault',
  'servers',
  'what was done',
  'what people saw',
  'back after',
  'lost',
  'doubled',
  'laws',
];

const cellsOf = (result: Result): string[] => {
  if ('notRun' in result) return [result.fault, '', `**not run here**: ${result.notRun}`, '', '', '', '', ''];
  const { fault, servers, did, saw, back, verdict, wrong } = result;
  return [
    fault,
    servers,
    did,
    [saw, ...wrong.map((text) => `**${text}**`)].join('; '),
    back === undefined ? 'never away' : `${(back / 1000).toFixed(1)} s`,
    String(verdict.lost.length),
    String(verdict.doubled.length),
    verdict.laws.length === 0 ? 'hold' : `**${verdict.laws.length} broken**`,
  ];
};

export const tableOf = (results: readonly Result[]): string => markdownTable(HEAD, results.map(cellsOf));

/** Counts of what was said, the most frequent first. */
export const countWords = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([what, times]) => `${times} × ${what}`)
    .join(', ');
