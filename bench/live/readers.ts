import { marketTopic } from '@mesh-markets/contract';
import { openDrain, openRawSocket, type RawSocket } from './rawSocket.ts';

/*
 * A process that holds many sockets on the live stream. It is told how many, and which market they listen to; asked for its figures
 * it says how late each trade came to each socket. Times of one machine are comparable between its processes and its database.
 */

export type Order =
  | { readonly kind: 'open'; readonly port: number; readonly sockets: number; readonly market?: string }
  | { readonly kind: 'close' }
  /** Milliseconds at which trades were decided, the first one being number `first`. */
  | { readonly kind: 'figures'; readonly first: number; readonly times: readonly number[] };

export interface ReaderFigures {
  /** Frames times sockets that were looked at. */
  readonly deliveries: number;
  readonly frames: number;
  /** Over every trade at every socket that was looked at, in milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly slowest: number;
  /** Frames that did not follow on what their socket knew. */
  readonly gaps: number;
}

interface Heard {
  readonly from: number;
  readonly seq: number;
  readonly at: number;
}

const OPENING_AT_ONCE = 50;
/** One in so many sockets is looked at; the others take in the same bytes. */
const SAMPLE = 10;
const SLOWEST_MS = 60_000;

const sockets: RawSocket[] = [];
let heard: Heard[] = [];
let gaps = 0;

const now = (): number => performance.timeOrigin + performance.now();

const subscription = (market: string): string =>
  JSON.stringify({ type: 'subscribe', topics: [marketTopic(market)] });

const openOne = async (port: number, market: string | undefined): Promise<void> => {
  const { promise: greeted, resolve } = Promise.withResolvers<void>();
  let known: number | undefined;
  const socket = await openRawSocket(port, (head) => {
    const at = now();
    const seq = Number(/"seq":(\d+)/.exec(head)?.[1]);
    const from = Number(/"from":(\d+)/.exec(head)?.[1]);
    if (known === undefined) resolve();
    else {
      if (from > known) gaps += 1;
      heard.push({ from, seq, at });
    }
    known = seq;
  });
  sockets.push(socket);
  if (market === undefined) return;
  socket.send(subscription(market));
  await greeted;
};

const open = async (port: number, count: number, market: string | undefined): Promise<void> => {
  for (let made = 0; made < count; made += OPENING_AT_ONCE) {
    const some = Math.min(OPENING_AT_ONCE, count - made);
    await Promise.all(
      Array.from({ length: some }, async (_, n) => {
        if (market === undefined || n % SAMPLE === 0) await openOne(port, market);
        else sockets.push(await openDrain(port, subscription(market)));
      }),
    );
  }
};

const figures = (first: number, times: readonly number[]): ReaderFigures => {
  // So many delays that sorting them would take longer than the measurement: counted by the millisecond.
  const counts = new Float64Array(SLOWEST_MS + 1);
  let all = 0;
  for (const { from, seq, at } of heard) {
    for (let number = Math.max(from + 1, first); number <= seq; number += 1) {
      const time = times[number - first];
      if (time === undefined) continue;
      const late = Math.min(SLOWEST_MS, Math.max(0, Math.round(at - time)));
      counts[late]! += 1;
      all += 1;
    }
  }
  const at = (share: number): number => {
    let passed = 0;
    for (const [late, count] of counts.entries()) {
      passed += count;
      if (passed >= all * share && passed > 0) return late;
    }
    return Number.NaN;
  };
  const answer: ReaderFigures = {
    deliveries: heard.length,
    frames: new Set(heard.map(({ seq }) => seq)).size,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    slowest: at(1),
    gaps,
  };
  heard = [];
  gaps = 0;
  return answer;
};

const obey = async (order: Order): Promise<unknown> => {
  if (order.kind === 'figures') return figures(order.first, order.times);
  if (order.kind === 'open') await open(order.port, order.sockets, order.market);
  else for (const socket of sockets.splice(0)) socket.close();
  return { done: true };
};

if (process.send && process.argv[1] === import.meta.filename) {
  process.on('message', (order: Order) => void obey(order).then((answer) => process.send!(answer)));
}
