import type { TradeAnswer, UserEvent, UserId } from '@mesh-markets/contract';
import { type Engine, Refusal } from '@mesh-markets/engine';
import { type ChannelTools, createFrames } from './channel.ts';
import { encode, type Listener } from './listener.ts';

type Found = Awaited<ReturnType<Engine['lookForChanges']>>['users'][number];
type Holding = NonNullable<UserEvent['holdings']>[number];

/** What one person alone sees: their credits, their holdings, and a hint that they were told something. */
export class UserChannel {
  readonly topic = 'user';
  readonly listeners = new Set<Listener>();
  readonly #id: UserId;
  readonly #engine: Pick<Engine, 'lookForChanges'>;
  readonly #frames: ReturnType<typeof createFrames>;
  #balance: number | undefined;
  /** What the last look found; -1 before there was one. */
  #wallet = -1;
  #notices = -1;
  #seq = 0;
  #tradedAt = Number.NEGATIVE_INFINITY;
  /** A trade was told whose trace in the wallet's row is still to be found. */
  #tradedHere = false;
  #changed: Omit<UserEvent, 'holdings'> = {};
  readonly #holdings = new Map<string, Holding>();

  constructor(id: UserId, engine: Pick<Engine, 'lookForChanges'>, tools: ChannelTools) {
    this.#id = id;
    this.#engine = engine;
    const { topic, listeners } = this;
    const prepare = async (): Promise<void> => undefined;
    this.#frames = createFrames({ topic, listeners, prepare, frame: () => this.#frame() }, tools);
  }

  #frame(): Buffer | undefined {
    const holdings = [...this.#holdings.values()];
    const event: UserEvent = { ...this.#changed, ...(holdings.length > 0 && { holdings }) };
    this.#changed = {};
    this.#holdings.clear();
    if (Object.keys(event).length === 0) return undefined;
    this.#seq += 1;
    return encode({ type: 'event', topic: this.topic, from: this.#seq - 1, seq: this.#seq, event });
  }

  #setBalance(balance: number): void {
    this.#balance = balance;
    this.#changed = { ...this.#changed, balance };
    this.#frames.changed();
  }

  /** @throws Refusal NOT_FOUND */
  async join(listener: Listener): Promise<void> {
    if (this.#balance === undefined) {
      const users = [{ id: this.#id, wallet: -1, notices: -1 }];
      const found = (await this.#engine.lookForChanges({ markets: [], users, posts: false })).users[0];
      if (found === undefined) throw new Refusal('NOT_FOUND', 'There is no such account.');
      if (this.#balance === undefined) {
        this.#wallet = found.wallet;
        this.#notices = found.notices;
        this.#balance = found.balance;
      }
    }
    const { topic } = this;
    listener.take(topic, encode({ type: 'snapshot', topic, seq: this.#seq, balance: this.#balance }));
    this.listeners.add(listener);
  }

  known(): Omit<Found, 'balance'> {
    return { id: this.#id, wallet: this.#wallet, notices: this.#notices };
  }

  onTrade({ trade: { marketId, outcome }, balance, holding }: TradeAnswer): void {
    this.#tradedHere = true;
    this.#tradedAt = performance.now();
    this.#holdings.set(`${marketId}/${outcome}`, { marketId, outcome, shares: holding });
    this.#setBalance(balance);
  }

  onNotifications(): void {
    this.#changed = { ...this.#changed, notifications: true };
    this.#frames.changed();
  }

  /** Found by a look that began at `askedAt`; a trade told since then knows better. */
  onChange({ wallet, notices, balance }: Found, askedAt: number): void {
    if (notices !== this.#notices && this.#notices !== -1) this.onNotifications();
    this.#notices = notices;
    if (wallet === this.#wallet || this.#tradedAt >= askedAt) return;
    const isNews = balance !== this.#balance || !this.#tradedHere;
    this.#wallet = wallet;
    this.#tradedHere = false;
    if (isNews) this.#setBalance(balance);
  }
}
