import type { ErrorCode } from '@mesh-markets/contract';
import type { BatchFigures, Engine } from '@mesh-markets/engine';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { latencyOf } from './analytics/latency.ts';
import { exposeAudit } from './audit/auditMetrics.ts';
import type { FrameFigures } from './live/channel.ts';
import { createDeliveryFigures } from './notifications/deliveryFigures.ts';

const ORDERS = [1, 2, 5, 10, 20, 50, 100];
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** The trade path keeps its own figures; they are read when somebody scrapes. */
const exposeTradeStats = (engine: Pick<Engine, 'tradeStats'>, registry: Registry): void => {
  const registers = [registry];
  new Gauge({
    name: 'mesh_trades_queued',
    help: 'Orders that wait for the trade path.',
    registers,
    collect() {
      this.set(engine.tradeStats().queued);
    },
  });
  for (const figure of ['batches', 'trades', 'retries'] as const) {
    new Gauge({
      name: `mesh_trade_path_${figure}`,
      help: `Count of ${figure} of the trade path since start.`,
      registers,
      collect() {
        this.set(engine.tradeStats()[figure]);
      },
    });
  }
};

/** Each batch of the trade path: how many orders it took, how long the first of them waited, how long it took to commit. */
const createBatchObserver = (registry: Registry): ((figures: BatchFigures) => void) => {
  const registers = [registry];
  const orders = new Histogram({
    name: 'mesh_trade_batch_orders',
    help: 'Orders in a batch.',
    buckets: ORDERS,
    registers,
  });
  const waited = new Histogram({
    name: 'mesh_trade_batch_wait_seconds',
    help: 'Time the first order of a batch waited for the batch before it.',
    buckets: SECONDS,
    registers,
  });
  const took = new Histogram({
    name: 'mesh_trade_batch_seconds',
    help: 'Time from the first statement of a batch to its commit.',
    buckets: SECONDS,
    registers,
  });
  return (figures) => {
    orders.observe(figures.orders);
    waited.observe(figures.waitedSeconds);
    took.observe(figures.tookSeconds);
  };
};

/** Only where there is a Redis: whether it counts now. */
const exposeLimits = (isShared: () => boolean, registry: Registry): void => {
  new Gauge({
    name: 'mesh_limits_shared',
    help: '1 while Redis counts the limits of all servers together; 0 while this server counts its own.',
    registers: [registry],
    collect() {
      this.set(isShared() ? 1 : 0);
    },
  });
};

/** The live stream: who listens, what was sent, and who did not keep up. */
const createLiveFigures = (registry: Registry) => {
  const registers = [registry];
  const frames = new Counter({
    name: 'mesh_live_frames_total',
    help: 'Frames made, by kind of topic; each goes to all who listen.',
    labelNames: ['topic'],
    registers,
  });
  const deliveries = new Counter({
    name: 'mesh_live_deliveries_total',
    help: 'Frames times sockets they were sent to.',
    registers,
  });
  const delay = new Histogram({
    name: 'mesh_live_frame_seconds',
    help: 'Time from the first thing a frame tells of to its last delivery.',
    buckets: SECONDS,
    registers,
  });
  const dropped = new Counter({
    name: 'mesh_live_dropped_total',
    help: 'Subscriptions ended because their reader did not keep up.',
    registers,
  });
  return {
    countFrame: ({ topic, deliveries: sent, seconds }: FrameFigures): void => {
      frames.inc({ topic: topic.startsWith('market:') ? 'market' : topic });
      deliveries.inc(sent);
      delay.observe(seconds);
    },
    countDropped: (): void => dropped.inc(),
    /** Where to read how many sockets are open and how many topics they listen to. */
    observeLive: (read: () => { sockets: number; topics: number }): void => {
      for (const figure of ['sockets', 'topics'] as const) {
        new Gauge({
          name: `mesh_live_${figure}`,
          help: `Live ${figure} at the moment.`,
          registers,
          collect() {
            this.set(read()[figure]);
          },
        });
      }
    },
  };
};

/** What an operator's Prometheus may scrape at /metrics. */
export const createMetrics = (engine: Pick<Engine, 'tradeStats' | 'lastAudit' | 'deliveryStats'>) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  exposeTradeStats(engine, registry);
  exposeAudit(engine, registry);
  const registers = [registry];
  const trades = new Histogram({
    name: 'mesh_trade_seconds',
    help: 'Time from a checked order to its answer.',
    buckets: SECONDS,
    registers,
  });
  const requests = new Histogram({
    name: 'mesh_http_request_seconds',
    help: 'Requests by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const refusals = new Counter({
    name: 'mesh_refusals_total',
    help: 'Refused requests by code.',
    labelNames: ['code'],
    registers,
  });

  return {
    timeTrade: async <Answer>(trade: () => Promise<Answer>): Promise<Answer> => {
      const stop = trades.startTimer();
      try {
        return await trade();
      } finally {
        stop();
      }
    },
    /** How long trades took: how many, and the trades of each step of the histogram. */
    tradeLatency: async () => latencyOf(await trades.get()),
    observeBatch: createBatchObserver(registry),
    ...createDeliveryFigures(registry, engine),
    ...createLiveFigures(registry),
    observeLimits: (isShared: () => boolean): void => exposeLimits(isShared, registry),
    countRefusal: (code: ErrorCode): void => refusals.inc({ code }),
    countRequest: (method: string, route: string, status: number, seconds: number): void =>
      requests.observe({ method, route, status: String(status) }, seconds),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
};

export type Metrics = ReturnType<typeof createMetrics>;
