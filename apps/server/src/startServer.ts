import type { AddressInfo } from 'node:net';
import { type BatchFigures, migrate, openEngine, openPool } from '@mesh-markets/engine';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createServer } from './app.ts';
import { isDisposable } from './auth/disposableMail.ts';
import { loadAuthSecret } from './authSecret.ts';
import { openDatabase } from './database.ts';
import { startJobs } from './jobs.ts';
import type { Metrics } from './metrics.ts';
import { setUpMessages } from './notifications/setUpMessages.ts';
import { startProjector } from './projector.ts';
import type { Settings } from './settings.ts';
import { StartError } from './startError.ts';
import type { Telemetry } from './telemetry/loadTelemetry.ts';
import { traceBatches } from './telemetry/traceBatches.ts';
import { traceVerbs } from './telemetry/traceVerbs.ts';

/** How long requests in flight may take once the server ends. */
const GOODBYE_MS = 10_000;

export interface StartOptions {
  readonly log?: FastifyBaseLogger;
  /** For tests: every answer is compared with the contract. */
  readonly checkAnswers?: boolean;
  /** Where the built web app lies. */
  readonly webRoot?: string;
  /** Where spans go; the server ends it last. */
  readonly telemetry?: Telemetry | undefined;
}

export interface RunningServer {
  /** Where it listens. */
  readonly url: string;
  /** The one-time token of the first admin, while there is none. */
  readonly setupToken: string | undefined;
  /** The file that tells other processes of this machine where an embedded database is. */
  readonly databaseUrlFile: string | undefined;
  /** Resolves with a sentence if the server cannot go on. */
  readonly lost: Promise<string>;
  /** Answers what is in flight, then ends everything it started. Can be called again. */
  readonly close: () => Promise<void>;
}

type Closers = (() => Promise<unknown>)[];

const runInReverse = async (closers: Closers): Promise<void> => {
  for (const close of closers.splice(0).reverse()) await close();
};

/** Migrates, opens the books and starts the jobs; each with its end in `closers`. */
const openBooks = async (
  settings: Settings,
  log: FastifyBaseLogger,
  closers: Closers,
  onBatch: (figures: BatchFigures) => void,
  countMessage: Metrics['countMessage'],
  telemetry: Telemetry | undefined,
) => {
  const database = await openDatabase(settings, log);
  closers.push(database.stop);
  const owner = await openPool(database.url, { as: 'owner', max: 6 });
  closers.push(() => owner.end());
  await migrate(owner);
  const { signupCredits, subsidyFrom, maxQueuedTrades } = settings;
  const traced = telemetry && traceBatches(telemetry);
  const {
    engine: untraced,
    pool,
    close,
  } = await openEngine(database.url, {
    signupCredits,
    subsidyFrom,
    maxQueuedTrades,
    disputeHours: settings.disputeHours,
    creatorsTrade: settings.creatorsTrade,
    oraclesTrade: settings.oraclesTrade,
    abandonedAfterDays: settings.abandonedAfterDays,
    ...settings.bounds,
    offersEmail: settings.mail !== undefined,
    emailVerification: settings.emailVerification,
    signUp: settings.signUp,
    isDisposableMail: isDisposable,
    markOrder: traced?.markOrder,
    onBatch: (figures) => {
      onBatch(figures);
      traced?.onBatch(figures);
    },
    onFactFailed: (error, fact) => log.error({ err: error, fact }, 'a fact could not be handled; put off'),
  });
  closers.push(close);
  const engine = telemetry ? traceVerbs(untraced, telemetry) : untraced;
  if (settings.houseCredits > 0) await engine.fundHouse(settings.houseCredits);
  const { granted } = await engine.grantWaiting();
  if (granted > 0)
    log.info({ granted }, 'gave sign-up credits to people who need not confirm their address any more');
  await engine.useSegment(settings.segment !== undefined);
  const authSecret = loadAuthSecret(settings);
  const messenger = await setUpMessages({
    settings,
    engine,
    authSecret,
    log,
    onSettled: countMessage,
  });
  const jobs = await startJobs({ pool: owner, engine, log, settings, authSecret, messenger, telemetry });
  closers.push(jobs.stop);
  const projector = startProjector(engine, log);
  closers.push(projector.stop);
  return { database, engine, pool };
};

const listen = async (app: FastifyInstance, { port, host }: Settings): Promise<string> => {
  try {
    await app.listen({ port, host });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new StartError(`Port ${port} is in use. Stop what uses it, or set PORT to another one.`);
    }
    if (code === 'EACCES') {
      throw new StartError(`This user may not listen on port ${port}. Set PORT to one above 1023.`);
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartError(`This machine has no address ${host} to listen on. Check HOST.`);
    }
    throw error;
  }
  const address = app.server.address() as AddressInfo;
  const everywhere = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(address.address);
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${everywhere ? 'localhost' : name}:${address.port}`;
};

/** Stops taking connections and waits for requests in flight; after a while it waits no longer. */
const closeApp = async (app: FastifyInstance): Promise<void> => {
  const impatience = setTimeout(() => app.server.closeAllConnections(), GOODBYE_MS);
  await app.close();
  clearTimeout(impatience);
};

/**
 * Starts a whole instance: database, migrations, engine, HTTP server and jobs.
 * @throws SettingsError, StartError for what an operator can mend; nothing is left running after an error
 */
export const startServer = async (settings: Settings, options: StartOptions = {}): Promise<RunningServer> => {
  const log = options.log ?? pino({ level: settings.logLevel });
  const authSecret = loadAuthSecret(settings);
  const { telemetry } = options;
  const closers: Closers = telemetry === undefined ? [] : [telemetry.stop];
  try {
    // The engine is there before the server that keeps its figures.
    let observeBatch: (figures: BatchFigures) => void = () => undefined;
    let countMessage: Metrics['countMessage'] = () => undefined;
    const { database, engine, pool } = await openBooks(
      settings,
      log,
      closers,
      (batch) => observeBatch(batch),
      (channel, settled) => countMessage(channel, settled),
      telemetry,
    );
    const server = await createServer({
      settings,
      authSecret,
      pool,
      engine,
      log,
      telemetry,
      ...(options.checkAnswers !== undefined && { checkAnswers: options.checkAnswers }),
      ...(options.webRoot !== undefined && { webRoot: options.webRoot }),
    });
    const { app, adminSetup, beginShutdown } = server;
    observeBatch = server.observeBatch;
    countMessage = server.countMessage;
    closers.push(() => closeApp(app));
    const url = await listen(app, settings);
    let closing: Promise<void> | undefined;
    return {
      url,
      setupToken: adminSetup.token,
      databaseUrlFile: database.urlFile,
      lost: database.lost,
      close: () => {
        beginShutdown();
        closing ??= runInReverse(closers);
        return closing;
      },
    };
  } catch (error) {
    await runInReverse(closers);
    throw error;
  }
};
