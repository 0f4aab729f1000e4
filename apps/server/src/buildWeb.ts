import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const repository = path.join(import.meta.dirname, '..', '..', '..');
const web = path.join(repository, 'apps', 'web');

/** What the built app is made of. */
const sources = [
  ...['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map((name) => path.join(web, name)),
  ...['client', 'contract', 'market-maker'].map((name) => path.join(repository, 'packages', name, 'src')),
];

const newestChange = (file: string): number => {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  // A directory's own time tells of files that were removed.
  return Math.max(stats.mtimeMs, ...readdirSync(file).map((name) => newestChange(path.join(file, name))));
};

/** Missing or older than what it is made of. A release that ships without sources is never stale. */
export const isWebStale = (): boolean => {
  const built = statSync(path.join(web, 'dist', 'index.html'), { throwIfNoEntry: false });
  const canBuild = existsSync(path.join(web, 'index.html'));
  return canBuild && (built === undefined || Math.max(...sources.map(newestChange)) > built.mtimeMs);
};

/** Runs the web app's own build. Answers false when that did not work; what it said went to the terminal. */
export const buildWeb = (): Promise<boolean> =>
  new Promise((resolve) => {
    const npm = spawn(
      'npm',
      ['run', '--silent', 'build', '-w', '@mesh-markets/web', '--', '--logLevel', 'warn'],
      {
        cwd: repository,
        stdio: ['ignore', 'inherit', 'inherit'],
        shell: process.platform === 'win32',
      },
    );
    npm.once('error', () => resolve(false));
    npm.once('exit', (code) => resolve(code === 0));
  });
