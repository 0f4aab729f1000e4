import { createHash, type Hash } from 'node:crypto';

/*
 * A backup is one stream of frames, compressed as a whole. A frame is a letter, its length (4 bytes, big-endian) and its content:
 * `J` holds JSON and `D` a piece of the table named by the JSON before it. The last frame holds the digest of all frames before it,
 * so a file that was cut off or damaged is told from a whole one before anything of it is believed.
 */

export const MAGIC = 'mesh-markets-backup 1\n';
const HEADER_BYTES = 5;
const MAX_FRAME_BYTES = 64 * 1024 * 1024;

export type FrameKind = 'J' | 'D';
export interface Frame {
  readonly kind: FrameKind;
  readonly content: Buffer;
}

/** The file is not a backup, or not all of one. */
export class DamagedBackupError extends Error {
  override readonly name = 'DamagedBackupError';
}

export const encodeFrame = (kind: FrameKind, content: Buffer): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(kind, 0, 'latin1');
  header.writeUInt32BE(content.length, 1);
  return Buffer.concat([header, content]);
};

export const encodeJson = (value: unknown): Buffer => encodeFrame('J', Buffer.from(JSON.stringify(value)));

export const createDigest = (): Hash => createHash('sha256');

/** Cuts a stream of bytes into frames. @throws DamagedBackupError */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let held: Buffer = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of source) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    if (!begun) {
      if (held.length < MAGIC.length) continue;
      if (held.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) {
        throw new DamagedBackupError('This file is not a backup of Mesh Markets.');
      }
      held = held.subarray(MAGIC.length);
      begun = true;
    }
    while (held.length >= HEADER_BYTES) {
      const kind = held.toString('latin1', 0, 1);
      const length = held.readUInt32BE(1);
      if ((kind !== 'J' && kind !== 'D') || length > MAX_FRAME_BYTES) {
        throw new DamagedBackupError('The backup is damaged: it holds something that is no part of one.');
      }
      if (held.length < HEADER_BYTES + length) break;
      yield { kind, content: held.subarray(HEADER_BYTES, HEADER_BYTES + length) };
      held = held.subarray(HEADER_BYTES + length);
    }
  }
  if (!begun || held.length > 0) throw new DamagedBackupError('The backup ends too early.');
}

export const parseJson = (frame: Frame): unknown => {
  if (frame.kind !== 'J') throw new DamagedBackupError('The backup is damaged: a table has no name.');
  try {
    return JSON.parse(frame.content.toString('utf8'));
  } catch {
    throw new DamagedBackupError('The backup is damaged: a heading cannot be read.');
  }
};
