import { openRawSocket, type RawSocket } from '../../bench/live/rawSocket.ts';

/** A process that holds sockets on the live stream: told how many, it opens them; asked, it says how many have been told something. */
export type HolderOrder =
  | {
      readonly kind: 'open';
      readonly port: number;
      readonly sockets: number;
      readonly topics: readonly string[];
    }
  | { readonly kind: 'ask' };

const AT_ONCE = 50;
const sockets: RawSocket[] = [];
let greeted = 0;
let messages = 0;

const openOne = async (port: number, topic: string): Promise<void> => {
  let isFirst = true;
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = await openRawSocket(port, () => {
    messages += 1;
    if (!isFirst) return;
    isFirst = false;
    greeted += 1;
    resolve();
  });
  sockets.push(socket);
  socket.send(JSON.stringify({ type: 'subscribe', topics: [topic] }));
  await promise;
};

const obey = async (order: HolderOrder): Promise<unknown> => {
  if (order.kind === 'ask') return { greeted, messages };
  for (let made = 0; made < order.sockets; made += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, order.sockets - made) }, (_, n) =>
      openOne(order.port, order.topics[(made + n) % order.topics.length]!),
    );
    await Promise.all(some);
  }
  return { greeted, messages };
};

process.on('message', (order: HolderOrder) => void obey(order).then((answer) => process.send!(answer)));
process.once('disconnect', () => process.exit());
process.send!({ ready: true });
