import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { provenance } from '../../bench/lib/report.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Puts a text between the two marks of its name in a document; what stands around it stays. @throws Error without marks */
export const writeSection = (file: string, name: string, text: string): void => {
  const target = path.join(root, file);
  const document = readFileSync(target, 'utf8');
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no place for "${name}"`);
  writeFileSync(
    target,
    `${document.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${document.slice(to)}`,
  );
};

/** A row of a table in a document: what would end a cell early is spelt out. */
const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;

export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');

/** How busy the machine was with other things when a run began; figures of time depend on it. */
const startingLoad = loadavg()[0]!;

/** Where, when and on what a table was made, in a sentence. */
export const madeOn = (): string => {
  const { at, commit, machine } = provenance();
  const shared =
    startingLoad < 1
      ? 'nothing else ran on the machine'
      : `other work ran on the machine (load ${startingLoad.toFixed(1)} before the run), so times say little`;
  return `${at.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}, ${machine}; ${shared}.`;
};

/** The commit that a run is of. */
export const commitName = (): string =>
  execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', cwd: root }).trim();
