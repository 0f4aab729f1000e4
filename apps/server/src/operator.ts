import { Refusal } from '@mesh-markets/engine';
import type { FastifyInstance } from 'fastify';
import { hasBearer } from './auth/authenticate.ts';
import type { Metrics } from './metrics.ts';
import type { Settings } from './settings.ts';

export interface OperatorOptions {
  readonly metrics: Metrics;
  readonly settings: Pick<Settings, 'metricsToken'>;
  /** Whether requests should be sent here: false while the server ends. */
  readonly isReady: () => Promise<boolean>;
}

/** What a process supervisor, a load balancer and Prometheus ask. */
export const registerOperatorRoutes = (
  app: FastifyInstance,
  { metrics, settings, isReady }: OperatorOptions,
): void => {
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ ok: true }));

  app.get('/readyz', async (_request, reply) => {
    const ready = await isReady();
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ok: ready });
  });

  app.get('/metrics', async (request, reply) => {
    if (settings.metricsToken !== undefined && !hasBearer(request, settings.metricsToken)) {
      throw new Refusal('UNAUTHENTICATED', 'Send the token as: Authorization: Bearer $METRICS_TOKEN');
    }
    return reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text());
  });
};
