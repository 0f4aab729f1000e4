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
  /** Whether markets are open to this reader now. */
  readonly seesMarkets: () => Promise<boolean>;
  /** The same, cheap enough to be asked all the time. */
  readonly stillSeesMarkets: () => Promise<boolean>;
  /** A subscription ended because its reader did not keep up. */
  readonly onDropped: () => void;
  readonly onFault: (error: unknown) => void;
}

/** How long somebody may go on hearing of markets that are not open to them any more. */
const MARKETS_RECHECK_MS = 1_000;
/** The feed tells of new markets too. */
const isOfMarkets = (topic: LiveTopic): boolean => topic !== 'user';
const noMarkets = (): Refusal => new Refusal('NOT_FOUND');

const asRefusal = (error: unknown): { code: ErrorCode; message: string } =>
  error instanceof Refusal
    ? { code: error.code, message: error.message }
    : { code: 'INTERNAL', message: 'Something went wrong on our side. Please try again.' };

/** One reader: its subscriptions, what it asks, and whether it keeps up. */
export class LiveSocket implements Listener {
  readonly #options: LiveSocketOptions;
  readonly #topics = new Set<LiveTopic>();
  /** Topics whose subscription ended because too much was waiting; told when the socket takes something in again. */
  readonly #lost = new Set<LiveTopic>();
  #lostAt = 0;
  #isAlive = true;
  #pingedAt = performance.now();
  #checkedAt = performance.now();
  #marketsCheckedAt = performance.now();
  #stretchEnds = 0;
  #messages = 0;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
    const { socket } = options;
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    socket.on('message', (data, isBinary) => {
      this.#isAlive = true;
      if (this.#isFlooding()) socket.close(LIVE_CLOSE.FLOOD, 'Too many messages.');
      else if (isBinary) this.#refuse('Send text, not binary.');
      else this.#read(String(data));
    });
    socket.on('close', () => {
      for (const topic of [...this.#topics]) this.#leave(topic);
    });
  }

  #say(message: LiveMessage): void {
    this.#options.socket.send(JSON.stringify(message));
  }

  #refuse(message: string): void {
    this.#say({ type: 'error', code: 'VALIDATION_FAILED', message });
  }

  #isOpen(): boolean {
    const { socket } = this.#options;
    return socket.readyState === socket.OPEN;
  }

  #isFull(): boolean {
    return this.#options.socket.bufferedAmount > MAX_WAITING_BYTES;
  }

  take(topic: LiveTopic, frame: Buffer): void {
    if (!this.#isOpen()) return;
    if (!this.#isFull()) {
      this.#options.wire.write(frame);
      return;
    }
    if (this.#lost.size === 0) this.#lostAt = performance.now();
    this.#lost.add(topic);
    this.#leave(topic);
    this.#options.onDropped();
  }

  #leave(topic: LiveTopic): void {
    this.#topics.delete(topic);
    this.#options.hub.leave(topic, this, this.#options.userId);
  }

  async #join(topic: LiveTopic, since: number | undefined): Promise<void> {
    const { hub, userId, onFault } = this.#options;
    try {
      if (!this.#topics.has(topic) && this.#topics.size >= LIVE_TOPICS)
        throw new Refusal('RATE_LIMITED', `One connection can listen to ${LIVE_TOPICS} topics.`);
      this.#topics.add(topic);
      this.#lost.delete(topic);
      if (isOfMarkets(topic) && !(await this.#options.seesMarkets())) throw noMarkets();
      await hub.join(topic, this, since, userId);
      // It may have closed, or changed its mind, while the topic was read.
      if (!this.#topics.has(topic) || !this.#isOpen()) hub.leave(topic, this, userId);
    } catch (error) {
      if (!(error instanceof Refusal)) onFault(error);
      this.#leave(topic);
      this.#say({ type: 'error', topic, ...asRefusal(error) });
    }
  }

  #obey(request: LiveRequest): void {
    switch (request.type) {
      case 'ping':
        this.#say({ type: 'pong' });
        break;
      case 'unsubscribe':
        for (const topic of request.topics) this.#leave(topic);
        break;
      case 'subscribe':
        for (const wanted of request.topics) {
          const { topic, since } = typeof wanted === 'string' ? { topic: wanted, since: undefined } : wanted;
          void this.#join(topic, since);
        }
    }
  }

  #isFlooding(): boolean {
    const now = performance.now();
    if (now > this.#stretchEnds) {
      this.#stretchEnds = now + STRETCH_MS;
      this.#messages = 0;
    }
    this.#messages += 1;
    return this.#messages > MESSAGES;
  }

  #read(text: string): void {
    let given: unknown;
    try {
      given = JSON.parse(text);
    } catch {
      this.#refuse('Send JSON.');
      return;
    }
    const request = LiveRequest.safeParse(given);
    if (request.success) {
      this.#obey(request.data);
      return;
    }
    const issues = describeIssues(request.error.issues);
    this.#refuse(issues.map(({ path, message }) => `${path}: ${message}`).join(' '));
  }

  #catchUp(now: number): void {
    if (this.#lost.size === 0) return;
    const { socket } = this.#options;
    if (!this.#isFull()) {
      for (const topic of this.#lost) this.#say({ type: 'resync', topic });
      this.#lost.clear();
    } else if (now - this.#lostAt > PATIENCE_MS) {
      socket.close(LIVE_CLOSE.TOO_SLOW, 'You did not keep up.');
      // It takes nothing in, so it will not hear that either.
      socket.terminate();
    }
  }

  async #checkIdentity(): Promise<void> {
    const now = await this.#options.recheck();
    if (now === this.#options.userId || !this.#topics.has('user')) return;
    this.#leave('user');
    this.#say({ type: 'error', code: 'UNAUTHENTICATED', message: 'You are signed out.', topic: 'user' });
  }

  async #checkMarkets(): Promise<void> {
    if (this.#topics.size === 0 || (await this.#options.stillSeesMarkets())) return;
    for (const topic of [...this.#topics].filter(isOfMarkets)) {
      this.#leave(topic);
      this.#say({ type: 'error', topic, ...asRefusal(noMarkets()) });
    }
  }

  /** Something about how this person signs in has changed: what is theirs alone is told to them only if they still are who they were. */
  identityChanged(userId: UserId): void {
    if (this.#options.userId !== userId || !this.#topics.has('user')) return;
    this.#checkedAt = performance.now();
    this.#checkIdentity().catch(this.#options.onFault);
  }

  /** Called every second or so. */
  tend(): void {
    const { socket, onFault } = this.#options;
    const now = performance.now();
    this.#catchUp(now);
    if (now - this.#pingedAt > PING_EVERY_MS) {
      this.#pingedAt = now;
      if (this.#isAlive) socket.ping();
      else socket.terminate();
      this.#isAlive = false;
    }
    if (now - this.#marketsCheckedAt > MARKETS_RECHECK_MS) {
      this.#marketsCheckedAt = now;
      this.#checkMarkets().catch(onFault);
    }
    if (this.#topics.has('user') && now - this.#checkedAt > RECHECK_MS) {
      this.#checkedAt = now;
      this.#checkIdentity().catch(onFault);
    }
  }
}
