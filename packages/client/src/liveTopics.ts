import {
  type ErrorCode,
  LIVE_TOPICS,
  type LiveEvent,
  type LiveMessage,
  type LiveRequest,
  type LiveSnapshot,
  type LiveTopic,
  type MarketTopic,
} from '@mesh-markets/contract';

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

/** A topic that the server could not read is asked for again. */
const AGAIN_MS = 5_000;

interface Heard {
  readonly listeners: Set<LiveListener<LiveTopic>>;
  /** How far it has been told. */
  seq: number | undefined;
  /** Something is missing and was asked for. */
  isBehind: boolean;
}

/** What is listened to, and how far each topic has been told; asks again where something is missing. */
export class LiveTopics {
  readonly #send: (request: LiveRequest) => void;
  readonly #topics = new Map<LiveTopic, Heard>();
  /** Topics to be asked for or let go of, together at the end of this turn: a page changes many at once. */
  readonly #touched = new Set<LiveTopic>();

  constructor(send: (request: LiveRequest) => void) {
    this.#send = send;
  }

  #subscribe(wanted: readonly LiveTopic[]): void {
    const wishes = wanted.map((topic) => {
      const heard = this.#topics.get(topic);
      return heard?.seq === undefined || topic === 'user' ? topic : { topic, since: heard.seq };
    });
    for (let first = 0; first < wishes.length; first += LIVE_TOPICS)
      this.#send({ type: 'subscribe', topics: wishes.slice(first, first + LIVE_TOPICS) });
  }

  #flush(): void {
    const all = [...this.#touched];
    this.#touched.clear();
    this.#subscribe(all.filter((topic) => this.#topics.has(topic)));
    const left = all.filter((topic) => !this.#topics.has(topic));
    if (left.length > 0) this.#send({ type: 'unsubscribe', topics: left });
  }

  #touch(topic: LiveTopic): void {
    if (this.#touched.size === 0) queueMicrotask(() => this.#flush());
    this.#touched.add(topic);
  }

  #hear(news: Told): void {
    const heard = this.#topics.get(news.topic);
    if (heard === undefined) return;
    const known = news.type === 'event' ? heard.seq : undefined;
    if (known !== undefined && known < (news as LiveEvent).from) {
      // Asked for once; until the answer nothing else of the topic makes sense.
      if (!heard.isBehind) this.#touch(news.topic);
      heard.isBehind = true;
    } else if (known === undefined || news.seq >= known) {
      heard.seq = news.seq;
      heard.isBehind = false;
      for (const listener of heard.listeners) listener.onNews(news as LiveNews<LiveTopic>);
    }
  }

  #refused({ code, message, topic }: Extract<LiveMessage, { type: 'error' }>): void {
    if (topic === undefined) return;
    if (code === 'INTERNAL') setTimeout(() => this.#touch(topic), AGAIN_MS);
    else for (const listener of this.#topics.get(topic)?.listeners ?? []) listener.onRefused?.(code, message);
  }

  /** What the server said. */
  take(message: LiveMessage): void {
    if (message.type === 'snapshot' || message.type === 'event') this.#hear(message);
    else if (message.type === 'resync') this.#touch(message.topic);
    else if (message.type === 'error') this.#refused(message);
  }

  /** After a connection: every topic from where it was left. */
  askAll(): void {
    for (const heard of this.#topics.values()) heard.isBehind = false;
    this.#subscribe([...this.#topics.keys()]);
  }

  add(topic: LiveTopic, listener: LiveListener<LiveTopic>): void {
    const heard = this.#topics.get(topic) ?? { listeners: new Set(), seq: undefined, isBehind: false };
    heard.listeners.add(listener);
    this.#topics.set(topic, heard);
    // Whoever comes later has to be told as well where the topic is.
    heard.seq = undefined;
    this.#touch(topic);
  }

  remove(topic: LiveTopic, listener: LiveListener<LiveTopic>): void {
    const heard = this.#topics.get(topic);
    if (!heard?.listeners.delete(listener) || heard.listeners.size > 0) return;
    this.#topics.delete(topic);
    this.#touch(topic);
  }
}
