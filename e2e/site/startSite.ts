import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A running instance. */
export interface Site {
  readonly url: string;
  /** Makes the first admin; absent once there is one. */
  readonly setupToken: string | undefined;
  readonly databaseUrl: string;
  /** Ends in order, answering what is in flight. */
  readonly stop: () => Promise<void>;
  /** Ends at once, as a power cut would. */
  readonly kill: () => Promise<void>;
}

export interface SiteOptions {
  readonly databaseUrl: string;
  /** The built web app. */
  readonly webRoot: string;
  /** 0 for any free one. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/** No limits and a quiet log: what a test wants unless it says otherwise. */
const usualSettings = {
  HOST: '127.0.0.1',
  AUTH_SECRET: 'a secret that is only used in tests, 33+',
  TRADES_PER_MINUTE: '0',
  COMMENTS_PER_MINUTE: '0',
  POSTS_PER_HOUR: '0',
  MARKETS_PER_HOUR: '0',
  SIGN_INS_PER_MINUTE: '0',
  SIGN_UPS_PER_HOUR: '0',
  REQUESTS_PER_MINUTE: '0',
  LOG_LEVEL: 'error',
};

/** Starts the real server on a database that exists already. */
export const startSite = async (options: SiteOptions): Promise<Site> => {
  const { databaseUrl, webRoot, port = 0, settings = {} } = options;
  const child = fork(fileURLToPath(import.meta.resolve('./runSite.ts')), {
    // The test runner's own loader flags are no part of the server.
    execArgv: [],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...usualSettings,
      ...settings,
      DATABASE_URL: databaseUrl,
      WEB_ROOT: webRoot,
      PORT: `${port}`,
    },
  });
  const ready = await firstMessage(child);
  return {
    ...ready,
    databaseUrl,
    stop: () => ended(child, () => child.disconnect()),
    kill: () => ended(child, () => child.kill('SIGKILL')),
  };
};

const firstMessage = async (child: ChildProcess): Promise<Pick<Site, 'url' | 'setupToken'>> => {
  const message = once(child, 'message');
  const exit = once(child, 'exit').then(([code]) => {
    throw new Error(`The server ended with code ${code} before it listened; its words are above.`);
  });
  const [ready] = await Promise.race([message, exit]);
  return ready as Pick<Site, 'url' | 'setupToken'>;
};

const ended = async (child: ChildProcess, end: () => void): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  end();
  await exit;
};
