import { Agent, request } from 'node:http';
import { percentile } from './figures.ts';

/*
 * A process that loads a server over kept-alive connections and sends the parent its figures. One job a message; each
 * connection sends its next request when the last was answered.
 */

export interface HttpJob {
  readonly port: number;
  readonly connections: number;
  readonly milliseconds: number;
  readonly method: 'GET' | 'POST';
  /** Used in turn; `{key}` in a header becomes a new UUID. */
  readonly requests: readonly {
    readonly path: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
  }[];
}

export interface HttpFigures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly answered: number;
  readonly refused: number;
}

const send = (job: HttpJob, agent: Agent, n: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const { path, headers, body } = job.requests[n % job.requests.length]!;
    const own =
      headers['idempotency-key'] === '{key}'
        ? { ...headers, 'idempotency-key': crypto.randomUUID() }
        : headers;
    const sent = request(
      { agent, host: '127.0.0.1', port: job.port, path, method: job.method, headers: own },
      (response) => {
        response.resume();
        response.on('end', () => resolve((response.statusCode ?? 500) < 300));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

const run = async (job: HttpJob): Promise<HttpFigures> => {
  const agent = new Agent({ keepAlive: true, maxSockets: job.connections });
  const latencies: number[] = [];
  let refused = 0;
  let n = Math.floor(Math.random() * 1_000_000);
  const started = performance.now();
  const end = started + job.milliseconds;
  await Promise.all(
    Array.from({ length: job.connections }, async () => {
      while (performance.now() < end) {
        n += 1;
        const from = performance.now();
        if (!(await send(job, agent, n))) refused += 1;
        latencies.push(performance.now() - from);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  const sorted = Float64Array.from(latencies).sort();
  return {
    perSecond: latencies.length / seconds,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    answered: latencies.length,
    refused,
  };
};

if (process.send && process.argv[1] === import.meta.filename) {
  process.on('message', (job: HttpJob) => void run(job).then((figures) => process.send!(figures)));
}
