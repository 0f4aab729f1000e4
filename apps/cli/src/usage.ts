import type { Command } from './command.ts';
import { operatorCommands, traderCommands } from './commands/index.ts';
import { formatTable } from './table.ts';

/** The words a verb needs; its options are in its own help. */
const wordsOf = (parameters: string): string => parameters.match(/<[^>]+>|\[[a-z]+\]/g)?.join(' ') ?? '';

const tableOf = (commands: Readonly<Record<string, Command>>): string =>
  formatTable(
    [{}, {}],
    Object.entries(commands).map(([verb, { parameters, summary }]) => [
      `  ${verb} ${wordsOf(parameters)}`,
      summary,
    ]),
  );

export const usage = (): string =>
  `Usage: mesh-markets <verb> [options]

For who runs the server (DATABASE_URL, or DATA_DIR with an embedded database; ./data when neither is set):
${tableOf(operatorCommands)}

For who trades (MESH_MARKETS_URL, http://localhost:3000 when not set; MESH_MARKETS_API_KEY):
${tableOf(traderCommands)}

  help [verb], version

Every verb takes --json. Exit codes: 0 done, 1 refused or the books are not right, 2 not understood or nothing to work on.`;

/** The verbs that begin with a word, where it is not one by itself: `admin`. */
export const usageOfGroup = (word: string | undefined): string | undefined => {
  const members = Object.entries(operatorCommands).filter(([verb]) => verb.startsWith(`${word} `));
  if (members.length === 0) return undefined;
  return `Usage: mesh-markets ${word} <verb> [options]\n\n${tableOf(Object.fromEntries(members))}`;
};

export const usageOf = (verb: string, { parameters, summary }: Command): string =>
  [`Usage: mesh-markets ${verb} ${parameters}`.trimEnd(), summary].join('\n');
