import {
  LIVE_REPLAY,
  LIVE_TRADES,
  type LiveEvent,
  type LiveSnapshot,
  type Market,
  type MarketEnd,
  type MarketEvent,
  type MarketId,
  type MarketUpdate,
  marketTopic,
  type Trade,
  type TradeAnswer,
} from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import { type ChannelTools, createFrames } from './channel.ts';
import { encode, type Listener } from './listener.ts';

/** How old what a snapshot says besides odds and state may be: names, the change since yesterday. */
const SNAPSHOT_KEPT_MS = 30_000;

const updateOf = (market: Market): MarketUpdate => ({
  id: market.id,
  version: market.version,
  state: market.state,
  outcomes: market.outcomes.map(({ index, shares, probability }) => ({ index, shares, probability })),
  probability: market.probability,
  volume: market.volume,
  traderCount: market.traderCount,
  tradeCount: market.tradeCount,
});

const endOf = ({ closedAt, resolvedAt, outcome, resolution }: Market): MarketEnd => ({
  ...(closedAt !== undefined && { closedAt }),
  ...(resolvedAt !== undefined && { resolvedAt }),
  ...(outcome !== undefined && { outcome }),
  ...(resolution !== undefined && { resolution }),
});

const withUpdate = (market: Market, update: MarketUpdate): Market => ({
  ...market,
  ...update,
  outcomes: market.outcomes.map((outcome, i) => ({ ...outcome, ...update.outcomes[i] })),
  change24h: (market.change24h ?? 0) + update.probability - market.probability,
});

type Source = Pick<Engine, 'readLiveMarket'>;

/**
 * One market as its listeners see it. What this process trades arrives as news and needs no reading; when the versions do not follow
 * on each other another process traded in between, and the span is read from the log. The first `tradeCount` versions of a market are its
 * trades; what comes after them are changes of state.
 */
export const createMarketChannel = (id: MarketId, engine: Source, tools: ChannelTools) => {
  const topic = marketTopic(id);
  const listeners = new Set<Listener>();
  let market: Market | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  /** The newest trades without a gap, newest first. */
  let trades: readonly Trade[] = [];
  /** The version said to exist; more than is known after another process wrote. */
  let wanted = 0;
  /** Something was written that is no trade. */
  let stale = false;
  let told = 0;
  let discussed = false;
  /** What the last look found of the discussion; -1 before there was one. */
  let talk = -1;
  let discussedAt = Number.NEGATIVE_INFINITY;
  /** A change was told whose trace is still to be found. */
  let discussedHere = false;
  let reading: Promise<void> | undefined;
  let snapshot: { readonly version: number; readonly message: Buffer } | undefined;

  const keep = (newer: readonly Trade[]): void => {
    const newest = trades[0]?.seq ?? 0;
    const fresh = newer.filter(({ seq }) => seq > newest);
    const follows = fresh.length === 0 || fresh.at(-1)!.seq === newest + 1;
    // A reading that reaches further back than what is kept replaces it.
    if (follows && newer.length <= trades.length + fresh.length) trades = [...fresh, ...trades];
    else trades = newer;
    trades = trades.slice(0, LIVE_REPLAY);
  };

  const isBehind = (): boolean => stale || market === undefined || market.version < wanted;

  const read = async (since: number | undefined): Promise<void> => {
    const asked = wanted;
    stale = false;
    const found = await engine.readLiveMarket(id, since);
    readAt = performance.now();
    if (wanted === asked) wanted = found.market.version;
    snapshot = undefined;
    if (market === undefined) told = found.market.version;
    // News may have overtaken the answer.
    if (market === undefined || found.market.version >= market.version) {
      market = found.market;
      keep(found.trades);
    }
  };

  /** One reading at a time; whoever comes while it runs waits for its end and looks again. */
  const refresh = async (since: number | undefined): Promise<void> => {
    while (reading !== undefined) await reading.catch(() => undefined);
    reading = read(since);
    try {
      await reading;
    } finally {
      reading = undefined;
    }
  };

  const eventSince = (now: Market, since: number, most: number): MarketEvent => ({
    market: updateOf(now),
    trades: trades.filter(({ seq }) => seq > since).slice(0, most),
    ...(now.version > now.tradeCount && now.version > since && { end: endOf(now) }),
  });

  const frames = createFrames(
    {
      topic,
      listeners,
      prepare: async () => {
        if (isBehind()) await refresh(market?.version);
      },
      frame: () => {
        if (market === undefined) return undefined;
        if (isBehind()) frames.changed();
        if (market.version === told && !discussed) return undefined;
        const event = {
          ...eventSince(market, told, LIVE_TRADES),
          ...(discussed && { discussion: true as const }),
        };
        const message: LiveEvent = { type: 'event', topic, from: told, seq: market.version, event };
        told = market.version;
        discussed = false;
        return encode(message);
      },
    },
    tools,
  );

  const onVersion = (version: number): void => {
    wanted = Math.max(wanted, version);
    if (isBehind()) frames.changed();
  };

  const onDiscussion = (): void => {
    discussed = true;
    frames.changed();
  };

  /** Committed by this process, in order. */
  const onTrades = (answers: readonly TradeAnswer[]): void => {
    const last = answers.at(-1)!.market;
    const known = market?.version;
    const first = known === undefined ? -1 : answers.findIndex((answer) => answer.market.version > known);
    if (known === undefined || answers[first]?.market.version !== known + 1) {
      onVersion(last.version);
      return;
    }
    market = withUpdate(market!, last);
    keep(
      answers
        .slice(first)
        .map(({ trade }) => trade)
        .reverse(),
    );
    frames.changed();
  };

  const snapshotOf = (now: Market): Buffer => {
    if (snapshot?.version === now.version) return snapshot.message;
    const message: LiveSnapshot = {
      type: 'snapshot',
      topic,
      seq: now.version,
      market: now,
      trades: trades.slice(0, LIVE_TRADES),
    };
    snapshot = { version: now.version, message: encode(message) };
    return snapshot.message;
  };

  /** What to tell somebody who knows the market up to `since`: what was missed, or all of it. */
  const greetingFor = (now: Market, since: number | undefined): Buffer => {
    const missed = since === undefined ? Number.POSITIVE_INFINITY : now.version - since;
    const isKept = since !== undefined && trades.length >= now.tradeCount - since;
    if (missed < 0 || missed > LIVE_REPLAY || !isKept) return snapshotOf(now);
    return encode({
      type: 'event',
      topic,
      from: since,
      seq: now.version,
      event: eventSince(now, since, LIVE_REPLAY),
    });
  };

  /** Reads if it has to; of many who come at once one reads for all. */
  const readWhile = async (isLacking: () => boolean, since: number | undefined): Promise<void> => {
    if (isLacking() && reading !== undefined) await reading;
    if (isLacking()) await refresh(since);
  };

  /** Greets and from then on tells everything. @throws Refusal NOT_FOUND */
  const join = async (listener: Listener, since: number | undefined): Promise<void> => {
    const isOld = (): boolean => performance.now() - readAt > SNAPSHOT_KEPT_MS;
    await readWhile(() => isOld() || isBehind() || (since ?? 0) > market!.version, since ?? market?.version);
    await readWhile(() => {
      const { version, tradeCount } = market!;
      const replays = since !== undefined && since <= version && version - since <= LIVE_REPLAY;
      return replays && trades.length < tradeCount - since;
    }, since);
    listener.take(topic, greetingFor(market!, since));
    listeners.add(listener);
  };

  return {
    topic,
    listeners,
    join,
    /** Undefined until the first reading. */
    known: () => (market === undefined ? undefined : { id, version: market.version, talk }),
    onTrades,
    /** Found by a look that began at `askedAt`, whoever wrote it. */
    onChange: (found: { version: number; talk: number }, askedAt: number): void => {
      if (market !== undefined && found.version > market.version) onVersion(found.version);
      if (found.talk === talk || discussedAt >= askedAt) return;
      if (talk !== -1 && !discussedHere) onDiscussion();
      talk = found.talk;
      discussedHere = false;
    },
    onState: (): void => {
      stale = true;
      frames.changed();
    },
    /** Somebody here said something, or took it back. */
    onDiscussion: (): void => {
      discussedHere = true;
      discussedAt = performance.now();
      onDiscussion();
    },
  };
};

export type MarketChannel = ReturnType<typeof createMarketChannel>;
