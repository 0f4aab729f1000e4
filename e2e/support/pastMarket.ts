import type { Market, UserId } from '@mesh-markets/contract';
import { openEngineAt } from '@mesh-markets/engine/time-travel';
import { sharedSite } from '../site/sharedSite.ts';
import { inDays, ownWords } from './markets.ts';
import type { Person } from './people.ts';

const day = 86_400_000;

interface PastTrade {
  readonly daysAgo: number;
  readonly outcome: number;
  readonly credits: number;
}

interface Past {
  readonly asker: Pick<Person, 'me'>;
  readonly trader: Pick<Person, 'me'>;
  readonly daysAgo: number;
  /** In the order of time. */
  readonly trades: readonly PastTrade[];
  readonly outcomes?: string[];
}

const at = async <Done>(
  daysAgo: number,
  act: (engine: Awaited<ReturnType<typeof openEngineAt>>['engine']) => Promise<Done>,
): Promise<Done> => {
  const books = await openEngineAt(sharedSite().databaseUrl, new Date(Date.now() - daysAgo * day));
  try {
    return await act(books.engine);
  } finally {
    await books.close();
  }
};

/** A market that was asked days ago and has been traded since: what a chart needs to have something to show. */
export const pastMarket = async ({ asker, trader, daysAgo, trades, outcomes }: Past): Promise<Market> => {
  const { answer: market } = await at(daysAgo, (engine) =>
    engine.createMarket({
      userId: asker.me.id as UserId,
      question: ownWords('Will the old bridge open again?'),
      closesAt: inDays(7),
      ...(outcomes === undefined ? {} : { outcomes }),
    }),
  );
  for (const trade of trades) {
    const { outcome, credits } = trade;
    await at(trade.daysAgo, (engine) =>
      engine.placeTrade({ userId: trader.me.id as UserId, marketId: market.id, order: { outcome, credits } }),
    );
  }
  return market;
};
