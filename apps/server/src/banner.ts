import { readFileSync } from 'node:fs';
import type { Settings } from './settings.ts';
import type { RunningServer } from './startServer.ts';

const frame = (lines: readonly string[]): string => {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = '─'.repeat(width + 2);
  return [`┌${edge}┐`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `└${edge}┘`].join('\n');
};

/** What an operator reads after the start: where it runs, where the data is, and how to become its admin. */
export const banner = (settings: Settings, server: RunningServer): string => {
  const url = settings.publicUrl ?? server.url;
  const lines = [
    '',
    `  ${settings.instanceName}${settings.demo ? ' (demo)' : ''} is at ${url}`,
    `  API     ${url}/api/docs`,
    server.databaseUrlFile === undefined
      ? '  Data    in the database of DATABASE_URL'
      : `  Data    ${settings.dataDir}\n  Books   ${readFileSync(server.databaseUrlFile, 'utf8').trim()}\n          (also in ${server.databaseUrlFile}: a second server joins with it as DATABASE_URL)`,
    '  Stop    Ctrl-C',
    '',
  ];
  if (server.setupToken !== undefined) {
    lines.push(
      frame([
        'There is no admin yet. Sign up, then open this address to become it.',
        'It works once, and only until the next start of the server:',
        '',
        `${url}/setup?token=${server.setupToken}`,
      ]),
      '',
    );
  }
  return lines.join('\n');
};
