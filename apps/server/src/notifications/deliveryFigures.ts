import type { Engine, Message, Settled } from '@mesh-markets/engine';
import { Counter, Gauge, type Registry } from 'prom-client';

/** How many messages were sent, will be tried again or were given up, and how many wait. */
export const createDeliveryFigures = (registry: Registry, engine: Pick<Engine, 'deliveryStats'>) => {
  const registers = [registry];
  const settled = new Counter({
    name: 'mesh_messages_total',
    help: 'Tries to send an e-mail or a push message, by channel and how they ended (sent, retry, dead).',
    labelNames: ['channel', 'result'],
    registers,
  });
  new Gauge({
    name: 'mesh_messages_waiting',
    help: 'Notifications that wait to be sent, by channel.',
    labelNames: ['channel'],
    registers,
    async collect() {
      const { EMAIL, PUSH } = await engine.deliveryStats();
      this.set({ channel: 'email' }, EMAIL);
      this.set({ channel: 'push' }, PUSH);
    },
  });
  return {
    countMessage: (channel: Message['channel'], result: Settled): void =>
      settled.inc({ channel: channel.toLowerCase(), result: result.toLowerCase() }),
  };
};
