/** This machine cannot run the embedded Postgres; an external one through DATABASE_URL is the way out. */
export class EmbeddedPostgresUnavailableError extends Error {
  override readonly name = 'EmbeddedPostgresUnavailableError';
}

/** Another live Postgres already serves this data directory; two would destroy it. */
export class EmbeddedPostgresInUseError extends Error {
  override readonly name = 'EmbeddedPostgresInUseError';
  readonly dataDir: string;
  readonly pid: number;

  constructor(dataDir: string, pid: number) {
    super(
      `Another process already runs the embedded Postgres of ${dataDir} (postgres has pid ${pid}). ` +
        `Stop that process, or set DATABASE_URL to the content of ${dataDir}/database-url to use the same database. ` +
        `If nothing of yours runs any more, stop the left-over with: kill -INT ${pid}`,
    );
    this.dataDir = dataDir;
    this.pid = pid;
  }
}

/** Postgres or initdb ended before it served anything; the message carries what it said. */
export class EmbeddedPostgresStartError extends Error {
  override readonly name = 'EmbeddedPostgresStartError';

  constructor(program: string, output: string) {
    const hint = /permission denied|could not access|could not change directory|EACCES/i.test(output)
      ? '\nThe user that runs Postgres must be able to reach the data directory and the node_modules folder.'
      : '';
    super(`${program} did not start:\n${output.trim() || 'no output'}${hint}`);
  }
}
