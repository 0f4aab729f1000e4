import type { TradeAnswer, UserEvent, UserId } from '@mesh-markets/contract';
import { type Engine, Refusal } from '@mesh-markets/engine';
import { type ChannelTools, createFrames } from './channel.ts';
import { encode, type Listener } from './listener.ts';

const topic = 'user';

type Changed = Awaited<ReturnType<Engine['lookForChanges']>>['users'][number];
type Holding = NonNullable<UserEvent['holdings']>[number];

/** What one person alone sees: their credits, their holdings, and a hint that they were told something. */
export const createUserChannel = (
  userId: UserId,
  engine: Pick<Engine, 'lookForChanges'>,
  tools: ChannelTools,
) => {
  const listeners = new Set<Listener>();
  let balance: number | undefined;
  /** What the last look found; -1 before there was one. */
  let [wallet, notices] = [-1, -1];
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

  /** Found by a look that began at `askedAt`; a trade told since then knows better. */
  const onChange = (found: Changed, askedAt: number): void => {
    if (found.notices !== notices && notices !== -1) {
      changed.notifications = true;
      frames.changed();
    }
    notices = found.notices;
    if (found.wallet === wallet || tradedAt >= askedAt) return;
    const isNews = balance !== found.balance || !tradedHere;
    wallet = found.wallet;
    tradedHere = false;
    if (isNews) setBalance(found.balance);
  };

  return {
    topic,
    listeners,
    userId,
    known: () => ({ id: userId, wallet, notices }),
    /** @throws Refusal NOT_FOUND */
    join: async (listener: Listener): Promise<void> => {
      if (balance === undefined) {
        const users = [{ id: userId, wallet: -1, notices: -1 }];
        const found = (await engine.lookForChanges({ markets: [], users, posts: false })).users[0];
        if (found === undefined) throw new Refusal('NOT_FOUND', 'There is no such account.');
        if (balance === undefined) ({ wallet, notices, balance } = found);
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
    onChange,
    onNotifications: (): void => {
      changed.notifications = true;
      frames.changed();
    },
  };
};

export type UserChannel = ReturnType<typeof createUserChannel>;
