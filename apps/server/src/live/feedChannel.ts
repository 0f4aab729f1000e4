import { LIVE_TRADES, type PostId } from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import { type ChannelTools, createFrames } from './channel.ts';
import { encode, type Listener } from './listener.ts';

/** Posts a frame carries at most. */
const MOST = LIVE_TRADES;
/** Of so many posts it is remembered that they are known. */
const REMEMBERED = 200;

type Source = Pick<Engine, 'readPosts' | 'lookForChanges'>;

const highest = (ids: Iterable<PostId>): number => Math.max(0, ...Array.from(ids, Number));

/** New posts. Their numbers are given before they are committed, so one may appear below another that is known already. */
export class FeedChannel {
  readonly topic = 'feed';
  readonly listeners = new Set<Listener>();
  readonly #engine: Source;
  readonly #frames: ReturnType<typeof createFrames>;
  readonly #known = new Set<PostId>();
  #loaded = false;
  #fresh: PostId[] = [];
  /** The next frame, read and ready to go. */
  #ready: Buffer | undefined;
  #told = 0;

  constructor(engine: Source, tools: ChannelTools) {
    this.#engine = engine;
    const { topic, listeners } = this;
    const prepare = (): Promise<void> => this.#prepare();
    this.#frames = createFrames({ topic, listeners, prepare, frame: () => this.#frame() }, tools);
  }

  #remember(id: PostId): void {
    this.#known.add(id);
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.values().next().value as PostId);
  }

  async #eventOf(ids: readonly PostId[], from: number): Promise<Buffer> {
    const posts = ids.length === 0 ? [] : await this.#engine.readPosts(ids.slice(-MOST));
    const seq = Math.max(from, highest(ids));
    return encode({ type: 'event', topic: this.topic, from, seq, event: { posts } });
  }

  async #prepare(): Promise<void> {
    if (this.#ready !== undefined || this.#fresh.length === 0) return;
    const [ids, from] = [this.#fresh, this.#told];
    const message = await this.#eventOf(ids, from);
    this.#fresh = this.#fresh.filter((id) => !ids.includes(id));
    this.#told = Math.max(from, highest(ids));
    this.#ready = message;
  }

  #frame(): Buffer | undefined {
    const message = this.#ready;
    this.#ready = undefined;
    if (this.#fresh.length > 0) this.#frames.changed();
    return message;
  }

  async #load(): Promise<void> {
    const { posts } = await this.#engine.lookForChanges({ markets: [], users: [], posts: true });
    if (this.#loaded) return;
    for (const id of posts.toReversed()) this.#remember(id);
    this.#told = highest(this.#known);
    this.#loaded = true;
  }

  /** A reader who was away and whose posts are all remembered hears what was missed; anyone else begins here. */
  #greetingFor(since: number | undefined): Promise<Buffer> | Buffer {
    const told = this.#told;
    const lowest = Math.min(...Array.from(this.#known, Number));
    if (since === undefined || since > told || (since < lowest && since !== told))
      return encode({ type: 'snapshot', topic: this.topic, seq: told });
    return this.#eventOf(
      [...this.#known].filter((id) => Number(id) > since),
      since,
    );
  }

  async join(listener: Listener, since: number | undefined): Promise<void> {
    if (!this.#loaded) await this.#load();
    let greeting: Buffer;
    let told: number;
    do {
      told = this.#told;
      greeting = await this.#greetingFor(since);
      // What was told while the posts were read would be missing from both.
    } while (told !== this.#told);
    listener.take(this.topic, greeting);
    this.listeners.add(listener);
  }

  onPost(id: PostId): void {
    if (!this.#loaded || this.#known.has(id)) return;
    this.#remember(id);
    this.#fresh.push(id);
    this.#frames.changed();
  }

  onPosts(ids: readonly PostId[]): void {
    for (const id of ids.toReversed()) this.onPost(id);
  }
}
