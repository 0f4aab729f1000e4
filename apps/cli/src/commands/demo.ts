import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Command, DONE, FAILED, jsonOption } from '../command.ts';

/** The server's program knows how to make a demo, and only it. */
const SERVER = path.join(import.meta.dirname, '..', '..', '..', 'server', 'src', 'main.ts');

/** A town's last three weeks, for trying things on. */
export const demo: Command = {
  parameters: '',
  summary:
    'Fills the empty database of DATABASE_URL, or a new DATA_DIR (./data-demo when not set), with a town of the last three weeks; starts no server.',
  options: jsonOption,
  run: async (call) => {
    const child = spawn(process.execPath, [SERVER, '--demo', '--fill-only', '--no-build'], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...call.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: string[] = [];
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
      if (call.values.json !== true) call.print(line);
    });
    createInterface(child.stderr).on('line', call.complain);
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) return FAILED;
    if (call.values.json === true) call.print(JSON.stringify({ done: lines.at(-1) }));
    return DONE;
  },
};
