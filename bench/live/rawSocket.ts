import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { LIVE_PATH } from '@mesh-markets/contract';

/*
 * The least that can listen to a WebSocket. Readers live on other machines; here they share two cores with the server, and a thousand full
 * clients would measure themselves.
 */

/** Called with the first bytes of each text message. */
export type OnHead = (head: string) => void;

const HEAD_BYTES = 120;
const TEXT = 0x81;
const PING = 0x89;

/** The length of a message and of what stands before it; undefined until enough of it is there. */
const sizeOf = (bytes: Buffer): { readonly start: number; readonly length: number } | undefined => {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 0x7f;
  if (short < 126) return { start: 2, length: short };
  if (short === 126) return bytes.length < 4 ? undefined : { start: 4, length: bytes.readUInt16BE(2) };
  return bytes.length < 10 ? undefined : { start: 10, length: Number(bytes.readBigUInt64BE(2)) };
};

const maskedFrame = (opcode: number, body: Buffer): Buffer => {
  const mask = randomBytes(4);
  const head =
    body.length < 126
      ? [opcode, 0x80 | body.length]
      : [opcode, 0x80 | 126, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from(head), mask, body.map((byte, i) => byte ^ mask[i % 4]!)]);
};

/** Splits what arrives into messages, and answers pings. */
const readMessages = (socket: Socket, onHead: OnHead): ((bytes: Buffer) => void) => {
  let left: Buffer = Buffer.alloc(0);
  return (arrived) => {
    left = left.length === 0 ? arrived : Buffer.concat([left, arrived]);
    for (;;) {
      const size = sizeOf(left);
      if (size === undefined || left.length < size.start + size.length) return;
      const { start, length } = size;
      if (left[0] === TEXT) onHead(left.toString('latin1', start, start + Math.min(length, HEAD_BYTES)));
      else if (left[0] === PING) socket.write(maskedFrame(0x8a, left.subarray(start, start + length)));
      left = left.subarray(start + length);
    }
  };
};

const handshake = (port: number): string =>
  `GET ${LIVE_PATH} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
  `sec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString('base64')}\r\n\r\n`;

export interface RawSocket {
  readonly send: (text: string) => void;
  readonly close: () => void;
}

/** One for all sockets of which nothing is looked at. */
const drain = Buffer.alloc(64 * 1024);

/**
 * A reader that throws away what arrives once it was greeted: what is left is what the system does for any reader. It answers no pings, so it
 * lives for less than a minute.
 */
export const openDrain = (port: number, firstRequest: string): Promise<RawSocket> =>
  new Promise((resolve, reject) => {
    let answers = 0;
    const socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: drain,
        callback: () => {
          answers += 1;
          if (answers > 2) return true;
          // First the handshake, then the greeting of its topic.
          if (answers === 1) socket.write(maskedFrame(TEXT, Buffer.from(firstRequest)));
          else resolve({ send: () => undefined, close: () => socket.destroy() });
          return true;
        },
      },
    });
    socket.on('error', reject);
    socket.write(handshake(port));
  });

/** Resolves when the server has agreed to speak WebSocket. */
export const openRawSocket = (port: number, onHead: OnHead): Promise<RawSocket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', reject);
    socket.write(handshake(port));
    let shake = Buffer.alloc(0);
    const onShake = (bytes: Buffer): void => {
      shake = Buffer.concat([shake, bytes]);
      const end = shake.indexOf('\r\n\r\n');
      if (end < 0) return;
      if (!shake.toString('latin1', 0, end).startsWith('HTTP/1.1 101')) {
        reject(new Error(`refused: ${shake.toString('latin1', 0, end)}`));
        return;
      }
      socket.off('data', onShake);
      const read = readMessages(socket, onHead);
      socket.on('data', read);
      read(shake.subarray(end + 4));
      resolve({
        send: (text) => socket.write(maskedFrame(TEXT, Buffer.from(text))),
        close: () => socket.destroy(),
      });
    };
    socket.on('data', onShake);
  });
