#!/usr/bin/env node
// Plain JavaScript that any Node can read: the server itself is TypeScript, which Node runs directly from 22.18 on.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const NEEDED = [22, 18];
const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
const watches = process.argv.includes('--watch');
const main = path.join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..', 'src', 'main.ts');

/** Runs the server in another Node and ends as it ends. */
const runIn = (node, flags) => {
  const child = spawn(node, [...flags, main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    console.error(`${node} cannot be run: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
};

if (isNewEnough && !watches) {
  await import('../src/main.ts');
} else if (isNewEnough) {
  runIn(process.execPath, ['--watch', '--watch-preserve-output']);
} else {
  const bundled = path.join(path.dirname(main), '..', '..', '..', 'node_modules', '.bin', 'node');
  if (!existsSync(bundled)) {
    console.error(
      `Mesh Markets needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}. ` +
        'Run "npm install" (on Linux x64 it brings one), or install a newer Node.',
    );
    process.exit(1);
  }
  runIn(bundled, watches ? ['--watch', '--watch-preserve-output'] : []);
}
