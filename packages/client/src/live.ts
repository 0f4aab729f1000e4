import {
  type ErrorCode,
  LIVE_PATH,
  LIVE_TOPICS,
  type LiveEvent,
  type LiveMessage,
  type LiveRequest,
  type LiveSnapshot,
  type LiveTopic,
  type MarketTopic,
} from '@mesh-markets/contract';
import { type Backoff, createBackoff } from './backoff.ts';
import type { ClientOptions } from './client.ts';

/** `connecting` until the first answer and for a first try after a loss; `down` when that failed, while it is tried again. */
export type LiveState = 'connecting' | 'live' | 'down';

type Told = LiveSnapshot | LiveEvent;

/** What is told of a topic: a snapshot to begin with, then events; a snapshot again after a long absence. */
export type LiveNews<T extends LiveTopic> = T extends MarketTopic
  ? Extract<Told, { market: unknown } | { event: { market: unknown } }>
  : Extract<Told, { topic: T }>;

export interface LiveListener<T extends LiveTopic> {
  readonly onNews: (news: LiveNews<T>) => void;
  /** The server does not let this topic be heard: there is no such market, or nobody is signed in. */
  readonly onRefused?: (code: ErrorCode, message: string) => void;
}

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
/** A topic that the server could not read is asked for again. */
const AGAIN_MS = 5_000;

interface Heard {
  readonly listeners: Set<LiveListener<LiveTopic>>;
  /** How far it has been told. */
  seq: number | undefined;
  /** Something is missing and was asked for. */
  isBehind: boolean;
}

/** Browsers send the page's cookie by themselves and take no headers; Node does. */
const openSocket = ({ baseUrl, apiKey, headers }: LiveOptions): WebSocket => {
  const page = (globalThis as { location?: { readonly origin: string } }).location;
  const url = new URL(LIVE_PATH, baseUrl || page?.origin);
  url.protocol = url.protocol.replace('http', 'ws');
  const all = { ...headers, ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }) };
  if (Object.keys(all).length === 0) return new WebSocket(url);
  return new WebSocket(url, { headers: all } as unknown as string[]);
};

/** What the server said, sorted to those who listen; asks again where something is missing. */
const createTopics = (send: (request: LiveRequest) => void) => {
  const topics = new Map<LiveTopic, Heard>();
  /** Topics to be asked for or let go of, together at the end of this turn: a page changes many at once. */
  const touched = new Set<LiveTopic>();

  const subscribe = (wanted: readonly LiveTopic[]): void => {
    const wishes = wanted.map((topic) => {
      const heard = topics.get(topic);
      return heard?.seq === undefined || topic === 'user' ? topic : { topic, since: heard.seq };
    });
    for (let first = 0; first < wishes.length; first += LIVE_TOPICS)
      send({ type: 'subscribe', topics: wishes.slice(first, first + LIVE_TOPICS) });
  };
  const flush = (): void => {
    const all = [...touched];
    touched.clear();
    subscribe(all.filter((topic) => topics.has(topic)));
    const left = all.filter((topic) => !topics.has(topic));
    if (left.length > 0) send({ type: 'unsubscribe', topics: left });
  };
  const touch = (topic: LiveTopic): void => {
    if (touched.size === 0) queueMicrotask(flush);
    touched.add(topic);
  };

  /** What was missed is asked for once; until the answer nothing else of the topic makes sense. */
  const askForMissing = (topic: LiveTopic, heard: Heard): void => {
    if (!heard.isBehind) touch(topic);
    heard.isBehind = true;
  };

  const take = (news: Told): void => {
    const heard = topics.get(news.topic);
    if (heard === undefined) return;
    const known = news.type === 'event' ? heard.seq : undefined;
    if (known !== undefined && known < (news as LiveEvent).from) {
      askForMissing(news.topic, heard);
    } else if (known === undefined || news.seq >= known) {
      heard.seq = news.seq;
      heard.isBehind = false;
      for (const listener of heard.listeners) listener.onNews(news as LiveNews<LiveTopic>);
    }
  };

  const refused = ({ code, message, topic }: Extract<LiveMessage, { type: 'error' }>): void => {
    if (topic === undefined) return;
    if (code === 'INTERNAL') setTimeout(() => touch(topic), AGAIN_MS);
    else for (const listener of topics.get(topic)?.listeners ?? []) listener.onRefused?.(code, message);
  };

  return {
    take: (message: LiveMessage): void => {
      if (message.type === 'snapshot' || message.type === 'event') take(message);
      else if (message.type === 'resync') touch(message.topic);
      else if (message.type === 'error') refused(message);
    },
    /** After a connection: every topic from where it was left. */
    askAll: (): void => {
      for (const heard of topics.values()) heard.isBehind = false;
      subscribe([...topics.keys()]);
    },
    add: (topic: LiveTopic, listener: LiveListener<LiveTopic>): void => {
      const heard = topics.get(topic) ?? { listeners: new Set(), seq: undefined, isBehind: false };
      heard.listeners.add(listener);
      topics.set(topic, heard);
      // Whoever comes later has to be told as well where the topic is.
      heard.seq = undefined;
      touch(topic);
    },
    remove: (topic: LiveTopic, listener: LiveListener<LiveTopic>): void => {
      const heard = topics.get(topic);
      if (!heard?.listeners.delete(listener) || heard.listeners.size > 0) return;
      topics.delete(topic);
      touch(topic);
    },
  };
};

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
  const backoff = options.backoff ?? createBackoff();
  const stateListeners = new Set<(state: LiveState) => void>();
  let state: LiveState = 'connecting';
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const setState = (next: LiveState): void => {
    if (state === next) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  };
  const send = (request: LiveRequest): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request));
  };
  const topics = createTopics(send);

  /** Lets go of a socket whose end is not waited for. */
  const lose = (lost: WebSocket): void => {
    if (socket !== lost) return;
    socket = undefined;
    lost.close();
    if (ended) return;
    setState(state === 'live' ? 'connecting' : 'down');
    clearTimeout(timer);
    timer = setTimeout(connect, backoff.next());
  };

  const watchSilence = (watched: WebSocket): (() => void) => {
    let silence: ReturnType<typeof setTimeout> | undefined;
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        send({ type: 'ping' });
        silence = setTimeout(() => lose(watched), SILENCE_MS);
      }, SILENCE_MS);
    };
    watched.addEventListener('close', () => clearTimeout(silence));
    heard();
    return heard;
  };

  function connect(): void {
    clearTimeout(timer);
    if (ended || socket !== undefined) return;
    const opening = openSocket(options);
    socket = opening;
    const heard = watchSilence(opening);
    opening.addEventListener('open', () => {
      send({ type: 'ping' });
      topics.askAll();
    });
    opening.addEventListener('message', ({ data }) => {
      if (socket !== opening) return;
      heard();
      backoff.reset();
      setState('live');
      topics.take(JSON.parse(data as string) as LiveMessage);
    });
    opening.addEventListener('close', () => lose(opening));
    opening.addEventListener('error', () => lose(opening));
  }

  return {
    subscribe: (topic, listener) => {
      const heard = listener as unknown as LiveListener<LiveTopic>;
      topics.add(topic, heard);
      if (socket === undefined && timer === undefined) connect();
      return () => topics.remove(topic, heard);
    },
    state: () => state,
    onState: (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    retry: connect,
    reconnect: () => {
      const old = socket;
      socket = undefined;
      old?.close();
      setState('connecting');
      connect();
    },
    close: () => {
      ended = true;
      clearTimeout(timer);
      if (socket !== undefined) lose(socket);
    },
  };
};
