import { createHmac, hkdfSync } from 'node:crypto';
import type { Engine, LoggedEvent } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';
import { postJson } from '../webhooks/postJson.ts';

const BATCH = 100;
const TIMEOUT_MS = 15_000;
const LONGEST_RUN_MS = 30_000;
/** A batch the receiver will not take in any size or shape. */
const REFUSED = [400, 413];

export interface SegmentOptions {
  readonly engine: Pick<Engine, 'claimSegmentEvents' | 'recordSegment'>;
  readonly writeKey: string;
  readonly endpoint: string;
  /** Makes the ids under which people are known there. */
  readonly authSecret: string;
  readonly log: FastifyBaseLogger;
}

/** What is said about people or typed by them stays here. */
const KEPT_BACK = new Set(['userId', 'question', 'outcomes']);

/** The same person always gets the same id, and nobody without the server's secret can tell whose it is. */
export const createAnonymiser = (authSecret: string): ((userId: string) => string) => {
  const key = Buffer.from(hkdfSync('sha256', authSecret, '', 'mesh-markets analytics ids', 32));
  return (userId) => createHmac('sha256', key).update(userId).digest('hex').slice(0, 32);
};

/** A track call of Segment's HTTP API. */
export const trackCall = (event: LoggedEvent, anonymise: (userId: string) => string) => {
  const { type, timestamp, data } = JSON.parse(event.payload) as {
    type: string;
    timestamp: string;
    data: Record<string, unknown>;
  };
  return {
    type: 'track' as const,
    event: type,
    messageId: event.eventId,
    anonymousId: typeof data.userId === 'string' ? anonymise(data.userId) : 'system',
    timestamp,
    properties: Object.fromEntries(Object.entries(data).filter(([name]) => !KEPT_BACK.has(name))),
  };
};

/** Sends a batch; halves one that is refused, until what cannot be taken is alone and left behind. */
const sendBatch = async (
  events: readonly LoggedEvent[],
  options: SegmentOptions,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const anonymise = createAnonymiser(options.authSecret);
  const body = JSON.stringify({
    batch: events.map((event) => trackCall(event, anonymise)),
    sentAt: new Date().toISOString(),
  });
  const { status } = await postJson(options.endpoint, body, {
    headers: { authorization: `Basic ${Buffer.from(`${options.writeKey}:`).toString('base64')}` },
    timeoutMs: TIMEOUT_MS,
    // The operator chose this address among the settings; it may well be a collector next door.
    allowPrivate: true,
    signal,
  });
  if (status >= 200 && status < 300) return;
  if (!REFUSED.includes(status)) throw new Error(`The receiver answered ${status}.`);
  if (events.length === 1) {
    options.log.warn(
      { event: events[0]!.eventId, status },
      'the Segment sink will not take an event; left out',
    );
    return;
  }
  const half = Math.ceil(events.length / 2);
  await sendBatch(events.slice(0, half), options, signal);
  await sendBatch(events.slice(half), options, signal);
};

/** Sends what the sink has not had yet, in order and in batches, until there is nothing more or it does not take it. */
export const deliverSegment = async (options: SegmentOptions, signal?: AbortSignal): Promise<void> => {
  const { engine, log } = options;
  const until = performance.now() + LONGEST_RUN_MS;
  while (!signal?.aborted && performance.now() < until) {
    const events = await engine.claimSegmentEvents(BATCH);
    const last = events.at(-1);
    if (last === undefined) return;
    try {
      await sendBatch(events, options, signal);
      await engine.recordSegment({ upTo: last.place });
    } catch (error) {
      const { message } = error as Error;
      log.warn({ problem: message }, 'the Segment sink took nothing; trying again later');
      return await engine.recordSegment({ problem: message });
    }
  }
};
