import { LIVE_TRADES, type PostId } from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import { type ChannelTools, createFrames } from './channel.ts';
import { encode, type Listener } from './listener.ts';

const topic = 'feed';
/** Posts a frame carries at most. */
const MOST = LIVE_TRADES;
/** Of so many posts it is remembered that they are known. */
const REMEMBERED = 200;

const highest = (ids: Iterable<PostId>): number => Math.max(0, ...Array.from(ids, Number));

/** New posts. Their numbers are given before they are committed, so one may appear below another that is known already. */
export const createFeedChannel = (
  engine: Pick<Engine, 'readPosts' | 'lookForChanges'>,
  tools: ChannelTools,
) => {
  const listeners = new Set<Listener>();
  const known = new Set<PostId>();
  let loaded = false;
  let fresh: PostId[] = [];
  let ready: Buffer | undefined;
  let told = 0;

  const remember = (id: PostId): void => {
    known.add(id);
    if (known.size > REMEMBERED) known.delete(known.values().next().value as PostId);
  };

  const eventOf = async (ids: readonly PostId[], from: number): Promise<Buffer> => {
    const posts = ids.length === 0 ? [] : await engine.readPosts(ids.slice(-MOST));
    const seq = Math.max(from, highest(ids));
    return encode({ type: 'event', topic, from, seq, event: { posts } });
  };

  const frames = createFrames(
    {
      topic,
      listeners,
      prepare: async () => {
        if (ready !== undefined || fresh.length === 0) return;
        const [ids, from] = [fresh, told];
        const message = await eventOf(ids, from);
        fresh = fresh.filter((id) => !ids.includes(id));
        told = Math.max(from, highest(ids));
        ready = message;
      },
      frame: () => {
        const message = ready;
        ready = undefined;
        if (fresh.length > 0) frames.changed();
        return message;
      },
    },
    tools,
  );

  const onPost = (id: PostId): void => {
    if (!loaded || known.has(id)) return;
    remember(id);
    fresh.push(id);
    frames.changed();
  };

  const load = async (): Promise<void> => {
    const { posts } = await engine.lookForChanges({ markets: [], users: [], posts: true });
    if (loaded) return;
    for (const id of posts.toReversed()) remember(id);
    told = highest(known);
    loaded = true;
  };

  return {
    topic,
    listeners,
    /** A reader who was away and whose posts are all remembered hears what was missed; anyone else begins here. */
    join: async (listener: Listener, since: number | undefined): Promise<void> => {
      if (!loaded) await load();
      const lowest = Math.min(...Array.from(known, Number));
      let greeting: Buffer;
      if (since !== undefined && since <= told && (since >= lowest || since === told)) {
        greeting = await eventOf(
          [...known].filter((id) => Number(id) > since),
          since,
        );
      } else greeting = encode({ type: 'snapshot', topic, seq: told });
      listener.take(topic, greeting);
      listeners.add(listener);
    },
    onPost,
    onPosts: (ids: readonly PostId[]): void => {
      for (const id of ids.toReversed()) onPost(id);
    },
  };
};

export type FeedChannel = ReturnType<typeof createFeedChannel>;
