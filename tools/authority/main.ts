import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { callers, KeyScope, mayCall, type Route, routes, scopeOf } from '@mesh-markets/contract';
import { authRoutes } from '../../apps/server/src/auth/authRoutes.ts';
import type { Observed } from '../../apps/server/tests/fixtures/observe.ts';
import { madeOn, markdownTable, writeSection } from '../report/section.ts';

/*
 * npm run authority -- --write: who may call which route. The table in the contract is the only truth; the test that calls every route as
 * everybody (apps/server/tests/access.test.ts) is run, and what the routes really answered is put beside what the table says.
 */

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

const scopes = KeyScope.options.map((scope) => `${scope} key`);

/** Runs the test and answers with what was seen; later calls of the same kind count more, for they had something fresh to act on. */
const observeAll = async (): Promise<{ readonly passed: boolean; readonly seen: Map<string, number> }> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mesh-markets-authority-'));
  const file = path.join(folder, 'observed.jsonl');
  try {
    const test = ['vitest', 'run', 'apps/server/tests/access.test.ts', '--reporter=dot'];
    const child = spawn('npx', test, {
      cwd: path.resolve(import.meta.dirname, '..', '..'),
      env: { ...process.env, OBSERVED_FILE: file },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    const [code] = await once(child, 'exit');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    const all = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Observed);
    return {
      passed: code === 0,
      seen: new Map(all.map(({ caller, route, status }) => [`${caller}/${route}`, status])),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What the table says, and what was answered: "yes 200", "no 403". */
const cell = (mayDo: boolean, status: number | undefined): string =>
  `${mayDo ? '**yes**' : 'no'}${status === undefined ? '' : ` ${status}`}`;

const rowOf = (name: string, route: Route, seen: ReadonlyMap<string, number>): string[] => {
  const allowed = mayCall(name, route.access);
  const scope = scopeOf(name, route);
  const inPerson = allowed.includes('user') && !allowed.includes('bot');
  return [
    `\`${name}\``,
    `${route.method} ${route.path}`,
    ...callers.map((kind) => cell(allowed.includes(kind), seen.get(`${kind}/${name}`))),
    ...KeyScope.options.map((one) => cell(!inPerson && one === scope, seen.get(`${one} key/${name}`))),
  ];
};

const { passed, seen } = await observeAll();
const all: [string, Route][] = Object.entries({ ...routes, ...authRoutes });
const table = markdownTable(
  ['route', 'address', ...callers, ...scopes],
  all.map(([name, route]) => rowOf(name, route, seen)),
);
const observed = `${all.length} routes; ${seen.size} pairs of a route and a caller were really called, and the test ${passed ? 'passed' : '**failed**'}.`;
if (values.write)
  writeSection('docs/design/authority.md', 'authority', `${madeOn()} ${observed}\n\n${table}`);
else console.log(table);
console.log(observed);
if (!passed) process.exitCode = 1;
