import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { EmbeddedPostgresUnavailableError } from './errors.ts';

/** A system user, as numbers. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** How a Postgres program has to be started on this machine. */
export interface LaunchPlan {
  /** Put before every Postgres program. */
  readonly prefix: readonly string[];
  /** Put before the server as well: makes the kernel stop it when this process dies, even by SIGKILL. */
  readonly serverPrefix: readonly string[];
  /** The user to become, when that is not the user we are. */
  readonly user: SystemUser | undefined;
}

/**
 * Postgres refuses to run as root. A root process (the usual case in a container) therefore starts it in a user
 * namespace where root has another number: the files stay root's, no system user is needed and a data directory under
 * /root works. Where the kernel or the container forbids that, Postgres runs as the owner of the cluster, or as
 * `postgres` or `nobody`.
 */
export function planLaunch(clusterDir: string): LaunchPlan {
  const serverPrefix = works('setpriv', '--pdeathsig', 'INT') ? ['setpriv', '--pdeathsig', 'INT'] : [];
  if (process.getuid?.() !== 0) return { prefix: [], serverPrefix, user: undefined };

  const owner = existsSync(clusterDir) ? statSync(clusterDir) : undefined;
  if (owner !== undefined && owner.uid !== 0) {
    return { prefix: [], serverPrefix, user: { uid: owner.uid, gid: owner.gid } };
  }
  const namespace = ['unshare', '--user', '--map-user=65534', '--map-group=65534'] as const;
  if (works(...namespace)) return { prefix: namespace, serverPrefix, user: undefined };

  const user = owner === undefined ? (findUser('postgres') ?? findUser('nobody')) : undefined;
  if (user === undefined) {
    throw new EmbeddedPostgresUnavailableError(
      'Postgres does not run as root, and this machine allows neither user namespaces nor has another user for ' +
        `${clusterDir}. Start Mesh Markets as an ordinary user, or set DATABASE_URL.`,
    );
  }
  return { prefix: [], serverPrefix, user };
}

/** Whether a command that wraps another one exists here and is allowed. */
function works(program: string, ...wrapperArguments: string[]): boolean {
  return spawnSync(program, [...wrapperArguments, 'true'], { stdio: 'ignore' }).status === 0;
}

function findUser(name: string): SystemUser | undefined {
  if (!existsSync('/etc/passwd')) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((candidate) => candidate.startsWith(`${name}:`));
  const fields = line?.split(':') ?? [];
  return fields.length > 3 ? { uid: Number(fields[2]), gid: Number(fields[3]) } : undefined;
}
