import { existsSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { banner } from './banner.ts';
import { buildWeb, isWebStale } from './buildWeb.ts';
import { fillDemo, prepareDemo } from './demo/prepareDemo.ts';
import { readSettings, SettingsError } from './settings.ts';
import { StartError } from './startError.ts';
import { type RunningServer, startServer } from './startServer.ts';
import { hearComplaints, loadTelemetry, traceOfLine } from './telemetry/loadTelemetry.ts';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const complain = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const prepareWeb = async (flags: readonly string[]): Promise<void> => {
  if (flags.includes('--no-build') || !isWebStale()) return;
  say('Building the web app (once, and again when its sources change) …');
  if (!(await buildWeb())) complain('The web app could not be built; the API works without it.');
};

/** One Ctrl-C reaches us from the terminal and again from npm, which passes it on. */
const ONE_KEY_PRESS_MS = 1_000;

/** The first signal ends in order, a second one at once. */
const endOnSignal = (server: RunningServer): void => {
  let endingSince: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (endingSince !== undefined) {
        if (performance.now() - endingSince > ONE_KEY_PRESS_MS) process.exit(1);
        return;
      }
      endingSince = performance.now();
      say(`\nEnding: requests in flight are answered first. Send ${signal} again to end at once.`);
      server.close().then(
        () => process.exit(0),
        (error: unknown) => {
          complain(String(error));
          process.exit(1);
        },
      );
    });
  }
};

/** Postgres going away, or a connection to it. */
const isLostConnection = (error: unknown): boolean => {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  return /^(57P|08|ECONN|EPIPE)/.test(code) || /connection (error|terminated)|not queryable/i.test(message);
};

/**
 * The job runner leaves the failure of a job it could not even note unheard. A lost database is told, and ended for, elsewhere; anything
 * else nobody handled is a fault that must not go on.
 */
const surviveLostConnections = (log: Logger): void => {
  process.on('unhandledRejection', (error) => {
    if (isLostConnection(error)) {
      log.warn({ err: error }, 'a connection to the database was lost');
      return;
    }
    log.fatal({ err: error }, 'nobody handled this');
    process.exit(1);
  });
};

const main = async (): Promise<void> => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const flags = process.argv.slice(2);
  const settings = readSettings(process.env, flags);
  // A person at a terminal reads the banner; lines of JSON are for whoever collects them.
  const quiet = process.stdout.isTTY && process.env.LOG_LEVEL === undefined;
  if (flags.includes('--fill-only')) {
    say(await fillDemo(settings));
    return;
  }
  const telemetry = await loadTelemetry(settings, process.env);
  const log = pino({
    level: quiet ? 'warn' : settings.logLevel,
    ...(telemetry && { mixin: traceOfLine }),
  });
  if (telemetry) hearComplaints(log);
  surviveLostConnections(log);
  await prepareWeb(flags);
  if (settings.demo) await prepareDemo(settings);
  const server = await startServer(settings, { log, telemetry });
  endOnSignal(server);
  say(banner(settings, server));
  const reason = await server.lost;
  log.fatal(reason);
  complain(reason);
  await server
    .close()
    .catch((error: unknown) => log.error({ err: error }, 'the server did not end in order'));
  process.exit(1);
};

main().catch((error: unknown) => {
  const expected = error instanceof SettingsError || error instanceof StartError;
  const known =
    expected || (error instanceof Error && /^(EmbeddedPostgres|MigrationRefused)/.test(error.name));
  complain(known ? (error as Error).message : String((error as Error)?.stack ?? error));
  process.exit(1);
});
