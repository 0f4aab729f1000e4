import type { Reply } from './judge.ts';

/** What one operation answered. */
export interface OperationFigures {
  requests: number;
  done: number;
  refused: number;
  unavailable: number;
  faults: number;
  /** How often it was refused with each code. */
  readonly codes: Record<string, number>;
}

export const noFigures = (): OperationFigures => ({
  requests: 0,
  done: 0,
  refused: 0,
  unavailable: 0,
  faults: 0,
  codes: {},
});

/** The name of a refusal. */
export const codeIn = ({ status, text }: Reply): string | undefined =>
  status < 400 ? undefined : (/"code":"([A-Z_]+)"/.exec(text)?.[1] ?? String(status));

export const countReply = (figures: OperationFigures, reply: Reply): void => {
  const { status } = reply;
  if (status < 400) figures.done += 1;
  else if (status === 503) figures.unavailable += 1;
  else figures.refused += 1;
  const code = codeIn(reply);
  if (code !== undefined) figures.codes[code] = (figures.codes[code] ?? 0) + 1;
};

/** The refusals that came most, as people read them. */
export const mostRefused = ({ codes }: OperationFigures, most: number): string =>
  Object.entries(codes)
    .sort(([, one], [, other]) => other - one)
    .slice(0, most)
    .map(([code, times]) => `${code} ${times}`)
    .join(', ');
