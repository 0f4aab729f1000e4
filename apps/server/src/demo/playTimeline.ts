import type { CommentId, Market, MarketId, PostId, UserId } from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import type { DemoComment } from './comments.ts';
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
  /** By the words they begin with. */
  readonly posts: Map<string, PostId>;
  /** The firsts of threads. */
  readonly comments: Map<DemoComment, CommentId>;
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
  town.posts.set(market.question, answer.postId);
  if (market.oracle !== undefined)
    await town.engine.acceptOracle({ userId: town.users.get(market.oracle)!.id, marketId: answer.id });
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

const comment = async (
  { engine, users, posts, comments }: Town,
  { comment: said, under }: DemoEvent & { kind: 'comment' },
): Promise<void> => {
  const [, postId] = [...posts].find(([words]) => words.startsWith(under.about))!;
  const userId = users.get(said.author)!.id;
  const [latest] = said.standsByTrade ? (await engine.listOwnTrades(postId, userId)).trades : [];
  const { answer } = await engine.postComment({
    userId,
    postId,
    body: said.body,
    parentId: comments.get(under),
    tradeSeq: latest?.seq,
  });
  if (said === under) comments.set(under, answer.id);
  for (const handle of said.likedBy ?? []) {
    await engine.likeComment({ userId: users.get(handle)!.id, id: answer.id, liked: true });
  }
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
      town.posts.set(
        event.post.body,
        (await engine.createPost({ ...event.post, userId: users.get(event.post.author)!.id })).answer.id,
      );
      return;
    case 'comment':
      return comment(town, event);
    case 'ask':
      return ask(town, event);
    case 'trade':
      return trade(town, event);
    case 'close': {
      const { id } = town.markets.get(event.market)!;
      const reason = 'What was asked about has been decided.';
      await engine.closeMarket({ userId: users.get(event.market.asker)!.id, marketId: id, reason });
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
  const town: Town = {
    engine,
    random,
    users: new Map(),
    markets: new Map(),
    holdings: new Map(),
    posts: new Map(),
    comments: new Map(),
  };
  for (const [i, event] of events.entries()) {
    await moveTo(new Date(event.at));
    await play(town, event);
    onEvent(i + 1);
  }
};
