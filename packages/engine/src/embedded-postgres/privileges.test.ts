import { chmodSync, chownSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { query, stopProcess, useDataDirs } from './fixtures/harness.ts';

const { start, startProcess, absentDataDir, root } = useDataDirs();
const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65534, gid: 65534 };

/** Whether a user without rights of its own can read the sources: not so for a checkout under /root. */
function everybodyCanRead(file: string): boolean {
  for (let current = path.dirname(file); ; current = path.dirname(current)) {
    if ((statSync(current).mode & 0o005) !== 0o005) return false;
    if (current === path.dirname(current)) return true;
  }
}

/** The user that the kernel says a process has. */
function userOf(pid: number): number {
  return Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function emptyDataDirOf(user: { uid: number; gid: number }): string {
  const dataDir = absentDataDir();
  mkdirSync(dataDir, { recursive: true });
  chownSync(dataDir, user.uid, user.gid);
  for (const directory of [root(), path.dirname(dataDir)]) chmodSync(directory, 0o755);
  return dataDir;
}

test.runIf(process.platform !== 'win32')('the cluster belongs to the user who starts it', async () => {
  const dataDir = absentDataDir();
  const { url } = await start(dataDir);
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(statSync(path.join(dataDir, 'postgres', 'PG_VERSION')).uid).toBe(process.getuid?.());
});

const cannotBecomeNobody =
  (!isRoot && 'only root can become another user') ||
  (!everybodyCanRead(import.meta.filename) && 'nobody but root can read this checkout');

describe.runIf(process.platform === 'linux')('with root at hand', () => {
  beforeEach(({ skip }) => {
    if (cannotBecomeNobody) skip(cannotBecomeNobody);
  });

  test('an ordinary user can run one', async () => {
    const dataDir = emptyDataDirOf(nobody);
    const other = await startProcess(dataDir, { ...nobody, cwd: '/' });
    expect(userOf(other.pid)).toBe(nobody.uid);
    expect(statSync(path.join(dataDir, 'postgres')).uid).toBe(nobody.uid);
    expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a cluster of another user is run as that user', async () => {
    const dataDir = emptyDataDirOf(nobody);
    const first = await startProcess(dataDir, { ...nobody, cwd: '/' });
    await query(first.url, 'create table survivor as select 42 as answer');
    await stopProcess(first.process);

    const { url, pid } = await start(dataDir);
    expect(userOf(pid)).toBe(nobody.uid);
    expect(await query(url, 'select answer from survivor')).toEqual([{ answer: 42 }]);
  });

  test('without the means for a namespace a system user runs it', async () => {
    const dataDir = absentDataDir();
    chmodSync(root(), 0o755);
    // An empty PATH hides unshare and setpriv, as an image without util-linux would.
    const other = await startProcess(dataDir, { env: { PATH: '' } });
    expect(userOf(other.pid)).not.toBe(0);
    expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a system user that cannot reach the data directory is told so', async () => {
    const dataDir = absentDataDir();
    chmodSync(root(), 0o700);
    await expect(startProcess(dataDir, { env: { PATH: '' } })).rejects.toThrow(
      'must be able to reach the data directory',
    );
  });
});
