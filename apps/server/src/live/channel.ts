import type { LiveTopic } from '@mesh-markets/contract';
import { deliver, type Listener } from './listener.ts';
import type { Pacer } from './pacer.ts';

/** However few listen, a topic is not told about more often than this: no eye follows faster. */
const BETWEEN_FRAMES_MS = 100;
/** After a reading that failed. */
const AFTER_FAILURE_MS = 1_000;

/** What is told of a finished frame; for the metrics. */
export interface FrameFigures {
  readonly topic: LiveTopic;
  readonly deliveries: number;
  /** From the first thing it tells of to its last delivery. */
  readonly seconds: number;
}

/** What every topic works with. */
export interface ChannelTools {
  readonly pacer: Pacer;
  readonly onFrame: (figures: FrameFigures) => void;
  readonly onError: (error: unknown, topic: LiveTopic) => void;
}

export interface FrameSource {
  readonly topic: LiveTopic;
  readonly listeners: ReadonlySet<Listener>;
  /** Reads what is known to have changed and not known yet. */
  readonly prepare: () => Promise<void>;
  /** The next frame, and from then on it counts as told; undefined when there is nothing to tell. */
  readonly frame: () => Buffer | undefined;
}

/**
 * Turns "something changed" into frames: the first at once, what comes soon after together in the next. A frame is made at the moment
 * it goes out, so it holds everything known by then.
 */
export const createFrames = (source: FrameSource, { pacer, onFrame, onError }: ChannelTools) => {
  let asked = false;
  let since = 0;
  let earliest = 0;

  const send = async (): Promise<number> => {
    const started = since;
    asked = false;
    earliest = performance.now() + BETWEEN_FRAMES_MS;
    try {
      const message = source.frame();
      if (message === undefined) return 0;
      const deliveries = await deliver(source.listeners, source.topic, message);
      onFrame({ topic: source.topic, deliveries, seconds: (performance.now() - started) / 1000 });
      return deliveries;
    } catch (error) {
      onError(error, source.topic);
      return 0;
    }
  };

  const begin = async (): Promise<void> => {
    if (source.listeners.size === 0) {
      asked = false;
      return;
    }
    try {
      await source.prepare();
    } catch (error) {
      onError(error, source.topic);
      setTimeout(() => void begin(), AFTER_FAILURE_MS).unref();
      return;
    }
    pacer.push(send);
  };

  /** Something changed that listeners are to hear of. */
  const changed = (): void => {
    if (asked) return;
    asked = true;
    since = performance.now();
    const pause = earliest - since;
    if (pause > 0) setTimeout(() => void begin(), pause).unref();
    else setImmediate(() => void begin());
  };

  return { changed };
};
