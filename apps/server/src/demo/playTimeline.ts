import type { Market, MarketId, UserId } from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import { decideTrade, type Outlook } from './decideTrade.ts';
import type { DemoMarket } from './markets.ts';
import type { Random } from './random.ts';
import type { DemoEvent } from './timeline.ts';

interface Town {
  readonly engine: Engine;
  readonly random: Random;
  readonly users: Map<string, { readonly id: UserId; balance: number }>;
  readonly markets: Map<DemoMarket, { readonly id: MarketId; prices: readonly number[] }>;
  /** Shares by `market/user`, of every outcome. */
  readonly holdings: Map<string, number[]>;
}

const dayOf = (time: number): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(time);

const oddsOf = (market: Market): number[] => market.outcomes.map(({ probability }) => probability);

const ask = async (town: Town, { market, closesAt }: DemoEvent & { kind: 'ask' }): Promise<void> => {
  const asker = town.users.get(market.asker)!;
  const { answer } = await town.engine.createMarket({
    userId: asker.id,
    question: market.question.replace('{date}', dayOf(closesAt)),
    description: market.description,
    topics: [...market.topics],
    closesAt: new Date(closesAt).toISOString(),
    b: market.liquidity,
    ...(market.outcomes && { outcomes: [...market.outcomes] }),
    ...(market.opening !== undefined && {
      initialProbability: typeof market.opening === 'number' ? market.opening : [...market.opening],
    }),
    ...(market.oracle !== undefined && { oracleId: town.users.get(market.oracle)!.id }),
  });
  asker.balance -= answer.subsidy;
  town.markets.set(market, { id: answer.id, prices: oddsOf(answer) });
};

const trade = async (
  town: Town,
  { market, person, belief }: DemoEvent & { kind: 'trade' },
): Promise<void> => {
  const { engine, random } = town;
  const open = town.markets.get(market)!;
  const user = town.users.get(person.handle)!;
  const key = `${open.id}/${user.id}`;
  const held = town.holdings.get(key) ?? open.prices.map(() => 0);
  const outlook: Outlook = {
    person,
    belief,
    prices: open.prices,
    liquidity: market.liquidity,
    balance: user.balance,
    held,
  };
  const order = decideTrade(outlook, random);
  const command = { userId: user.id, marketId: open.id };
  const { answer } =
    order.action === 'SELL'
      ? await engine.sellShares({ ...command, order })
      : await engine.placeTrade({ ...command, order });
  held[answer.trade.outcome] = answer.holding;
  town.holdings.set(key, held);
  user.balance = answer.balance;
  open.prices = answer.market.outcomes.map(({ probability }) => probability);
};

const resolve = async (town: Town, market: DemoMarket): Promise<void> => {
  const { id } = town.markets.get(market)!;
  const { id: userId } = town.users.get(market.oracle ?? market.asker)!;
  await town.engine.closeDueMarkets();
  await town.engine.resolveMarket({ userId, marketId: id, ...market.resolved!.as });
};

const play = async (town: Town, event: DemoEvent): Promise<void> => {
  const { engine, users } = town;
  switch (event.kind) {
    case 'join': {
      const { name, handle } = event.person;
      const { userId } = await engine.createAccount({ name, handle });
      users.set(handle, { id: userId, balance: (await engine.getWallet(userId)).balance });
      return;
    }
    case 'follow':
      for (const handle of event.person.follows)
        await engine.followUser(users.get(event.person.handle)!.id, handle);
      return;
    case 'post':
      await engine.createPost({ ...event.post, userId: users.get(event.post.author)!.id });
      return;
    case 'ask':
      return ask(town, event);
    case 'trade':
      return trade(town, event);
    case 'close': {
      const { id } = town.markets.get(event.market)!;
      await engine.closeMarket({ userId: users.get(event.market.asker)!.id, marketId: id });
      return;
    }
    case 'resolve':
      return resolve(town, event.market);
  }
};

/** Lets everything happen, each at its own moment, through the same verbs that a route calls. */
export const playTimeline = async (
  engine: Engine,
  moveTo: (moment: Date) => Promise<void>,
  events: readonly DemoEvent[],
  random: Random,
  onEvent: (done: number) => void,
): Promise<void> => {
  const town: Town = { engine, random, users: new Map(), markets: new Map(), holdings: new Map() };
  for (const [i, event] of events.entries()) {
    await moveTo(new Date(event.at));
    await play(town, event);
    onEvent(i + 1);
  }
};
