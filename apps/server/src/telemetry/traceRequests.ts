import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Telemetry } from './loadTelemetry.ts';

/** Asked every few seconds by machines, and of no interest. */
const NOISE = ['/healthz', '/readyz', '/metrics'];

const isTraced = ({ routeOptions, headers }: FastifyRequest): boolean =>
  // A live connection is one request of an hour or a day.
  headers.upgrade === undefined && !NOISE.includes(routeOptions.url ?? '');

/**
 * A span for each request, under its route: addresses, queries, bodies and headers hold names, tokens and words of people, so none
 * of them is written. By the request's id the log tells the rest.
 */
export const traceRequests = (app: FastifyInstance, { tracer, followsCallers }: Telemetry): void => {
  const spans = new WeakMap<FastifyRequest, Span>();

  app.addHook('onRequest', (request, _reply, done) => {
    if (!isTraced(request)) return done();
    const route = request.routeOptions.url ?? 'none';
    // Whether strangers may put a request into a trace of theirs, and by its flags out of ours, is the operator's to say.
    const parent = followsCallers ? propagation.extract(context.active(), request.headers) : context.active();
    const attributes = {
      'http.request.method': request.method,
      'http.route': route,
      'mesh.request_id': request.id,
    };
    const span = tracer.startSpan(
      `${request.method} ${route}`,
      { kind: SpanKind.SERVER, attributes },
      parent,
    );
    spans.set(request, span);
    done();
  });

  // After the body: what reads it calls back from the socket, where nothing is known of the request any more.
  app.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else context.with(trace.setSpan(context.active(), span), done);
  });

  app.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
};
