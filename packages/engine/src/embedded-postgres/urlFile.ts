import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tryConnect } from './connect.ts';

function urlFile(dataDir: string): string {
  return path.join(dataDir, 'database-url');
}

/** Lets other processes of the same user find the running server. */
export function writeUrl(dataDir: string, url: string): void {
  const draft = `${urlFile(dataDir)}.draft`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${url}\n`, { mode: 0o600 });
  renameSync(draft, urlFile(dataDir));
}

export function removeUrl(dataDir: string): void {
  rmSync(urlFile(dataDir), { force: true });
}

/**
 * The connection string of the embedded Postgres that another process runs in this data directory, or undefined when
 * none answers.
 */
export async function readEmbeddedUrl(dataDir: string): Promise<string | undefined> {
  let url: string;
  try {
    url = readFileSync(urlFile(dataDir), 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const client = await tryConnect(url);
  if (client instanceof Error) return undefined;
  await client.end();
  return url;
}
