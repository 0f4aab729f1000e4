#!/usr/bin/env node
// Plain JavaScript that any Node can read: the commands are TypeScript, which Node runs directly from 22.18 on.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = [22, 18];
const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
const main = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'src', 'main.ts');
const bundled = path.join(path.dirname(main), '..', '..', '..', 'node_modules', '.bin', 'node');

if (isNewEnough) {
  await import('../src/main.ts');
} else if (existsSync(bundled)) {
  const child = spawn(bundled, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  child.once('error', (error) => {
    console.error(`${bundled} cannot be run: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code) => process.exit(code ?? 1));
} else {
  console.error(
    `mesh-markets needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}. ` +
      'Run "npm install" (on Linux x64 it brings one), or install a newer Node.',
  );
  process.exit(1);
}
