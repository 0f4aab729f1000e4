import type { TradeAnswer, UserEvent, UserId } from '@mesh-markets/contract';
import { type Engine, Refusal } from '@mesh-markets/engine';
import { type ChannelTools, createFrames } from './channel.ts';
import { encode, type Listener } from './listener.ts';

const topic = 'user';

type Holding = NonNullable<UserEvent['holdings']>[number];

/** What one person alone sees: their credits, their holdings, and a hint that they were told something. */
export const createUserChannel = (
  userId: UserId,
  engine: Pick<Engine, 'lookForChanges'>,
  tools: ChannelTools,
) => {
  const listeners = new Set<Listener>();
  let balance: number | undefined;
  /** Of the wallet's row: another number after every write. */
  let revision = 0;
  let seq = 0;
  let tradedAt = Number.NEGATIVE_INFINITY;
  /** A trade was told whose trace in the wallet's row is still to be found. */
  let tradedHere = false;
  let changed: { balance?: number; holdings: Map<string, Holding>; notifications?: true } = {
    holdings: new Map(),
  };

  const frames = createFrames(
    {
      topic,
      listeners,
      prepare: async () => undefined,
      frame: () => {
        const { holdings, ...rest } = changed;
        changed = { holdings: new Map() };
        const event: UserEvent = { ...rest, ...(holdings.size > 0 && { holdings: [...holdings.values()] }) };
        if (Object.keys(event).length === 0) return undefined;
        seq += 1;
        return encode({ type: 'event', topic, from: seq - 1, seq, event });
      },
    },
    tools,
  );

  const setBalance = (now: number): void => {
    balance = now;
    changed.balance = now;
    frames.changed();
  };

  /** The wallet's row was written to, as seen by a look that began at `askedAt`; a trade since then knows better. */
  const onWallet = (newRevision: number, now: number, askedAt: number): void => {
    if (tradedAt >= askedAt) return;
    const isNews = balance !== now || !tradedHere;
    revision = newRevision;
    tradedHere = false;
    if (isNews) setBalance(now);
  };

  return {
    topic,
    listeners,
    userId,
    revision: (): number => revision,
    /** @throws Refusal NOT_FOUND */
    join: async (listener: Listener): Promise<void> => {
      if (balance === undefined) {
        const shown = { markets: new Map(), users: new Map([[userId, 0]]), posts: false };
        const found = (await engine.lookForChanges(shown)).users[0];
        if (found === undefined) throw new Refusal('NOT_FOUND', 'There is no such account.');
        if (balance === undefined) [, revision, balance] = found;
      }
      listener.take(topic, encode({ type: 'snapshot', topic, seq, balance }));
      listeners.add(listener);
    },
    onTrade: ({ trade, balance: now, holding }: TradeAnswer): void => {
      tradedHere = true;
      tradedAt = performance.now();
      const { marketId, outcome } = trade;
      changed.holdings.set(`${marketId}/${outcome}`, { marketId, outcome, shares: holding });
      setBalance(now);
    },
    onWallet,
    onNotifications: (): void => {
      changed.notifications = true;
      frames.changed();
    },
  };
};

export type UserChannel = ReturnType<typeof createUserChannel>;
