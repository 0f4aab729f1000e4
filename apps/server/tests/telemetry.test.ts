import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readSettings } from '../src/settings.ts';
import { StartError } from '../src/startError.ts';
import { loadTelemetry, traceOfLine } from '../src/telemetry/loadTelemetry.ts';
import {
  addMarket,
  newKey,
  password,
  signUp,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

interface Attribute {
  readonly key: string;
  readonly value: {
    readonly stringValue?: string;
    readonly intValue?: number;
    readonly doubleValue?: number;
  };
}

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status?: { readonly code?: number };
}

interface Message {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

/** An OTLP/HTTP collector: what it was sent, and under which headers. */
const startCollector = async () => {
  const messages: Message[] = [];
  const keys: unknown[] = [];
  const http = createServer(async (request, response) => {
    keys.push(request.headers['x-collector-key']);
    if (request.url === '/v1/traces') messages.push(JSON.parse(await text(request)) as Message);
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    messages,
    keys,
    spans: () =>
      messages.flatMap((m) => m.resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans))),
    stop: () => new Promise((resolve) => http.close(resolve)),
  };
};

let collector: Awaited<ReturnType<typeof startCollector>>;
let server: TestServer;
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  collector = await startCollector();
  // The SDK reads the process's own environment.
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=a-secret-of-the-collector',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  });
  const telemetry = await loadTelemetry(readSettings(process.env), process.env);
  const log = pino(
    { level: 'debug', mixin: traceOfLine },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  server = await startTestServer({}, { telemetry, log });
});
afterAll(async () => {
  await server.end();
  await collector.stop();
});

const spanOf = (name: string, is: (span: Span) => boolean = () => true): Promise<Span> =>
  vi.waitFor(() => {
    const found = collector.spans().find((span) => span.name === name && is(span));
    if (found === undefined) throw new Error(`no span ${name} among ${collector.spans().map((s) => s.name)}`);
    return found;
  }, 10_000);

const attributeOf = (span: Span, key: string): unknown =>
  Object.values(span.attributes.find((attribute) => attribute.key === key)?.value ?? {})[0];

test('a trade is a request, a verb and a batch that names them', async () => {
  const trader = await signUp(server, 'Traced');
  const market = await addMarket(server.engine, trader.me.id);
  const path = `/api/market/${market}/trade`;
  const traded = await server.send(path, {
    as: trader,
    headers: newKey(),
    body: { side: 'YES', credits: 50 },
  });
  const isTraded = (span: Span): boolean =>
    attributeOf(span, 'mesh.request_id') === traded.headers.get('x-request-id');
  const request = await spanOf('POST /api/market/:id/trade', isTraded);
  expect(attributeOf(request, 'http.response.status_code')).toBe(200);
  const verb = await spanOf('engine.placeTrade', ({ parentSpanId }) => parentSpanId === request.spanId);
  expect(verb.traceId).toBe(request.traceId);
  const batch = await spanOf(
    'trade batch',
    ({ links }) => links?.some((l) => l.spanId === verb.spanId) === true,
  );
  expect(batch.traceId).not.toBe(request.traceId);
  expect(attributeOf(batch, 'mesh.batch.orders')).toBe(1);
  expect(attributeOf(batch, 'mesh.batch.wait_seconds')).toBeGreaterThanOrEqual(0);
});

test('a refusal is told by its code, and the line of the log by its trace', async () => {
  const trader = await signUp(server, 'Refused');
  const market = await addMarket(server.engine, trader.me.id);
  const refused = await server.send(`/api/market/${market}/trade`, {
    as: trader,
    headers: newKey(),
    body: { side: 'YES', credits: 1_000_000 },
  });
  expect(refused.status).toBe(402);
  const verb = await spanOf('engine.placeTrade', (span) => attributeOf(span, 'mesh.refusal') !== undefined);
  expect(attributeOf(verb, 'mesh.refusal')).toBe('INSUFFICIENT_CREDITS');
  expect(verb.status?.code ?? 0).toBe(0);
  const line = lines.find(
    ({ reqId, msg }) => reqId === refused.headers.get('x-request-id') && msg === 'refused',
  );
  expect(line).toMatchObject({ trace_id: verb.traceId });
});

test('jobs have traces of their own', async () => {
  const job = await spanOf('job auditBooks');
  expect(job.parentSpanId ?? '').toBe('');
  await spanOf('engine.runAudit', ({ parentSpanId }) => parentSpanId === job.spanId);
});

test('nothing of people and no secret is sent, nor anything of the machine', async () => {
  const person = await signUp(server, 'Quietly');
  await server.send('/api/me/keys', { as: person, body: { name: 'a-very-private-name' } });
  await server.send('/api/search?q=what-somebody-looks-for');
  await spanOf('GET /api/search');
  const sent = JSON.stringify(collector.messages);
  const cookie = person.headers.cookie!.split('=')[1]!;
  for (const private_ of [
    person.email,
    person.me.handle,
    password,
    cookie,
    'a-very-private-name',
    'looks-for',
  ])
    expect(sent).not.toContain(private_);
  const names = collector.messages.flatMap((m) =>
    m.resourceSpans.flatMap((r) => r.resource.attributes.map(({ key }) => key)),
  );
  expect(names).toContain('service.name');
  expect(names.filter((name) => /^(host|process|os)\./.test(name))).toEqual([]);
  expect(collector.keys).toContain('a-secret-of-the-collector');
});

test('what machines ask every few seconds leaves no span', async () => {
  await server.send('/healthz');
  await server.send('/metrics');
  await server.send('/api/instance');
  await spanOf('GET /api/instance');
  expect(collector.spans().filter(({ name }) => /healthz|metrics/.test(name))).toEqual([]);
});

test('without the setting there is nothing, and without the SDK a sentence', async () => {
  expect(await loadTelemetry(readSettings({}), {})).toBeUndefined();
  const settings = readSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' });
  const missing = loadTelemetry(settings, {}, '@opentelemetry/not-installed');
  await expect(missing).rejects.toThrow(StartError);
  await expect(missing).rejects.toThrow(/npm install --no-save @opentelemetry\/sdk-node@\d/);
  expect(() => readSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toThrow(/OTEL_EXPORTER/);
});
