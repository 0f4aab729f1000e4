import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A text file of the repository. `path` is relative to the root and has forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export const repositoryRoot = path.resolve(import.meta.dirname, '..', '..');

/** Nothing a person wrote is in these. */
const ignoredDirectories = new Set([
  'node_modules',
  'dist',
  'data',
  'data-demo',
  'coverage',
  'test-results',
  'playwright-report',
]);
const textExtensions = ['.ts', '.tsx', '.mjs', '.css', '.html', '.sql', '.md', '.yml', '.sh'];

/** Every text file a person wrote, in the order of their paths. */
export function readRepository(root = repositoryRoot): SourceFile[] {
  const files: SourceFile[] = [];
  const visit = (directory: string) => {
    for (const entry of readdirSync(path.join(root, directory), { withFileTypes: true })) {
      const entryPath = path.posix.join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!ignoredDirectories.has(entry.name) && !entry.name.startsWith('.')) visit(entryPath);
      } else if (textExtensions.includes(path.extname(entry.name))) {
        files.push({ path: entryPath, text: readFileSync(path.join(root, entryPath), 'utf8') });
      }
    }
  };
  visit('');
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function isCode({ path: filePath }: SourceFile): boolean {
  return /\.(ts|tsx|mjs)$/.test(filePath);
}

/** Tests and what only they use: they may reach further than the code of their room. */
export function isTestCode({ path: filePath }: SourceFile): boolean {
  return /\.test\.tsx?$/.test(filePath) || /\/(testing|fixtures)\//.test(filePath);
}

/** `packages/x` or `apps/x` for a file in there, else undefined. */
export function roomOf(filePath: string): string | undefined {
  return /^(packages|apps)\/[^/]+(?=\/)/.exec(filePath)?.[0];
}
