import {
  LIVE_REPLAY,
  LIVE_TRADES,
  type Market,
  type MarketEvent,
  type MarketId,
  type MarketTopic,
  marketTopic,
  type Trade,
  type TradeAnswer,
} from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import { type ChannelTools, createFrames } from './channel.ts';
import { encode, type Listener } from './listener.ts';
import { endOf, updateOf, withNewer, withUpdate } from './spans.ts';
import { Trace } from './trace.ts';

/** How old what a snapshot says besides odds and state may be: names, the change since yesterday. */
const SNAPSHOT_KEPT_MS = 30_000;

type Found = Awaited<ReturnType<Engine['lookForChanges']>>['markets'][number];

/**
 * One market as its listeners see it. What this process trades arrives as news and needs no reading; when the versions do not follow
 * on each other another process traded in between, and the span is read from the log. The first `tradeCount` versions of a market are its
 * trades; what comes after them are changes of state.
 */
export class MarketChannel {
  readonly topic: MarketTopic;
  readonly listeners = new Set<Listener>();
  readonly #id: MarketId;
  readonly #engine: Pick<Engine, 'lookForChanges' | 'readLiveMarket'>;
  readonly #frames: ReturnType<typeof createFrames>;
  #market: Market | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  /** The newest without a gap, newest first. */
  #trades: readonly Trade[] = [];
  /** The version said to exist; more than is known after another process wrote. */
  #wanted = 0;
  /** Something was written that is no trade. */
  #stale = false;
  /** How far listeners have been told. */
  #told = 0;
  #reading: Promise<void> | undefined;
  #snapshot: { readonly version: number; readonly message: Buffer } | undefined;
  #discussed = false;
  readonly #talk = new Trace();
  /** Who decides it changed, and nobody has been told. */
  #decidedByOthers = false;
  readonly #resolvers = new Trace();

  constructor(id: MarketId, engine: Pick<Engine, 'lookForChanges' | 'readLiveMarket'>, tools: ChannelTools) {
    this.topic = marketTopic(id);
    this.#id = id;
    this.#engine = engine;
    this.#frames = createFrames(
      {
        topic: this.topic,
        listeners: this.listeners,
        prepare: async () => {
          if (this.#isBehind()) await this.#refresh(this.#market?.version);
        },
        frame: () => this.#frame(),
      },
      tools,
    );
  }

  #isBehind(): boolean {
    return this.#stale || this.#market === undefined || this.#market.version < this.#wanted;
  }

  /** Before the market is read: what is written later, wherever, is news to whoever is greeted with it. */
  async #beginTraces(): Promise<void> {
    const markets = [{ id: this.#id, version: 0, talk: -1, resolvers: -1 }];
    const found = (await this.#engine.lookForChanges({ markets, users: [], posts: false })).markets[0];
    if (found === undefined) return;
    this.#talk.begin(found.talk);
    this.#resolvers.begin(found.resolvers);
  }

  async #read(since: number | undefined): Promise<void> {
    if (this.#market === undefined) await this.#beginTraces();
    const asked = this.#wanted;
    this.#stale = false;
    const found = await this.#engine.readLiveMarket(this.#id, since);
    this.#readAt = performance.now();
    if (this.#wanted === asked) this.#wanted = found.market.version;
    this.#snapshot = undefined;
    if (this.#market === undefined) this.#told = found.market.version;
    // News may have overtaken the answer.
    if (this.#market === undefined || found.market.version >= this.#market.version) {
      this.#market = found.market;
      this.#trades = withNewer(this.#trades, found.trades, LIVE_REPLAY);
    }
  }

  /** One reading at a time. */
  async #refresh(since: number | undefined): Promise<void> {
    while (this.#reading !== undefined) await this.#reading.catch(() => undefined);
    this.#reading = this.#read(since);
    try {
      await this.#reading;
    } finally {
      this.#reading = undefined;
    }
  }

  /** Reads if it has to; of many who come at once one reads for all. */
  async #readWhile(isLacking: () => boolean, since: number | undefined): Promise<void> {
    if (isLacking() && this.#reading !== undefined) await this.#reading;
    if (isLacking()) await this.#refresh(since);
  }

  #eventSince(market: Market, since: number, most: number): MarketEvent {
    return {
      market: updateOf(market),
      trades: this.#trades.filter(({ seq }) => seq > since).slice(0, most),
      ...(market.version > market.tradeCount && market.version > since && { end: endOf(market) }),
    };
  }

  #frame(): Buffer | undefined {
    const market = this.#market;
    if (market === undefined) return undefined;
    if (this.#isBehind()) this.#frames.changed();
    if (market.version === this.#told && !this.#discussed && !this.#decidedByOthers) return undefined;
    const event = {
      ...this.#eventSince(market, this.#told, LIVE_TRADES),
      ...(this.#discussed && { discussion: true as const }),
      ...(this.#decidedByOthers && { resolvers: true as const }),
    };
    const from = this.#told;
    this.#told = market.version;
    this.#discussed = false;
    this.#decidedByOthers = false;
    return encode({ type: 'event', topic: this.topic, from, seq: market.version, event });
  }

  #snapshotOf(market: Market): Buffer {
    if (this.#snapshot?.version === market.version) return this.#snapshot.message;
    const trades = this.#trades.slice(0, LIVE_TRADES);
    const message = encode({ type: 'snapshot', topic: this.topic, seq: market.version, market, trades });
    this.#snapshot = { version: market.version, message };
    return message;
  }

  /** Whether whoever knows the market up to `since` is told what was missed, rather than all of it. */
  #replays(market: Market, since: number | undefined): since is number {
    return since !== undefined && since <= market.version && market.version - since <= LIVE_REPLAY;
  }

  #lacksTradesSince(market: Market, since: number | undefined): boolean {
    return this.#replays(market, since) && this.#trades.length < market.tradeCount - since;
  }

  #greetingFor(market: Market, since: number | undefined): Buffer {
    // Trades may have come while those further back were read; then there are not enough any more.
    if (!this.#replays(market, since) || this.#lacksTradesSince(market, since))
      return this.#snapshotOf(market);
    const event = this.#eventSince(market, since, LIVE_REPLAY);
    return encode({ type: 'event', topic: this.topic, from: since, seq: market.version, event });
  }

  /** Greets and from then on tells everything. @throws Refusal NOT_FOUND */
  async join(listener: Listener, since: number | undefined): Promise<void> {
    const isOld = (): boolean => performance.now() - this.#readAt > SNAPSHOT_KEPT_MS;
    const isLacking = (): boolean => isOld() || this.#isBehind() || (since ?? 0) > this.#market!.version;
    await this.#readWhile(isLacking, since ?? this.#market?.version);
    await this.#readWhile(() => this.#lacksTradesSince(this.#market!, since), since);
    listener.take(this.topic, this.#greetingFor(this.#market!, since));
    this.listeners.add(listener);
  }

  /** Undefined until the first reading. */
  known(): Found | undefined {
    const [talk, resolvers] = [this.#talk.known(), this.#resolvers.known()];
    return this.#market && { id: this.#id, version: this.#market.version, talk, resolvers };
  }

  /** Committed by this process, in order. */
  onTrades(answers: readonly TradeAnswer[]): void {
    const last = answers.at(-1)!.market;
    const market = this.#market;
    const first = market ? answers.findIndex((answer) => answer.market.version > market.version) : -1;
    if (market === undefined || answers[first]?.market.version !== market.version + 1) {
      this.#onVersion(last.version);
      return;
    }
    const fresh = answers.slice(first).map(({ trade }) => trade);
    this.#market = withUpdate(market, last);
    this.#trades = withNewer(this.#trades, fresh.reverse(), LIVE_REPLAY);
    this.#frames.changed();
  }

  #onVersion(version: number): void {
    this.#wanted = Math.max(this.#wanted, version);
    if (this.#isBehind()) this.#frames.changed();
  }

  onState(): void {
    this.#stale = true;
    this.#frames.changed();
  }

  /** Somebody here said something, or took it back. */
  onDiscussion(): void {
    this.#talk.onChange();
    this.#discussed = true;
    this.#frames.changed();
  }

  /** Somebody was asked here to decide this market, or has answered. */
  onResolvers(): void {
    this.#resolvers.onChange();
    this.#tellResolvers();
  }

  #tellResolvers(): void {
    this.#decidedByOthers = true;
    // Whoever comes now is to be greeted with the market as it is.
    this.onState();
  }

  /** Found by a look that began at `askedAt`, whoever wrote it. */
  onChange({ version, talk, resolvers }: Found, askedAt: number): void {
    if (this.#market !== undefined && version > this.#market.version) this.#onVersion(version);
    if (this.#resolvers.isNews(resolvers, askedAt)) this.#tellResolvers();
    if (!this.#talk.isNews(talk, askedAt)) return;
    this.#discussed = true;
    this.#frames.changed();
  }
}
