import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import path from 'node:path';
import { median, type Stretch } from './figures.ts';

const git = (...args: string[]): string => {
  try {
    return execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim();
  } catch {
    return 'unknown';
  }
};

/** Where and on what a measurement was made. */
export const provenance = () => ({
  at: new Date().toISOString(),
  commit: git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with changes'),
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}`,
});

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  return [line(head), widths.map((width) => '─'.repeat(width)).join('──'), ...rows.map(line)].join('\n');
};

/** A row of medians over rounds. */
export const stretchRow = (name: string, rounds: readonly Stretch[]): string[] => {
  const figure = (of: (s: Stretch) => number, digits: number) => median(rounds.map(of)).toFixed(digits);
  return [
    name,
    figure((s) => s.perSecond, 0),
    figure((s) => s.p50, 2),
    figure((s) => s.p95, 2),
    figure((s) => s.p99, 2),
    figure((s) => s.nodeCpu, 2),
    figure((s) => s.postgresCpu, 2),
  ];
};

export const STRETCH_HEAD = ['', '/s', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU s Node/10k', 'CPU s Postgres/10k'];

/** Keeps a result with its machine and commit under bench/results/. */
export const keep = (name: string, result: object): string => {
  const folder = path.join(import.meta.dirname, '..', 'results');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}-${new Date().toISOString().slice(0, 16).replaceAll(':', '')}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
};
