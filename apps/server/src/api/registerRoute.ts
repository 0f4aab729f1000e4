import { isDeepStrictEqual } from 'node:util';
import { type CallerKind, IdempotencyKey, type MarketId, type Route, scopeOf } from '@mesh-markets/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Authenticate, type Caller, requireCronSecret } from '../auth/authenticate.ts';
import { requireAllowed } from '../auth/requireRole.ts';
import { requireRouteScope } from '../auth/requireRouteScope.ts';
import { requireSecondFactor } from '../auth/requireSecondFactor.ts';
import { permit } from '../flags/permit.ts';
import { bodyLimitOf } from '../http/bodyLimit.ts';
import { type CsvTable, sendCsv } from '../http/csv.ts';
import type { Call, Handler, Services } from './handler.ts';
import { encodePage, type Page, pageOf } from './page.ts';
import { readCall, requireCaller } from './readCall.ts';

export interface RegisterOptions {
  readonly services: Services;
  /** Of the route, in its table. */
  readonly name: string;
  readonly authenticate: Authenticate;
  /** Who may call the route, by the table of the contract. */
  readonly allowed: readonly CallerKind[];
  /** Compares each answer with the contract. For tests: it costs more CPU than the rest of the server. */
  readonly checkAnswers: boolean;
}

/** `/api/market/{id}` as Fastify writes it. */
export const fastifyPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const callerOf = async (
  route: Route,
  request: FastifyRequest,
  { authenticate, services, name, allowed }: RegisterOptions,
): Promise<Caller | undefined> => {
  if (route.access === 'cron') {
    requireCronSecret(request, services.settings.cronSecret);
    return undefined;
  }
  const caller = await authenticate(request);
  requireRouteScope(name, route, allowed, caller);
  if (route.access !== 'user') return caller;
  const again = async (): Promise<Caller> => {
    services.sessions.forgetUser(caller!.userId);
    services.apiKeys.forgetUser(caller!.userId);
    return requireCaller(await authenticate(request));
  };
  const found = await requireAllowed(allowed, requireCaller(caller), again);
  const { settings, engine } = services;
  const { id } = request.params as { id?: unknown };
  await requireSecondFactor(found, { settings, engine, route, allowed, id, again });
  return found;
};

const assertAnswer = (route: Route, answer: unknown): void => {
  const sent: unknown = JSON.parse(JSON.stringify(answer));
  const right = route.answer.parse(sent);
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(right)), sent)) {
    throw new Error(`the answer of ${route.path} has fields that the contract does not know`);
  }
};

const MARKET_ADDRESS = '/api/market/{id}';

/** The market a request is about, by its address. */
const marketOf = (route: Route, request: FastifyRequest): MarketId | undefined =>
  route.path.startsWith(MARKET_ADDRESS) ? (request.params as { id: MarketId }).id : undefined;

/** What every visitor sees alike, so one reading serves them all. */
const isShared = (route: Route, request: FastifyRequest): boolean =>
  route.shared === true &&
  request.headers.cookie === undefined &&
  request.headers.authorization === undefined;

/** A repeated read costs its sender only the headers. The tag is of the content, so it holds for whatever changes in it. */
const isKnown = (request: FastifyRequest, { tag }: Page): boolean =>
  request.headers['if-none-match']?.split(',').some((candidate) => candidate.trim() === tag) === true;

const sendPage = (request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply => {
  reply.header('etag', page.tag).header('vary', 'Cookie, Authorization');
  if (isKnown(request, page)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(page.body);
};

/** Compressing a page takes ten times as long as all the rest of answering a visitor. */
const sendSharedPage = async (
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
): Promise<FastifyReply> => {
  reply.header('etag', page.tag).header('vary', 'Cookie, Authorization, Accept-Encoding');
  if (isKnown(request, page)) return reply.code(304).send();
  const { body, encoding } = await encodePage(page, request.headers['accept-encoding']);
  if (encoding !== undefined) reply.header('content-encoding', encoding);
  return reply.type('application/json; charset=utf-8').send(body);
};

/** A command whose answer is kept gets it again, whatever was switched off since. */
const isRepeat = async (
  route: Route,
  request: FastifyRequest,
  caller: Caller | undefined,
  { engine }: Services,
): Promise<boolean> => {
  const key = IdempotencyKey.safeParse(request.headers['idempotency-key']);
  if (route.idempotent !== true || caller === undefined || !key.success) return false;
  return engine.isAnswered(caller.userId, key.data);
};

/** Who comes by a key is held to what it may by the engine as well. */
const servicesFor = (
  caller: Caller | undefined,
  route: Route,
  { services, name }: RegisterOptions,
): Services =>
  caller?.apiKey === undefined
    ? services
    : { ...services, engine: services.engineForKeys(caller.apiKey, scopeOf(name, route)) };

/** Binds one route of a table to its handler: authenticate, read, handle, answer. */
export const registerRoute = <R extends Route>(
  app: FastifyInstance,
  route: R,
  handler: Handler<R>,
  options: RegisterOptions,
): void => {
  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const caller = await callerOf(route, request, options);
    await permit(options.services, route, request, caller?.userId).catch(async (refusal: unknown) => {
      if (!(await isRepeat(route, request, caller, options.services))) throw refusal;
    });
    const read = readCall(route, request, caller);
    const counted = options.services.limits.takeRoute(options.name, {
      request,
      reply,
      caller,
      body: read.body,
    });
    if (counted !== undefined) await counted;
    const call = { ...read, caller, request, reply } as unknown as Call<R>;
    const outcome: unknown = await handler(call, servicesFor(caller, route, options));
    let answer = outcome;
    if (route.idempotent) {
      const written = outcome as Awaited<ReturnType<Handler<Route & { idempotent: true }>>>;
      answer = written.answer;
      if (written.replayed) reply.header('idempotency-replayed', 'true');
    }
    if (options.checkAnswers && route.produces === undefined) assertAnswer(route, answer);
    return answer;
  };

  const run = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { readCache } = options.services;
    if (isShared(route, request)) {
      await permit(options.services, route, request, undefined);
      const page = await readCache.read(request.url, marketOf(route, request), () => handle(request, reply));
      // What one visitor has left is nothing for a cache to tell others.
      reply.removeHeader('ratelimit').removeHeader('ratelimit-policy');
      reply.header('cache-control', 'public, max-age=1, stale-while-revalidate=60');
      return sendSharedPage(request, reply, page);
    }
    const answer = await handle(request, reply);
    if (route.produces === 'text/csv') return sendCsv(reply, answer as CsvTable);
    if (route.method === 'GET') {
      return sendPage(request, reply.header('cache-control', 'private, no-cache'), pageOf(answer));
    }
    if (route.writes !== false) readCache.written(marketOf(route, request));
    reply.code(route.status ?? 200).header('cache-control', 'no-store');
    return route.status === 204 ? reply.send() : reply.send(answer);
  };
  app.route({
    method: route.method,
    url: fastifyPath(route.path),
    handler: run,
    bodyLimit: bodyLimitOf(options.name, route),
    config: { acceptsForm: route.acceptsForm === true },
  });
};
