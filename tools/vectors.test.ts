import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runVectorFiles } from './vectors.ts';

const ORACLE = fileURLToPath(new URL('../../shared/vectors/lmsr.json', import.meta.url));

const EVEN = { id: 'even', op: 'prices', N: 2, b: '100', q: ['0', '0'] };
const RIGHT = { ...EVEN, expect: { prices: ['0.5', '0.5'], cost: '69.3147180559945' }, relTol: '1e-14' };
const BUY = {
  id: 'buy',
  op: 'buyMicro',
  N: 2,
  b: '10',
  qMicro: ['0', '388000000'],
  i: 0,
  deltaMicro: '776000000',
  expect: { cost: '388', costCredits: 388, safeRange: [388, 389], margin: '0' },
  relTol: '1e-13',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vectors-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(...contents: unknown[]): { code: number; lines: string[] } {
  const paths = contents.map((content, k) => {
    const path = join(folder, `${k}.json`);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  });
  return runPaths(paths);
}

function runPaths(paths: readonly string[]): { code: number; lines: string[] } {
  const lines: string[] = [];
  const code = runVectorFiles(paths, (line) => lines.push(line));
  return { code, lines };
}

function lmsrFile(...cases: unknown[]) {
  return { mechanism: 'lmsr', count: cases.length, cases };
}

describe('vectors', () => {
  it('counts what passes, over all files', () => {
    const { code, lines } = run(lmsrFile(RIGHT, BUY), lmsrFile(RIGHT));
    expect(code).toBe(0);
    expect(lines.at(-1)).toBe('3 passed, 0 failed');
  });

  it('prints field, answer, expectation and tolerance of what fails', () => {
    const wrong = { ...RIGHT, expect: { ...RIGHT.expect, prices: ['0.5', '0.6'] } };
    const { code, lines } = run(lmsrFile(wrong, RIGHT));
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^even prices\[1\]: got 0.5, expected "0.6", allowed ± /);
    expect(lines.at(-1)).toBe('1 passed, 1 failed');
  });

  it('adds the absolute tolerance of the field, or else of "*", to the relative one', () => {
    const near = { ...RIGHT, expect: { prices: ['0.5', '0.6'], cost: '69.3147180559945' } };
    expect(run(lmsrFile({ ...near, absTol: { prices: '0.11' } })).code).toBe(0);
    expect(run(lmsrFile({ ...near, absTol: { '*': '0.11' } })).code).toBe(0);
    expect(run(lmsrFile({ ...near, absTol: { '*': '0.11', prices: '0.01' } })).code).toBe(1);
    expect(run(lmsrFile({ ...near, relTol: '0.17' })).code).toBe(0);
  });

  it('holds integers to the safe range', () => {
    const narrow = { ...BUY, expect: { ...BUY.expect, safeRange: [386, 387] } };
    const { lines } = run(lmsrFile(narrow));
    expect(lines[0]).toMatch(/^buy costCredits: got 38[89], expected 388, allowed \[386, 387\]/);
  });

  it('fails a field it has no answer for, a list of another length, an unknown operation and a missing input', () => {
    const { code, lines } = run(
      lmsrFile(
        { ...RIGHT, expect: { colour: '1' } },
        { ...RIGHT, expect: { prices: ['0.5'] } },
        { ...RIGHT, op: 'constructor' },
        { ...RIGHT, b: undefined },
      ),
    );
    expect(code).toBe(1);
    expect(lines.join('\n')).toMatch(
      /colour.*\n.*prices.*\n.*unknown operation constructor\n.*b is undefined/,
    );
    expect(lines.at(-1)).toBe('0 passed, 4 failed');
  });

  it('fails every case of a mechanism that is not implemented', () => {
    const { code, lines } = run({ mechanism: 'cpmm', cases: [RIGHT, BUY] }, lmsrFile(RIGHT));
    expect(code).toBe(1);
    expect(lines[0]).toContain('mechanism cpmm is not implemented');
    expect(lines.at(-1)).toBe('1 passed, 2 failed');
  });

  it.each([
    ['{', /cannot be read/],
    ['[]', /file is not an object/],
    [{ cases: [RIGHT] }, /names no mechanism/],
    [{ mechanism: 'lmsr' }, /cases is not a list/],
    [lmsrFile(), /holds no cases/],
    [{ mechanism: 'lmsr', count: 2, cases: [RIGHT] }, /announces 2 cases and holds 1/],
    [lmsrFile({ id: 'x' }), /case 0 has no id or no op/],
  ])('refuses the malformed file %j', (content, message) => {
    const { code, lines } = run(content);
    expect(code).not.toBe(0);
    expect(lines[0]).toMatch(message);
  });

  it('says so when a file is missing or none is named', () => {
    const { code, lines } = runPaths([join(folder, 'absent.json')]);
    expect(code).not.toBe(0);
    expect(lines[0]).toMatch(/absent.json: cannot be read: ENOENT/);
    expect(runPaths([]).code).not.toBe(0);
  });

  it('passes every case of the vector file beside the checkout', ({ skip }) => {
    if (!existsSync(ORACLE)) {
      // The reporter counts a skipped test without giving the reason.
      console.warn(`skipped: there is no ${ORACLE}; only the cases in this repository were checked`);
      skip();
    }
    const { code, lines } = runPaths([ORACLE]);
    expect(lines.slice(0, -2)).toEqual([]);
    expect(lines.at(-1)).toMatch(/^[1-9]\d* passed, 0 failed$/);
    expect(code).toBe(0);
  });
});
