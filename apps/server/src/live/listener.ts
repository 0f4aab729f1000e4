import type { LiveEvent, LiveSnapshot, LiveTopic } from '@mesh-markets/contract';

/** Somebody who hears topics: a socket. */
export interface Listener {
  /** Takes a frame; the same bytes go to everybody. */
  readonly take: (topic: LiveTopic, message: Buffer) => void;
}

/** How many sockets are served before others get a turn: sending to a thousand at once would keep trades waiting for 10 ms. */
const AT_ONCE = 50;

/**
 * A message as it stands on the wire: a whole WebSocket text frame, unmasked and uncompressed. Made once for everybody: framed by
 * the library for each socket, a delivery costs half as much again.
 */
export const encode = (message: LiveSnapshot | LiveEvent): Buffer => {
  const text = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(text.length < 126 ? 2 : text.length < 65_536 ? 4 : 10);
  head[0] = 0x81;
  if (head.length === 2) head[1] = text.length;
  else if (head.length === 4) {
    head[1] = 126;
    head.writeUInt16BE(text.length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(text.length), 2);
  }
  return Buffer.concat([head, text]);
};

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
