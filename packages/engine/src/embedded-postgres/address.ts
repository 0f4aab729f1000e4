import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedPostgresUnavailableError } from './errors.ts';
import type { SystemUser } from './privileges.ts';

/** The one role of an embedded cluster. Who can reach the socket is decided by the file system. */
export const roleName = 'app';
/** The database that `url` names. */
export const databaseName = 'mesh_markets';

/** Where a server listens, and what initdb and the server must be told for that. */
export interface Address {
  /** The directory of the unix socket; empty where TCP is used. */
  readonly socketDir: string;
  readonly initdbArguments: readonly string[];
  readonly serverSettings: readonly string[];
  url(database: string): string;
}

/** The kernel's limit is 107 bytes on Linux and 103 on macOS; one limit makes both behave alike. */
const socketPathBytesMax = 103;
export const socketFileName = '.s.PGSQL.5432';

export async function chooseAddress(dataDir: string, user: SystemUser | undefined): Promise<Address> {
  return process.platform === 'win32' ? tcpAddress(dataDir) : socketAddress(dataDir, user);
}

function socketAddress(dataDir: string, user: SystemUser | undefined): Address {
  const socketDir = chooseSocketDir(dataDir);
  prepareSocketDir(socketDir, user);
  const host = encodeURIComponent(socketDir).replaceAll('%2F', '/');
  return {
    socketDir,
    initdbArguments: ['--auth=trust'],
    serverSettings: [
      'listen_addresses=',
      'port=5432',
      `unix_socket_directories="${socketDir.replaceAll('"', '""')}"`,
      'unix_socket_permissions=0700',
    ],
    // The port is spelt out because clients would otherwise take PGPORT from the environment.
    url: (database) => `postgresql:///${database}?host=${host}&port=5432&user=${roleName}`,
  };
}

/** Inside the data directory when the kernel accepts so long a path, else a short one derived from it. */
export function chooseSocketDir(dataDir: string): string {
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const candidates = [path.join(dataDir, 'socket'), path.join(tmpdir(), `mesh-markets-${digest}`)];
  const fitting = candidates.find(
    (directory) => Buffer.byteLength(path.join(directory, socketFileName)) <= socketPathBytesMax,
  );
  if (fitting === undefined) {
    throw new EmbeddedPostgresUnavailableError(
      `Both ${dataDir} and the temporary directory ${tmpdir()} are too long for a unix socket ` +
        `(${socketPathBytesMax} bytes). Choose a shorter DATA_DIR or TMPDIR.`,
    );
  }
  return fitting;
}

/**
 * The directory may lie in a place where anybody can write, so one that another user made is not trusted. It stays when
 * the server goes: a successor may be waiting to use it.
 */
function prepareSocketDir(socketDir: string, user: SystemUser | undefined): void {
  if (!existsSync(socketDir)) mkdirSync(socketDir, { mode: 0o700 });
  const found = lstatSync(socketDir);
  const trusted = found.uid === process.getuid?.() || found.uid === user?.uid;
  if (!found.isDirectory() || !trusted) {
    throw new EmbeddedPostgresUnavailableError(
      `${socketDir} is not a directory of this user. Remove it, or choose a shorter DATA_DIR.`,
    );
  }
  chmodSync(socketDir, 0o700);
  if (user !== undefined) chownSync(socketDir, user.uid, user.gid);
}

/** Windows only, and not tested: loopback TCP on a free port, with a password that stays with the cluster. */
async function tcpAddress(dataDir: string): Promise<Address> {
  const passwordFile = path.join(dataDir, 'database-password');
  if (!existsSync(passwordFile))
    writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  const password = readFileSync(passwordFile, 'utf8');
  const port = await findFreePort();
  return {
    socketDir: '',
    initdbArguments: ['--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    serverSettings: ['listen_addresses=127.0.0.1', `port=${port}`],
    url: (database) => `postgresql://${roleName}:${password}@127.0.0.1:${port}/${database}`,
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('the loopback server has no port');
  return address.port;
}
