/**
 * `npm test`: every check there is, in the order in which they fail fastest. Stops at the first step that fails. The
 * last line is `N passed, N failed` over all tests. `--only=unit,browser` runs some of the steps.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, again?: number }} Counts
 * @typedef {{ name: string, script: string, arguments: string[], environment: Record<string, string>,
 *   count?: () => Counts }} Step
 * @typedef {{ name: string, seconds: number, succeeded: boolean, counts?: Counts }} Result
 */

const root = path.resolve(import.meta.dirname, '..');

/** @param {string} reports @returns {Step[]} */
function listSteps(reports) {
  const unitReport = path.join(reports, 'unit.json');
  const browserReport = path.join(reports, 'browser.json');
  const plain = { arguments: [], environment: {} };
  return [
    { ...plain, name: 'types', script: 'typecheck' },
    { ...plain, name: 'lint', script: 'lint' },
    { ...plain, name: 'unused', script: 'unused' },
    {
      name: 'unit',
      script: 'unit',
      arguments: ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
      environment: {},
      count: () => countUnitTests(unitReport),
    },
    {
      name: 'browser',
      script: 'e2e',
      arguments: ['--reporter=list,json'],
      environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport },
      count: () => countBrowserTests(browserReport),
    },
  ];
}

/** @param {string} file @returns {Counts} */
function countUnitTests(file) {
  const report = readReport(file);
  return {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

/** @param {string} file @returns {Counts} */
function countBrowserTests(file) {
  const statistics = readReport(file)?.stats;
  return {
    passed: (statistics?.expected ?? 0) + (statistics?.flaky ?? 0),
    failed: statistics?.unexpected ?? 0,
    skipped: statistics?.skipped ?? 0,
    again: statistics?.flaky ?? 0,
  };
}

/** A runner that breaks down early leaves no report. @param {string} file */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** @param {Step} step @returns {Promise<Result>} */
async function run(step) {
  console.log(`\n=== ${step.name} (npm run ${step.script})`);
  const started = performance.now();
  const child = spawn('npm', ['run', '--silent', step.script, '--', ...step.arguments], {
    cwd: root,
    env: { ...process.env, ...step.environment },
    shell: process.platform === 'win32',
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  const seconds = (performance.now() - started) / 1_000;
  const succeeded = code === 0;
  console.log(`=== ${step.name}: ${succeeded ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s`);
  const counts = step.count?.();
  return { name: step.name, seconds, succeeded, ...(counts && { counts }) };
}

/** @param {Result} result @returns {number} */
function countFailed({ succeeded, counts }) {
  // A step can fail without a failed test (a type error, a file that does not load); it must not look like success.
  return Math.max(counts?.failed ?? 0, succeeded ? 0 : 1);
}

/** @param {Result[]} results @param {Step[]} steps */
function summarise(results, steps) {
  console.log('\nstep      seconds  result');
  for (const step of steps) {
    const result = results.find(({ name }) => name === step.name);
    const tests = result?.counts;
    const again = tests?.again ? `, ${tests.again} of them only when tried again` : '';
    const details = tests
      ? `  ${tests.passed} passed${again}, ${tests.failed} failed, ${tests.skipped} skipped`
      : '';
    const verdict = result === undefined ? 'not run' : result.succeeded ? 'passed' : 'FAILED';
    console.log(
      `${step.name.padEnd(9)} ${(result?.seconds ?? 0).toFixed(1).padStart(7)}  ${verdict}${details}`,
    );
  }
  const passed = results.reduce((sum, { counts }) => sum + (counts?.passed ?? 0), 0);
  const failed = results.reduce((sum, result) => sum + countFailed(result), 0);
  console.log(`\n${passed} passed, ${failed} failed`);
}

/** @param {Step[]} steps @returns {Step[]} */
function choose(steps) {
  const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
  if (only === undefined) return steps;
  const names = only.split(',');
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no step "${unknown}"; there are ${steps.map(({ name }) => name).join(', ')}.`);
  }
  return steps.filter(({ name }) => names.includes(name));
}

const reports = mkdtempSync(path.join(tmpdir(), 'mesh-markets-reports-'));
process.once('exit', () => rmSync(reports, { recursive: true, force: true }));
const steps = choose(listSteps(reports));
/** @type {Result[]} */
const results = [];
for (const step of steps) {
  results.push(await run(step));
  if (!results.at(-1)?.succeeded) break;
}
summarise(results, steps);
process.exitCode = results.every(({ succeeded }) => succeeded) ? 0 : 1;
