import { Refusal } from './refusal.ts';

/** An order and what to tell its sender. */
export interface Waiting<Order, Answer> {
  readonly order: Order;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
  /** When it came, by performance.now(). */
  readonly since: number;
}

export interface TradeQueueOptions<Order, Answer> {
  /** How many batches may be at work side by side. No market is in two lanes at once. */
  readonly lanes: number;
  readonly maxBatch: number;
  /** Orders that may wait. */
  readonly maxQueued: number;
  /** The market of an order. Orders of one market are served in the order they came. */
  readonly marketOf: (order: Order) => string;
  /**
   * Settles every order of the batch; rejects only if it settled none. `onSent` says that the next batch of the same lane may
   * start, though this one is not settled yet; it may be called more than once, or never.
   */
  readonly run: (batch: readonly Waiting<Order, Answer>[], lane: number, onSent: () => void) => Promise<void>;
}

/** What waits, by market; who was served last stands last. */
type Line<Order, Answer> = Map<string, Waiting<Order, Answer>[]>;

/** An equal share of the batch for each market first, then whoever has more: a hot market takes the room that others leave. */
export const takeBatch = <Order, Answer>(
  line: Line<Order, Answer>,
  max: number,
  isElsewhere: (market: string) => boolean = () => false,
): Waiting<Order, Answer>[] => {
  const batch: Waiting<Order, Answer>[] = [];
  const take = (market: string, most: number): void => {
    const waiting = line.get(market);
    if (waiting === undefined || batch.length >= max) return;
    batch.push(...waiting.splice(0, Math.min(most, max - batch.length)));
    line.delete(market);
    if (waiting.length > 0) line.set(market, waiting);
  };
  const markets = [...line.keys()].filter((market) => !isElsewhere(market));
  const share = Math.max(1, Math.floor(max / markets.length));
  for (const market of markets) take(market, share);
  for (const market of markets) take(market, max);
  return batch;
};

/** What one lane has at work. */
class Lane {
  /** How many orders of each market are in its batches. */
  readonly markets = new Map<string, number>();
  /** Batches that are not settled. */
  running = 0;
  /** The last batch is still being read and decided; none may follow it yet. */
  sending = false;
  /** How many orders the last batch had. */
  size = 0;

  begin(markets: readonly string[]): void {
    this.running += 1;
    this.sending = true;
    this.size = markets.length;
    for (const market of markets) this.markets.set(market, (this.markets.get(market) ?? 0) + 1);
  }

  end(markets: readonly string[]): void {
    this.running -= 1;
    for (const market of markets) {
      const left = this.markets.get(market)! - 1;
      if (left === 0) this.markets.delete(market);
      else this.markets.set(market, left);
    }
  }
}

/**
 * Natural batching: while a transaction is in flight, orders wait; whatever has arrived when it ends is the next batch. No timer, so an
 * order that finds everything idle starts at once. A batch costs Postgres as much as ten orders before it has done the first, so batches
 * are kept large: the second lane is used only for what does not fit in one batch, and a batch follows on the heels of another, while
 * that is being committed, only when it is as large. The queue is only about speed: correctness rests on the locks and constraints of
 * the database.
 */
export class TradeQueue<Order, Answer> {
  readonly #options: TradeQueueOptions<Order, Answer>;
  readonly #line: Line<Order, Answer> = new Map();
  readonly #lanes: readonly Lane[];
  #queued = 0;
  #draining = false;
  #scheduled = false;
  #idle: (() => void)[] = [];

  constructor(options: TradeQueueOptions<Order, Answer>) {
    this.#options = options;
    this.#lanes = Array.from({ length: options.lanes }, () => new Lane());
  }

  get queued(): number {
    return this.#queued;
  }

  submit(order: Order): Promise<Answer> {
    if (this.#draining) {
      return Promise.reject(new Refusal('SHUTTING_DOWN', undefined, { retryAfterSeconds: 2 }));
    }
    if (this.#queued >= this.#options.maxQueued) {
      return Promise.reject(new Refusal('OVERLOADED', undefined, { retryAfterSeconds: 1 }));
    }
    return new Promise<Answer>((resolve, reject) => {
      const market = this.#options.marketOf(order);
      const waiting = { order, resolve, reject, since: performance.now() };
      const others = this.#line.get(market);
      if (others) others.push(waiting);
      else this.#line.set(market, [waiting]);
      this.#queued += 1;
      this.#schedule();
    });
  }

  /** Refuses new orders and waits for those already taken. */
  async drain(): Promise<void> {
    this.#draining = true;
    const ended = new Promise<void>((resolve) => this.#idle.push(resolve));
    this.#schedule();
    await ended;
  }

  /** What arrives in the same turn of the event loop goes together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#startBatches();
    });
  }

  #startBatches(): void {
    for (const lane of this.#lanes) if (this.#mayStart(lane)) this.#startBatch(lane);
    if (this.#queued > 0 || this.#lanes.some(({ running }) => running > 0)) return;
    for (const wake of this.#idle) wake();
    this.#idle = [];
  }

  #mayStart(lane: Lane): boolean {
    if (lane.sending) return false;
    const others = lane === this.#lanes[0] ? 1 : this.#options.maxBatch + 1;
    return this.#haveGathered(lane, lane.running === 0 ? others : Math.max(others, lane.size));
  }

  /** Whether as many orders wait that this lane may take. */
  #haveGathered(mine: Lane, enough: number): boolean {
    if (this.#queued < enough) return false;
    let waiting = 0;
    for (const [market, orders] of this.#line) {
      if (!this.#isElsewhere(mine, market)) waiting += orders.length;
      if (waiting >= enough) return true;
    }
    return false;
  }

  #isElsewhere(mine: Lane, market: string): boolean {
    return this.#lanes.some((lane) => lane !== mine && lane.markets.has(market));
  }

  #startBatch(lane: Lane): void {
    const { maxBatch, marketOf, run } = this.#options;
    const batch = takeBatch(this.#line, maxBatch, (market) => this.#isElsewhere(lane, market));
    const markets = batch.map(({ order }) => marketOf(order));
    this.#queued -= batch.length;
    lane.begin(markets);
    let isSending = true;
    const sent = (): void => {
      // A later batch of the lane may be sending by the time this one is settled.
      if (isSending) lane.sending = false;
      isSending = false;
    };
    const onSent = (): void => {
      sent();
      this.#startBatches();
    };
    void run(batch, this.#lanes.indexOf(lane), onSent)
      .catch((error: unknown) => {
        for (const waiting of batch) waiting.reject(error);
      })
      .then(() => {
        sent();
        lane.end(markets);
        this.#schedule();
      });
  }
}
