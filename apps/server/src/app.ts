import path from 'node:path';
import compress from '@fastify/compress';
import { mayCall, type Route, routes } from '@mesh-markets/contract';
import { createEngineForKeys, type Engine, type openPool, Refusal } from '@mesh-markets/engine';
import fastify, {
  errorCodes,
  type FastifyBaseLogger,
  type FastifyInstance,
  type HTTPMethods,
  LogController,
} from 'fastify';
import serverPackage from '../package.json' with { type: 'json' };
import { type AdminSetup, createAdminSetup } from './adminSetup.ts';
import { createAfterwards } from './api/afterwards.ts';
import type { Handler, Services } from './api/handler.ts';
import { createReadCache } from './api/readCache.ts';
import { fastifyPath, type RegisterOptions, registerRoute } from './api/registerRoute.ts';
import { type Authenticate, createAuthenticator } from './auth/authenticate.ts';
import { authHandlers } from './auth/authHandlers.ts';
import { authRoutes } from './auth/authRoutes.ts';
import { createAuth } from './auth/betterAuth.ts';
import { createSessionReader, sessionCookieName } from './auth/cookies.ts';
import { createIdentityCache } from './auth/identityCache.ts';
import { createProvider } from './auth/oidc/provider.ts';
import { registerCallback } from './auth/oidc/registerCallback.ts';
import { createTracer } from './auth/traces.ts';
import { createFeatures } from './flags/features.ts';
import { loadProvider } from './flags/loadProvider.ts';
import { LONG_BODY } from './http/bodyLimit.ts';
import { createHeaderSetter, type HeaderSetter, isApi } from './http/headers.ts';
import { createErrorHandler } from './http/httpErrors.ts';
import { patience } from './http/patience.ts';
import { requireSameOrigin } from './http/sameOrigin.ts';
import type { RateLimits } from './limits/rateLimits.ts';
import { setUpLimits } from './limits/setUpLimits.ts';
import { createVisitCounter, type VisitCounter } from './limits/visits.ts';
import { type Live, registerLive } from './live/registerLive.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createNotices } from './notifications/notices.ts';
import { registerDocs } from './openapi/docs.ts';
import { registerOperatorRoutes } from './operator.ts';
import { handlers } from './routes/handlers.ts';
import type { Settings } from './settings.ts';
import { dressMarketPage } from './share/marketHead.ts';
import { registerShare } from './share/registerShare.ts';
import type { Telemetry } from './telemetry/loadTelemetry.ts';
import { traceRequests } from './telemetry/traceRequests.ts';
import { registerWeb } from './web.ts';
import { createSecretBox } from './webhooks/secretBox.ts';

/** How long a sign-out, or a revoked key, may go unnoticed by another server process. */
const SESSIONS_KEPT_MS = 10_000;
const API_KEYS_KEPT_MS = 2_000;
const defaultWebRoot = path.join(import.meta.dirname, '..', '..', 'web', 'dist');

export interface ServerOptions {
  readonly settings: Settings;
  readonly authSecret: string;
  readonly pool: Awaited<ReturnType<typeof openPool>>;
  readonly engine: Engine;
  readonly log: FastifyBaseLogger;
  /** For tests: every answer is compared with the contract. */
  readonly checkAnswers?: boolean;
  readonly webRoot?: string;
  readonly telemetry?: Telemetry | undefined;
}

export interface Server {
  readonly app: FastifyInstance;
  readonly adminSetup: AdminSetup;
  /** For the metrics: give it to the engine as `onBatch`. */
  readonly observeBatch: Metrics['observeBatch'];
  /** The same for messages that were sent, or not. */
  readonly countMessage: Metrics['countMessage'];
  /** Who sends a request, for routes that somebody adds to `app`. */
  readonly authenticate: Authenticate;
  /** From now on readyz says no; requests are still answered. */
  readonly beginShutdown: () => void;
}

const createServices = async (
  { settings, authSecret, pool, engine, log }: ServerOptions,
  metrics: Metrics,
  limits: RateLimits,
): Promise<Services> => {
  const baseUrl = settings.publicUrl ?? `http://localhost:${settings.port}`;
  return {
    settings,
    engine,
    engineForKeys: createEngineForKeys(engine),
    metrics,
    readCache: createReadCache(),
    secretBox: createSecretBox(authSecret),
    notices: createNotices(settings, engine, authSecret),
    auth: createAuth({
      pool,
      secret: authSecret,
      baseUrl,
      log,
      issuer: settings.instanceName,
      confirmsFirst: settings.emailVerification === 'required',
      admit: (email) => engine.admit({ email }),
    }),
    provider: settings.oidc === undefined ? undefined : createProvider(settings.oidc, log),
    tracer: createTracer(engine, { authSecret, https: baseUrl.startsWith('https:'), log }),
    afterwards: createAfterwards(log),
    sessions: createIdentityCache(SESSIONS_KEPT_MS),
    apiKeys: createIdentityCache(API_KEYS_KEPT_MS),
    adminSetup: await createAdminSetup(engine),
    features: createFeatures({
      engine,
      log,
      other: settings.flagsProvider === undefined ? undefined : await loadProvider(settings.flagsProvider),
    }),
    limits,
  };
};

/** As long as the server listens, nothing that it remembers of keys and roles outlives what any process changes of them. */
const forgetWhatChanges = (
  app: FastifyInstance,
  { engine, sessions, apiKeys }: Services,
  live: Live,
): void => {
  let stop: (() => Promise<void>) | undefined;
  app.addHook('onListen', async () => {
    stop = engine.watchIdentities({
      onChanged: (userId) => {
        sessions.forgetUser(userId);
        apiKeys.forgetUser(userId);
        live.identityChanged(userId);
      },
      onGap: () => {
        sessions.forgetAll();
        apiKeys.forgetAll();
      },
    });
  });
  app.addHook('onClose', async () => stop?.());
};

/** A number of proxies counts from the nearest one outwards. */
const trustedProxies = ({ trustProxy }: Settings) =>
  typeof trustProxy === 'number' ? (_address: string, hop: number) => hop < trustProxy : trustProxy;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes a form, whose fields are not looked at. */
    acceptsForm?: boolean;
  }
}

/** JSON and nothing else; an empty body is no body, because a route's own schema says whether it needs one. */
const acceptJson = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text === '') done(null, undefined);
    else void parse(request, text as string, done);
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (request, _text, done) => {
      if (request.routeOptions.config.acceptsForm === true) done(null, undefined);
      else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE('application/x-www-form-urlencoded'));
    },
  );
};

interface GuardOptions {
  readonly settings: Settings;
  readonly metrics: Metrics;
  readonly setHeaders: HeaderSetter;
  readonly countVisit: VisitCounter;
}

const guard = (app: FastifyInstance, { settings, metrics, setHeaders, countVisit }: GuardOptions): void => {
  app.addHook('onRequest', (request, reply, done) => {
    setHeaders(request, reply);
    countVisit(request, reply);
    requireSameOrigin(request, settings.publicUrl);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    metrics.countRequest(method, routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
};

/** A known address with another method is told which methods it takes. */
const refuseOtherMethods = (app: FastifyInstance, paths: ReadonlyMap<string, readonly string[]>): void => {
  const all: HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  for (const [url, methods] of paths) {
    // An address outside of the API may be a page's too, and pages are read.
    const others = all.filter((method) => !methods.includes(method) && (method !== 'GET' || isApi(url)));
    app.route({
      method: others,
      url,
      handler: async (_request, reply) => {
        reply.header('allow', methods.join(', '));
        throw new Refusal('METHOD_NOT_ALLOWED');
      },
    });
  }
};

/** Binds every route of a table to its handler. */
const registerTable = <Table extends Readonly<Record<string, Route>>>(
  app: FastifyInstance,
  table: Table,
  handlersOfTable: { readonly [Name in keyof Table]: Handler<Table[Name]> },
  options: Omit<RegisterOptions, 'allowed' | 'name'>,
): void => {
  const methodsByPath = new Map<string, string[]>();
  for (const name of Object.keys(table) as (keyof Table)[]) {
    const route = table[name]!;
    const allowed = mayCall(String(name), route.access);
    registerRoute(app, route, handlersOfTable[name], { ...options, name: String(name), allowed });
    const url = fastifyPath(route.path);
    methodsByPath.set(url, [...(methodsByPath.get(url) ?? []), route.method]);
  }
  refuseOtherMethods(app, methodsByPath);
};

/** Fastify as we want it, with nothing bound to it yet. */
const openFastify = (
  { settings, log }: ServerOptions,
  setHeaders: HeaderSetter,
  handleError: ReturnType<typeof createErrorHandler>,
): FastifyInstance => {
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LONG_BODY,
    ...patience(settings),
    trustProxy: trustedProxies(settings),
    genReqId: () => crypto.randomUUID(),
    requestIdHeader: false,
    // While it ends, the server still answers what arrives on open connections; the engine refuses what comes too late.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
    // What is refused before any hook runs: an address that does not decode.
    frameworkErrors: (error, request, reply) => {
      setHeaders(request, reply);
      return handleError(error, request, reply);
    },
  });
  app.setErrorHandler(handleError);
  acceptJson(app);
  return app;
};

/**
 * The HTTP server around an engine, ready to listen. It holds no rule of the market: it authenticates, checks requests
 * against the contract, limits rates and puts the engine's answers on the wire.
 */
export const createServer = async (options: ServerOptions): Promise<Server> => {
  const { settings, authSecret, engine, log } = options;
  const metrics = createMetrics(engine);
  const { limits, stop: stopLimits } = setUpLimits({ settings, authSecret, log, metrics });
  const services = await createServices(options, metrics, limits);
  const isHttps = settings.publicUrl?.startsWith('https:') ?? false;
  const setHeaders = createHeaderSetter(isHttps);
  const handleError = createErrorHandler({ onRefusal: metrics.countRefusal });
  const app = openFastify(options, setHeaders, handleError);
  const cookieName = sessionCookieName(isHttps);
  const readSessionToken = createSessionReader(cookieName, authSecret);
  guard(app, { settings, metrics, setHeaders, countVisit: createVisitCounter(limits, readSessionToken) });
  if (options.telemetry) traceRequests(app, options.telemetry);
  await app.register(compress, { threshold: 2048, encodings: ['br', 'gzip'] });

  let ending = false;
  // A kept-alive connection that a last answer leaves open would hold up the end until its client lets go.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (ending) reply.header('connection', 'close');
    done();
  });
  app.addHook('onClose', services.afterwards.settled);
  app.addHook('onClose', services.features.stop);
  app.addHook('onClose', async () => stopLimits());
  registerOperatorRoutes(app, { metrics, settings, isReady: async () => !ending });
  const authenticate = createAuthenticator({
    engine,
    sessions: services.sessions,
    apiKeys: services.apiKeys,
    readSessionToken,
    countLookUp: (request) => limits.take('requests', { request }),
  });
  const live = await registerLive(app, { services, authenticate, authSecret, isEnding: () => ending });
  forgetWhatChanges(app, services, live);
  const registerOptions = { services, authenticate, checkAnswers: options.checkAnswers ?? false };
  registerTable(app, routes, handlers, registerOptions);
  registerTable(app, authRoutes, authHandlers, registerOptions);
  await registerDocs(app, {
    routes: { ...routes, ...authRoutes },
    title: `${settings.instanceName} API`,
    version: serverPackage.version,
    cookieName,
  });
  registerCallback(app, services, authenticate);
  registerShare(app, services);
  await registerWeb(app, options.webRoot ?? defaultWebRoot, dressMarketPage(services));
  return {
    app,
    adminSetup: services.adminSetup,
    observeBatch: metrics.observeBatch,
    countMessage: metrics.countMessage,
    authenticate,
    beginShutdown: () => {
      ending = true;
    },
  };
};
