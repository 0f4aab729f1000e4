import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What Playwright needs to start a browser; nothing at all for the one it brings itself. */
export interface BrowserLaunch {
  readonly executablePath?: string;
  readonly env?: Record<string, string>;
}

const systemBrowser = '/usr/bin/chromium';

/** PW_EXE, the machine's own Chromium, the one from npm, Playwright's: the first there is. */
export const findBrowser = async (): Promise<BrowserLaunch> => {
  const wanted = process.env.PW_EXE ?? '';
  if (wanted !== '') return { executablePath: wanted };
  if (existsSync(systemBrowser)) return { executablePath: systemBrowser };
  if (process.platform !== 'linux' || process.arch !== 'x64') return {};
  return launchFrom(await unpackedNpmBrowser());
};

/** The system's own libraries fit it best; the package brings those it needs for machines that have none. */
const launchFrom = (folder: string): BrowserLaunch => {
  const executablePath = path.join(folder, 'chromium');
  if (canRun(executablePath)) return { executablePath };
  const libraries = path.join(folder, 'al2023', 'lib');
  const fonts = path.join(folder, 'fonts');
  return {
    executablePath,
    env: { ...ownEnvironment(), LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: fonts },
  };
};

/**
 * Where the browser from npm is unpacked, done by the first run. Each user has a folder of their own, because the
 * package writes files that nobody else may run. It is filled under another name: a run that is killed, or two that
 * start at once, leave no half of a browser behind.
 */
const unpackedNpmBrowser = async (): Promise<string> => {
  const folder = path.join(tmpdir(), `mesh-markets-chromium-${pinnedVersion()}-${userInfo().uid}`);
  if (existsSync(folder)) return folder;
  const draft = mkdtempSync(`${folder}-`);
  await unpackInto(draft);
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another run was faster; its browser is as good.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
};

/** The package unpacks into whatever the temporary folder is at that moment. */
const unpackInto = async (folder: string): Promise<void> => {
  const { default: chromium, inflate } = await import('@sparticuz/chromium');
  const packed = path.join(path.dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin');
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await chromium.executablePath();
    await inflate(path.join(packed, 'al2023.tar.br'));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
};

const pinnedVersion = (): string => {
  const manifest = readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8');
  const { devDependencies } = JSON.parse(manifest) as { devDependencies: Record<string, string> };
  return devDependencies['@sparticuz/chromium'] ?? 'unpinned';
};

const canRun = (executable: string): boolean => {
  try {
    execFileSync(executable, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const ownEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
