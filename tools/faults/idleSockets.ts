import { marketTopic } from '@mesh-markets/contract';
import { createApiKeys, createHttpServer } from './createHttpServer.ts';
import { idleLoadOf, inMs, memoryOf, pause, tradeAtEase } from './measure.ts';
import type { Row } from './report.ts';
import { holdSockets } from './sockets.ts';
import { addMarket, inDays, type Stage } from './stage.ts';
import { compare } from './verify.ts';

const WATCHED_MS = 3_000;
const WARM_UP = 100;
/** What a socket may weigh in the server, with everything it hangs on. */
const MOST_KIB = 64;

/** Many readers who keep a page open on a server, while others trade there. */
export const idleSockets = async (
  stage: Stage,
  { sockets, commands }: { readonly sockets: number; readonly commands: number },
): Promise<Row> => {
  const apiKeys = await createApiKeys(stage.engine, stage.people);
  // Nobody trades it, so its listeners hear nothing.
  const quiet = await addMarket(stage, { question: 'Who is listening?', closesAt: inDays(30), b: 50 });
  const server = await createHttpServer(stage.url, 'http-idle', apiKeys);
  try {
    await tradeAtEase(stage, server, WARM_UP, 50);
    const without = await tradeAtEase(stage, server, commands, 51);
    const loadBefore = await idleLoadOf(server.pid(), WATCHED_MS);
    const memoryBefore = memoryOf(server.pid());
    const held = await holdSockets(server.url(), sockets, [marketTopic(quiet)]);
    try {
      await pause(1_000);
      const weight = ((memoryOf(server.pid()) - memoryBefore) * 1024) / sockets;
      const load = await idleLoadOf(server.pid(), WATCHED_MS);
      const told = await tradeAtEase(stage, server, commands, 52);
      const { greeted } = await held.heard();
      return {
        fault: `${sockets} idle sockets`,
        servers: '1 http',
        did: `${greeted} live sockets held open on one server, each on a market; ${commands} commands without and with them`,
        saw:
          `a command took ${inMs(without.p50)} (p95 ${inMs(without.p95)}) without and ${inMs(told.p50)} (p95 ${inMs(told.p95)}) with them; ` +
          `${weight.toFixed(1)} KiB a socket; ${(loadBefore * 100).toFixed(0)} % of a processor at rest without and ${(load * 100).toFixed(0)} % with them`,
        back: undefined,
        verdict: await compare(stage),
        wrong: [
          ...(greeted === sockets ? [] : [`${greeted} of ${sockets} sockets were greeted`]),
          ...(weight < MOST_KIB ? [] : [`a socket weighs ${weight.toFixed(0)} KiB`]),
        ],
      };
    } finally {
      await held.close();
    }
  } finally {
    await server.kill();
  }
};
