import { parseArgs } from 'node:util';
import { ApiError, NetworkError } from '@mesh-markets/client';
import { Refusal } from '@mesh-markets/engine';
import { DamagedBackupError, RestoreRefusedError } from '@mesh-markets/engine/backup';
import cliPackage from '../package.json' with { type: 'json' };
import {
  type Command,
  DONE,
  FAILED,
  NOT_UNDERSTOOD,
  NothingToWorkOnError,
  type Terminal,
  UsageError,
} from './command.ts';
import { commands } from './commands/index.ts';
import { usage, usageOf, usageOfGroup } from './usage.ts';

interface Found {
  readonly verb: string;
  readonly command: Command;
  readonly rest: readonly string[];
}

/** A verb is one word or two. */
const findCommand = (words: readonly string[]): Found | undefined => {
  for (const length of [2, 1]) {
    const verb = words.slice(0, length).join(' ');
    const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined;
    if (command !== undefined) return { verb, command, rest: words.slice(length) };
  }
  return undefined;
};

const countOf = (pattern: RegExp, text: string): number => text.match(pattern)?.length ?? 0;

/** @throws UsageError */
const parse = ({ command, rest }: Found) => {
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...rest], options: command.options ?? {}, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { positionals, values } = parsed;
  const required = countOf(/<[^>]+>/g, command.parameters);
  const optional = countOf(/\[[a-z]+\]/g, command.parameters);
  if (positionals.length < required) throw new UsageError('Something is missing.');
  if (positionals.length > required + optional) {
    throw new UsageError(`"${positionals.at(-1)}" is more than this verb takes.`);
  }
  return { positionals, values: values as Record<string, string | boolean | undefined> };
};

const help = (terminal: Terminal, words: readonly string[]): number => {
  const found = findCommand(words);
  const others = usageOfGroup(words[0]) ?? usage();
  terminal.print(found === undefined ? others : usageOf(found.verb, found.command));
  return DONE;
};

/** The exit code of an error that a person can act on, and what to say; other errors are faults of ours. */
const explain = (error: unknown, found: Found): { code: number; sentence: string } | undefined => {
  if (error instanceof UsageError) {
    return { code: NOT_UNDERSTOOD, sentence: `${error.message}\n\n${usageOf(found.verb, found.command)}` };
  }
  if (error instanceof NothingToWorkOnError) return { code: NOT_UNDERSTOOD, sentence: error.message };
  if (error instanceof ApiError || error instanceof Refusal) {
    return { code: FAILED, sentence: `${error.message} (${error.code})` };
  }
  const isKnown =
    error instanceof NetworkError ||
    error instanceof DamagedBackupError ||
    error instanceof RestoreRefusedError ||
    (error instanceof Error && error.name.startsWith('EmbeddedPostgres'));
  return isKnown ? { code: FAILED, sentence: error.message } : undefined;
};

/** Runs one command line and answers its exit code. */
export const runCli = async (words: readonly string[], terminal: Terminal): Promise<number> => {
  const [first] = words;
  if (first === undefined) {
    terminal.complain(usage());
    return NOT_UNDERSTOOD;
  }
  if (['help', '--help', '-h'].includes(first)) return help(terminal, words.slice(1));
  if (['version', '--version', '-v'].includes(first)) {
    terminal.print(cliPackage.version);
    return DONE;
  }
  const found = findCommand(words);
  if (found === undefined) {
    if (words.includes('--help')) return help(terminal, words);
    const group = usageOfGroup(first);
    const unknown = words.slice(0, group === undefined ? 1 : 2).join(' ');
    terminal.complain(`There is no verb "${unknown}".\n\n${group ?? usage()}`);
    return NOT_UNDERSTOOD;
  }
  if (found.rest.includes('--help')) return help(terminal, words);
  try {
    return await found.command.run({ ...terminal, ...parse(found) });
  } catch (error) {
    const explained = explain(error, found);
    if (explained === undefined) throw error;
    terminal.complain(explained.sentence);
    return explained.code;
  }
};
