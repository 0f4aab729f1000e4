import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { socketFileName } from './address.ts';

/** What `postmaster.pid` tells about the server that wrote it. */
export interface PostmasterState {
  readonly pid: number;
  /** `starting`, `ready`, `stopping`, or empty when not written yet. */
  readonly status: string;
}

const statusLine = 7;

export function readPostmasterState(clusterDir: string): PostmasterState | undefined {
  const lines = readLines(path.join(clusterDir, 'postmaster.pid'));
  const pid = Number.parseInt(lines[0] ?? '', 10);
  return Number.isNaN(pid) ? undefined : { pid, status: lines[statusLine]?.trim() ?? '' };
}

/**
 * Removes lock files whose server is gone although its pid still exists: as a zombie, or, after the restart of a
 * container, as some unrelated process. Postgres would refuse to start. It is safe: Postgres checks the shared memory
 * of the old server on its own before it touches a file.
 */
export function removeStaleLockFiles(clusterDir: string, socketDir: string): void {
  if (process.platform !== 'linux') return;
  for (const file of [
    path.join(clusterDir, 'postmaster.pid'),
    path.join(socketDir, `${socketFileName}.lock`),
  ]) {
    const pid = Number.parseInt(readLines(file)[0] ?? '', 10);
    if (!Number.isNaN(pid) && !mayRunIn(pid, clusterDir)) rmSync(file, { force: true });
  }
}

/** A postmaster works in its cluster directory, and a zombie has no directory at all. */
function mayRunIn(pid: number, directory: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory);
  } catch (error) {
    // Without the right to look (another user's process) it is left to Postgres to decide.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
