import type { LiveEvent, LiveSnapshot, LiveTopic } from '@mesh-markets/contract';

/** Somebody who hears topics: a socket. */
export interface Listener {
  /** Takes a message that is text already; the same bytes go to everybody. */
  readonly take: (topic: LiveTopic, message: Buffer) => void;
}

/** How many sockets are served before others get a turn: sending to a thousand at once would keep trades waiting for 10 ms. */
const AT_ONCE = 50;

export const encode = (message: LiveSnapshot | LiveEvent): Buffer => Buffer.from(JSON.stringify(message));

/** Sends one message to everybody who listens now; answers to how many. */
export const deliver = async (
  listeners: ReadonlySet<Listener>,
  topic: LiveTopic,
  message: Buffer,
): Promise<number> => {
  const all = [...listeners];
  for (const [place, listener] of all.entries()) {
    if (place > 0 && place % AT_ONCE === 0) await new Promise((next) => setImmediate(next));
    if (listeners.has(listener)) listener.take(topic, message);
  }
  return all.length;
};
