import { type Engine, Refusal } from '@mesh-markets/engine';
import { type Attributes, context, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import type { TaskList } from 'graphile-worker';
import type { Telemetry } from './loadTelemetry.ts';

/** A refusal is an answer. Of a fault only its kind is told: its sentence may quote rows. */
const noteFailure = (span: Span, error: unknown): void => {
  if (error instanceof Refusal) {
    span.setAttribute('mesh.refusal', error.code);
    return;
  }
  span.setAttribute('error.type', (error as Error | undefined)?.name ?? typeof error);
  span.setStatus({ code: SpanStatusCode.ERROR });
};

const within = async <Result>(
  { tracer }: Telemetry,
  name: string,
  work: () => Promise<Result>,
  attributes: Attributes = {},
): Promise<Result> => {
  const span = tracer.startSpan(name, { attributes });
  try {
    return await context.with(trace.setSpan(context.active(), span), work);
  } catch (error) {
    noteFailure(span, error);
    throw error;
  } finally {
    span.end();
  }
};

/** Verbs that answer with something else than a promise. */
const SYNCHRONOUS: ReadonlySet<string> = new Set<keyof Engine>(['tradeStats', 'subscribe', 'exportBooks']);

type Verb = (...given: never[]) => unknown;

/** The engine, with a span for each verb that a request or a job calls; what polls by itself leaves none. */
export const traceVerbs = (engine: Engine, telemetry: Telemetry): Engine => {
  const traced = Object.entries(engine).map(([name, verb]: [string, Verb]) => {
    const call = (...given: never[]): unknown => {
      if (trace.getActiveSpan() === undefined || SYNCHRONOUS.has(name)) return verb(...given);
      return within(telemetry, `engine.${name}`, async () => verb(...given));
    };
    return [name, call];
  });
  return Object.fromEntries(traced) as Engine;
};

/** A span, and a trace, for each run of a job. */
export const traceTasks = (telemetry: Telemetry | undefined, tasks: TaskList): TaskList => {
  if (telemetry === undefined) return tasks;
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (payload, helpers) =>
        within(telemetry, `job ${name}`, async () => task!(payload, helpers), {
          'mesh.job': name,
          'mesh.attempt': helpers.job.attempts,
        }),
    ]),
  ) as TaskList;
};
