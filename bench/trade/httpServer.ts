import { Order } from '@mesh-markets/contract';
import { openEngine, openPool } from '@mesh-markets/engine';
import { createServer, readSettings } from '@mesh-markets/server';
import { pino } from 'pino';
import { SPEND } from './picks.ts';

/*
 * The real server in a process of its own, on a database that is given, with one route more: the rival's function behind the
 * same framework, authentication and validation. The parent is told the address and asks for the CPU used.
 */

const [databaseUrl, authSecret] = process.argv.slice(2) as [string, string];
const settings = readSettings({
  ...process.env,
  DATABASE_URL: databaseUrl,
  AUTH_SECRET: authSecret,
  TRADES_PER_MINUTE: '0',
  REQUESTS_PER_MINUTE: '0',
  LOG_LEVEL: 'fatal',
  HOST: '127.0.0.1',
});
const { engine, pool, close } = await openEngine(databaseUrl);
const log = pino({ level: 'silent' });
const { app, authenticate } = await createServer({ settings, authSecret, pool, engine, log });
const rival = await openPool(databaseUrl, { max: 10 });
app.post<{ Params: { id: string } }>('/bench/floor/:id/trade', async (request, reply) => {
  const caller = await authenticate(request);
  const order = Order.parse(request.body);
  if (caller === undefined) return reply.code(401).send();
  const { rows } = await rival.query({
    name: 'floor',
    text: 'select * from rival.place_trade($1, $2, $3, $4, $5)',
    values: [caller.userId, request.params.id, order.outcome, SPEND, request.headers['idempotency-key']],
  });
  return reply.code(rows[0].code === 0 ? 200 : rows[0].code).send(rows[0]);
});

process.on('message', (message) => {
  if (message === 'cpu') process.send!({ cpu: process.cpuUsage(), memory: process.memoryUsage().rss });
});
process.once('SIGTERM', () => {
  void app
    .close()
    .then(close)
    .then(() => rival.end())
    .then(() => process.exit(0));
});
await app.listen({ port: 0, host: '127.0.0.1' });
const address = app.server.address();
process.send!({ port: typeof address === 'object' ? address!.port : 0 });
