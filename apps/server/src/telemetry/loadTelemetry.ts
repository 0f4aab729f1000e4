import { DiagLogLevel, diag, type Tracer, trace } from '@opentelemetry/api';
import type { FastifyBaseLogger } from 'fastify';
import serverPackage from '../../package.json' with { type: 'json' };
import type { Settings } from '../settings.ts';
import { StartError } from '../startError.ts';

/** Where spans go. Without it nothing is hooked in anywhere, so that tracing costs nothing while it is off. */
export interface Telemetry {
  readonly tracer: Tracer;
  /** Whether a `traceparent` that a request brings is followed. */
  readonly followsCallers: boolean;
  /** Sends what has gathered; gives up after a moment, as a collector that is away must not hold up the end. */
  readonly stop: () => Promise<void>;
}

const LAST_WORDS_MS = 3_000;

const SDK = '@opentelemetry/sdk-node';

/**
 * Names the OpenTelemetry SDK knows and we want otherwise where the operator says nothing: spans only, and of the process no more
 * than the operator names, since its detectors tell the machine's name, its user and the command line.
 */
const USUAL = {
  OTEL_SERVICE_NAME: 'mesh-markets',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_NODE_RESOURCE_DETECTORS: 'env',
};

const loadSdk = async (specifier: string): Promise<typeof import('@opentelemetry/sdk-node')> => {
  try {
    return (await import(specifier)) as typeof import('@opentelemetry/sdk-node');
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new StartError(
      'OTEL_EXPORTER_OTLP_ENDPOINT is set, and the OpenTelemetry SDK is not installed. ' +
        `Install it with "npm install --no-save ${SDK}@${serverPackage.devDependencies[SDK]}", or leave the setting out.`,
    );
  }
};

/**
 * Starts the OpenTelemetry SDK where the settings say where spans go. The SDK reads the standard OTEL_ names from `environment`, which is
 * the process's own.
 * @throws StartError when the SDK is not installed
 */
export const loadTelemetry = async (
  settings: Pick<Settings, 'otlpEndpoint' | 'otlpHeaders'>,
  environment: NodeJS.ProcessEnv,
  specifier: string = SDK,
): Promise<Telemetry | undefined> => {
  if (settings.otlpEndpoint === undefined || environment.OTEL_SDK_DISABLED === 'true') return undefined;
  const { NodeSDK } = await loadSdk(specifier);
  const followsCallers = environment.OTEL_PROPAGATORS !== undefined;
  for (const [name, value] of Object.entries(USUAL)) environment[name] ??= value;
  environment.OTEL_EXPORTER_OTLP_ENDPOINT = settings.otlpEndpoint;
  if (settings.otlpHeaders !== undefined) environment.OTEL_EXPORTER_OTLP_HEADERS = settings.otlpHeaders;
  const sdk = new NodeSDK({ instrumentations: [] });
  sdk.start();
  return {
    tracer: trace.getTracer(serverPackage.name, serverPackage.version),
    followsCallers,
    stop: async () => {
      const patience = AbortSignal.timeout(LAST_WORDS_MS);
      await Promise.race([
        sdk.shutdown().catch(() => undefined),
        new Promise((resolve) => patience.addEventListener('abort', resolve, { once: true })),
      ]);
    },
  };
};

/** The SDK's complaints, for instance that nobody answers at the endpoint. */
export const hearComplaints = (log: FastifyBaseLogger): void => {
  const say = (message: string): void => log.warn({ from: 'opentelemetry' }, message);
  const nothing = (): void => undefined;
  diag.setLogger(
    { error: say, warn: say, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
};

/** For the log: the trace a line belongs to, under the names OpenTelemetry gives them in logs. */
export const traceOfLine = (): object => {
  const span = trace.getActiveSpan()?.spanContext();
  return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
};
