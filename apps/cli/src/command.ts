import type { ParseArgsOptionsConfig } from 'node:util';

/** Where a command reads its settings and what it writes to; given from outside, so that tests can look. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** What was typed after the verb. */
export interface Call extends Terminal {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

export interface Command {
  /** What follows the verb: `<market> <outcome> <credits>`. Each word without brackets has to be given. */
  readonly parameters: string;
  readonly summary: string;
  readonly options?: ParseArgsOptionsConfig;
  /** Answers the exit code. */
  readonly run: (call: Call) => Promise<number>;
}

/** Done. */
export const DONE = 0;
/** Refused, not answered, or the books are not right. */
export const FAILED = 1;
/** Not understood, or there is nothing to work on. */
export const NOT_UNDERSTOOD = 2;

/** What was typed makes no sense; the usage of the verb follows the message. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A setting is missing, or there is no database where one should be. */
export class NothingToWorkOnError extends Error {
  override readonly name = 'NothingToWorkOnError';
}

/** Every command that reads can answer in JSON, for scripts. */
export const jsonOption = { json: { type: 'boolean' } } as const satisfies ParseArgsOptionsConfig;

/** Prints an answer as JSON where that was asked for, and in words otherwise. */
export const answer = (call: Call, data: unknown, inWords: () => string): void => {
  call.print(call.values.json === true ? JSON.stringify(data, null, 2) : inWords());
};

/** An option that takes a value. */
export const optionOf = (call: Call, name: string): string | undefined => {
  const value = call.values[name];
  return typeof value === 'string' ? value : undefined;
};

/** @throws UsageError */
export const numberFrom = (what: string, text: string): number => {
  const value = Number(text.replaceAll(/[,_]/g, ''));
  if (text.trim() === '' || !Number.isFinite(value))
    throw new UsageError(`${what} must be a number, not "${text}".`);
  return value;
};
