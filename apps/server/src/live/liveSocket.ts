import type { Writable } from 'node:stream';
import type { WebSocket } from '@fastify/websocket';
import {
  type ErrorCode,
  LIVE_CLOSE,
  LIVE_TOPICS,
  type LiveMessage,
  LiveRequest,
  type LiveTopic,
  type UserId,
} from '@mesh-markets/contract';
import { Refusal } from '@mesh-markets/engine';
import { describeIssues } from '../http/issues.ts';
import type { Hub } from './hub.ts';
import type { Listener } from './listener.ts';

/** More than this waiting for a socket means that its reader does not keep up. */
const MAX_WAITING_BYTES = 256 * 1024;
const PING_EVERY_MS = 25_000;
/** A reader who does not take in what is waiting for so long has to come back. */
const PATIENCE_MS = 10_000;
/** Messages a client may send in a stretch of time, before it is taken for a runaway script. */
const MESSAGES = 200;
const STRETCH_MS = 10_000;
/** Who somebody is is asked again this often: a session may have ended. */
const RECHECK_MS = 30_000;

export interface LiveSocketOptions {
  readonly socket: WebSocket;
  /** The connection under it: frames that go to many are written to it as they are. */
  readonly wire: Writable;
  readonly hub: Hub;
  /** Undefined for a visitor. */
  readonly userId: UserId | undefined;
  /** Asks again who this is. */
  readonly recheck: () => Promise<UserId | undefined>;
  /** A subscription ended because its reader did not keep up. */
  readonly onDropped: () => void;
  readonly onFault: (error: unknown) => void;
}

const asRefusal = (error: unknown): { code: ErrorCode; message: string } =>
  error instanceof Refusal
    ? { code: error.code, message: error.message }
    : { code: 'INTERNAL', message: 'Something went wrong on our side. Please try again.' };

/** One reader: its subscriptions, what it asks, and whether it keeps up. */
export const createLiveSocket = (options: LiveSocketOptions) => {
  const { socket, wire, hub, userId, onDropped, onFault } = options;
  const topics = new Set<LiveTopic>();
  /** Topics whose subscription ended because too much was waiting; told when the socket takes something in again. */
  const lost = new Set<LiveTopic>();
  let lostAt = 0;
  let isAlive = true;
  let pingedAt = performance.now();
  let checkedAt = performance.now();
  let stretchEnds = 0;
  let messages = 0;

  const say = (message: LiveMessage): void => socket.send(JSON.stringify(message));
  const isFull = (): boolean => socket.bufferedAmount > MAX_WAITING_BYTES;

  const listener: Listener = {
    take: (topic, message) => {
      if (socket.readyState !== socket.OPEN) return;
      if (!isFull()) {
        wire.write(message);
        return;
      }
      if (lost.size === 0) lostAt = performance.now();
      lost.add(topic);
      leave(topic);
      onDropped();
    },
  };

  const leave = (topic: LiveTopic): void => {
    topics.delete(topic);
    hub.leave(topic, listener, userId);
  };

  const join = async (topic: LiveTopic, since: number | undefined): Promise<void> => {
    try {
      if (!topics.has(topic) && topics.size >= LIVE_TOPICS)
        throw new Refusal('RATE_LIMITED', `One connection can listen to ${LIVE_TOPICS} topics.`);
      topics.add(topic);
      lost.delete(topic);
      await hub.join(topic, listener, since, userId);
      // It may have closed, or changed its mind, while the topic was read.
      if (!topics.has(topic) || socket.readyState !== socket.OPEN) hub.leave(topic, listener, userId);
    } catch (error) {
      if (!(error instanceof Refusal)) onFault(error);
      leave(topic);
      say({ type: 'error', topic, ...asRefusal(error) });
    }
  };

  const obey = (request: LiveRequest): void => {
    switch (request.type) {
      case 'ping':
        say({ type: 'pong' });
        break;
      case 'unsubscribe':
        for (const topic of request.topics) leave(topic);
        break;
      case 'subscribe':
        for (const wanted of request.topics) {
          const { topic, since } = typeof wanted === 'string' ? { topic: wanted, since: undefined } : wanted;
          void join(topic, since);
        }
    }
  };

  const isFlooding = (): boolean => {
    const now = performance.now();
    if (now > stretchEnds) [stretchEnds, messages] = [now + STRETCH_MS, 0];
    messages += 1;
    return messages > MESSAGES;
  };

  const refuse = (message: string): void => say({ type: 'error', code: 'VALIDATION_FAILED', message });

  const read = (text: string): void => {
    let given: unknown;
    try {
      given = JSON.parse(text);
    } catch {
      refuse('Send JSON.');
      return;
    }
    const request = LiveRequest.safeParse(given);
    if (request.success) obey(request.data);
    else
      refuse(
        describeIssues(request.error.issues)
          .map(({ path, message }) => `${path}: ${message}`)
          .join(' '),
      );
  };

  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('message', (data, isBinary) => {
    isAlive = true;
    if (isFlooding()) socket.close(LIVE_CLOSE.FLOOD, 'Too many messages.');
    else if (isBinary) refuse('Send text, not binary.');
    else read(String(data));
  });
  socket.on('close', () => {
    for (const topic of [...topics]) leave(topic);
  });

  const catchUp = (now: number): void => {
    if (lost.size === 0) return;
    if (!isFull()) {
      for (const topic of lost) say({ type: 'resync', topic });
      lost.clear();
    } else if (now - lostAt > PATIENCE_MS) {
      socket.close(LIVE_CLOSE.TOO_SLOW, 'You did not keep up.');
      // It takes nothing in, so it will not hear that either.
      socket.terminate();
    }
  };

  const checkIdentity = async (): Promise<void> => {
    const now = await options.recheck();
    if (now === userId || !topics.has('user')) return;
    leave('user');
    say({ type: 'error', code: 'UNAUTHENTICATED', message: 'You are signed out.', topic: 'user' });
  };

  /** Called every second or so. */
  const tend = (): void => {
    const now = performance.now();
    catchUp(now);
    if (now - pingedAt > PING_EVERY_MS) {
      pingedAt = now;
      if (isAlive) socket.ping();
      else socket.terminate();
      isAlive = false;
    }
    if (topics.has('user') && now - checkedAt > RECHECK_MS) {
      checkedAt = now;
      checkIdentity().catch(onFault);
    }
  };

  return { tend };
};

export type LiveSocket = ReturnType<typeof createLiveSocket>;
