import { LIVE_PATH, type LiveMessage, type LiveRequest, type LiveTopic } from '@mesh-markets/contract';
import { type Backoff, createBackoff } from './backoff.ts';
import type { ClientOptions } from './client.ts';
import { type LiveListener, LiveTopics } from './liveTopics.ts';

export type { LiveListener, LiveNews } from './liveTopics.ts';

/** `connecting` until the first answer and for a first try after a loss; `down` when that failed, while it is tried again. */
export type LiveState = 'connecting' | 'live' | 'down';

export interface LiveOptions extends Pick<ClientOptions, 'baseUrl' | 'apiKey' | 'headers'> {
  /** For tests: waits between tries to connect. */
  readonly backoff?: Backoff;
}

export interface LiveClient {
  /** Hears a topic until the answered function is called. What was missed while the connection was lost is told after it. */
  readonly subscribe: <T extends LiveTopic>(topic: T, listener: LiveListener<T>) => () => void;
  readonly state: () => LiveState;
  /** Calls with each new state; answers how to stop. */
  readonly onState: (listener: (state: LiveState) => void) => () => void;
  /** Tries at once instead of after the pause: the network is back, or somebody looks. */
  readonly retry: () => void;
  /** Connects anew, for another person has signed in. */
  readonly reconnect: () => void;
  readonly close: () => void;
}

/** With nothing heard for so long the server is asked for a sign of life, and given as long to send it. */
const SILENCE_MS = 20_000;

type Timer = ReturnType<typeof setTimeout>;

/** Browsers send the page's cookie by themselves and take no headers; Node does. */
const openSocket = ({ baseUrl, apiKey, headers }: LiveOptions): WebSocket => {
  const page = (globalThis as { location?: { readonly origin: string } }).location;
  const url = new URL(LIVE_PATH, baseUrl || page?.origin);
  url.protocol = url.protocol.replace('http', 'ws');
  const all = { ...headers, ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }) };
  if (Object.keys(all).length === 0) return new WebSocket(url);
  return new WebSocket(url, { headers: all } as unknown as string[]);
};

/** One connection after another, and what state that is. */
class Connection {
  readonly #options: LiveOptions;
  readonly #backoff: Backoff;
  readonly #listeners = new Set<(state: LiveState) => void>();
  readonly topics = new LiveTopics((request) => this.#send(request));
  state: LiveState = 'connecting';
  #socket: WebSocket | undefined;
  #timer: Timer | undefined;
  #ended = false;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#backoff = options.backoff ?? createBackoff();
  }

  onState(listener: (state: LiveState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #setState(state: LiveState): void {
    if (this.state === state) return;
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }

  #send(request: LiveRequest): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request));
  }

  /** Lets go of a socket whose end is not waited for, and tries again in a while. */
  #lose(lost: WebSocket): void {
    if (this.#socket !== lost) return;
    this.#socket = undefined;
    lost.close();
    if (this.#ended) return;
    this.#setState(this.state === 'live' ? 'connecting' : 'down');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.connect(), this.#backoff.next());
  }

  /** Answers what to call whenever something is heard. */
  #watchSilence(watched: WebSocket): () => void {
    let silence: Timer | undefined;
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        this.#send({ type: 'ping' });
        silence = setTimeout(() => this.#lose(watched), SILENCE_MS);
      }, SILENCE_MS);
    };
    watched.addEventListener('close', () => clearTimeout(silence));
    heard();
    return heard;
  }

  connect(): void {
    clearTimeout(this.#timer);
    if (this.#ended || this.#socket !== undefined) return;
    const opening = openSocket(this.#options);
    this.#socket = opening;
    const heard = this.#watchSilence(opening);
    opening.addEventListener('open', () => {
      this.#send({ type: 'ping' });
      this.topics.askAll();
    });
    opening.addEventListener('message', ({ data }) => {
      if (this.#socket !== opening) return;
      heard();
      this.#backoff.reset();
      this.#setState('live');
      this.topics.take(JSON.parse(data as string) as LiveMessage);
    });
    opening.addEventListener('close', () => this.#lose(opening));
    opening.addEventListener('error', () => this.#lose(opening));
  }

  /** Unless it has been tried before: then the next try comes by itself. */
  connectFirst(): void {
    if (this.#timer === undefined) this.connect();
  }

  reconnect(): void {
    const old = this.#socket;
    this.#socket = undefined;
    old?.close();
    this.#setState('connecting');
    this.connect();
  }

  close(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    if (this.#socket !== undefined) this.#lose(this.#socket);
  }
}

/**
 * The live stream, for browsers and Node: one socket for any number of topics, which connects by itself, comes back after a loss and
 * then hears what it missed.
 *
 * ```ts
 * const live = createLive({ baseUrl: 'https://markets.example.org' });
 * const stop = live.subscribe('market:12', { onNews: (news) => console.info(news.seq) });
 * ```
 */
export const createLive = (options: LiveOptions = {}): LiveClient => {
  const connection = new Connection(options);
  return {
    subscribe: (topic, listener) => {
      const heard = listener as unknown as LiveListener<LiveTopic>;
      connection.topics.add(topic, heard);
      connection.connectFirst();
      return () => connection.topics.remove(topic, heard);
    },
    state: () => connection.state,
    onState: (listener) => connection.onState(listener),
    retry: () => connection.connect(),
    reconnect: () => connection.reconnect(),
    close: () => connection.close(),
  };
};
