import { runCli } from '../src/runCli.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs a command line as a terminal would, and keeps what it wrote. */
export const run = async (
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> => {
  const written = { out: [] as string[], error: [] as string[] };
  const code = await runCli(words, {
    environment,
    print: (text) => written.out.push(text),
    complain: (text) => written.error.push(text),
  });
  return { code, out: written.out.join('\n'), error: written.error.join('\n') };
};
