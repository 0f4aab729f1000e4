import type { Market, MarketId, Me, UserId } from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import { openEngineAt } from '@mesh-markets/engine/time-travel';
import { markets, type PlannedMarket, people, posts } from './content.ts';

const day = 86_400_000;

/** The same numbers every time, so that two runs give the same pictures (mulberry32). */
const createDice = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

interface Happening {
  readonly at: Date;
  readonly happen: (engine: Engine) => Promise<void>;
}

interface Cast {
  readonly ids: readonly UserId[];
  readonly dice: () => number;
  readonly now: number;
}

interface Belief {
  readonly userId: UserId;
  /** What they think the first outcome's chance is. */
  readonly opinion: number;
  /** How much of what they could trade they do, from 0 to 1. */
  readonly courage: number;
}

/** Buys the side that looks cheap, or sells the other one first by whoever still holds it. */
const actOn = async (engine: Engine, id: MarketId, { userId, opinion, courage }: Belief): Promise<void> => {
  const { probability, outcomes, b, viewer } = (await engine.getMarket(id, userId)).market;
  const others = outcomes.length - 1;
  const outcome = probability < opinion ? 0 : 1 + (Math.floor(courage * 7) % others);
  const opposite = viewer?.holdings.find((holding) => holding.outcome === 1 - outcome && others === 1);
  if (opposite !== undefined && opposite.value > 1) {
    const order = { action: 'SELL', outcome: opposite.outcome, shares: opposite.shares } as const;
    await engine.sellShares({ userId, marketId: id, order });
    return;
  }
  const gap = Math.min(0.4, Math.abs(probability - opinion));
  const credits = Math.max(5, Math.round(b * gap * (0.5 + courage)));
  await engine.placeTrade({ userId, marketId: id, order: { outcome, credits } });
};

const tradeOf = (plan: PlannedMarket, market: () => Market, cast: Cast, share: number): Happening => {
  const end = Math.min(0, plan.closes);
  const userId = cast.ids[Math.floor(cast.dice() * cast.ids.length)]!;
  const opinion = plan.from + (plan.to - plan.from) * share + (cast.dice() - 0.5) * 0.16;
  const courage = cast.dice();
  return {
    at: new Date(cast.now + (-plan.asked + (plan.asked + end) * share - 0.01) * day),
    happen: (engine) => actOn(engine, market().id, { userId, opinion, courage }),
  };
};

const happeningsOf = (plan: PlannedMarket, cast: Cast): Happening[] => {
  let made: Market | undefined;
  const market = (): Market => made!;
  const { question, description, outcomes, liquidity } = plan;
  const asker = cast.ids[plan.asker]!;
  const ask: Happening = {
    at: new Date(cast.now - plan.asked * day),
    happen: async (engine) => {
      const closesAt = new Date(cast.now + plan.closes * day).toISOString();
      const { answer } = await engine.createMarket({
        userId: asker,
        question,
        closesAt,
        b: liquidity ?? 1_000,
        ...(description !== undefined && { description }),
        ...(outcomes !== undefined ? { outcomes: [...outcomes] } : { initialProbability: plan.from }),
      });
      made = answer;
    },
  };
  const trades = Array.from({ length: plan.trades }, () => cast.dice())
    .toSorted((one, other) => one - other)
    .map((share) => tradeOf(plan, market, cast, share));
  return [ask, ...trades, ...endOf(plan, market, asker, cast)];
};

const endOf = (plan: PlannedMarket, market: () => Market, asker: UserId, cast: Cast): Happening[] => {
  const { resolved, note } = plan;
  if (resolved === undefined) return [];
  return [
    {
      at: new Date(cast.now + (plan.closes + 0.3) * day),
      happen: async (engine) => {
        await engine.closeDueMarkets();
        await engine.resolveMarket({
          userId: asker,
          marketId: market().id,
          outcome: resolved,
          ...(note !== undefined && { note }),
        });
      },
    },
  ];
};

/** What came of it. */
export interface Past {
  readonly marketIds: ReadonlyMap<string, MarketId>;
  readonly handles: readonly string[];
}

/** Four weeks of a small community, told to the books in the order in which they happened. */
export const livePast = async (databaseUrl: string, hero: Me): Promise<Past> => {
  const now = Date.now();
  const past = await openEngineAt(databaseUrl, new Date(now - 30 * day));
  const { engine } = past;
  try {
    const others = [];
    for (const name of people.slice(1)) others.push(await engine.createAccount({ name }));
    // Without one, every page asks for an admin.
    await engine.grantAdmin({ userId: others[0]!.userId });
    const ids = [hero.id, ...others.map(({ userId }) => userId)];
    const cast: Cast = { ids, dice: createDice(7), now };
    const written = posts.map(({ author, daysAgo, body }) => ({
      at: new Date(now - daysAgo * day),
      happen: async () => void (await engine.createPost({ userId: ids[author]!, body })),
    }));
    const happenings = [...markets.flatMap((plan) => happeningsOf(plan, cast)), ...written];
    for (const { at, happen } of happenings.toSorted((one, other) => Number(one.at) - Number(other.at))) {
      await past.moveTo(at);
      await happen(engine);
    }
    await past.moveTo(new Date(now));
    await engine.closeDueMarkets();
    const { posts: made } = await engine.getFeed({ limit: 100, sort: 'newest' });
    const marketIds = made.flatMap(({ market }) => (market ? [[market.question, market.id] as const] : []));
    return { marketIds: new Map(marketIds), handles: [hero.handle, ...others.map(({ handle }) => handle)] };
  } finally {
    await past.close();
  }
};
