import type { BatchFigures } from '@mesh-markets/engine';
import { type Link, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';
import type { Telemetry } from './loadTelemetry.ts';

/**
 * A span for each batch of the trade path, in a trace of its own with a link to every command in it: a batch belongs to all of them and to
 * none. It is written once the batch is committed.
 */
export const traceBatches = ({ tracer }: Telemetry) => ({
  markOrder: (): SpanContext | undefined => trace.getActiveSpan()?.spanContext(),
  onBatch: ({ orders, waitedSeconds, tookSeconds, marks }: BatchFigures): void => {
    const ended = Date.now();
    const links = (marks as readonly (SpanContext | undefined)[]).flatMap((mark): Link[] =>
      mark === undefined ? [] : [{ context: mark }],
    );
    const attributes = { 'mesh.batch.orders': orders, 'mesh.batch.wait_seconds': waitedSeconds };
    const startTime = ended - tookSeconds * 1_000;
    tracer.startSpan('trade batch', { startTime, attributes, links }, ROOT_CONTEXT).end(ended);
  },
});
