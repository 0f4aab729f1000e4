import { type Market, MarketState } from '@mesh-markets/contract';
import { answer, type Command, DONE, jsonOption, numberFrom, optionOf, UsageError } from '../command.ts';
import { formatCredits, formatProbability, formatResolved, formatTime } from '../format.ts';
import { visitServer } from '../server.ts';
import { formatTable } from '../table.ts';

/** The odds in a word: of YES, or the likeliest of several outcomes, or what happened. */
const oddsOf = ({ type, outcomes, outcome, probability, resolution }: Market): string => {
  if (outcome !== undefined) {
    return formatResolved(
      outcome,
      outcomes.map(({ label }) => label),
      resolution?.weights,
    );
  }
  if (type === 'BINARY') return formatProbability(probability);
  const likeliest = outcomes.reduce((best, each) => (each.probability > best.probability ? each : best));
  return `${likeliest.label} ${formatProbability(likeliest.probability)}`;
};

const stateFrom = (text: string | undefined): MarketState | undefined => {
  if (text === undefined) return undefined;
  const state = MarketState.safeParse(text.toUpperCase());
  if (!state.success) throw new UsageError(`--state is open, closed or resolved, not "${text}".`);
  return state.data;
};

export const markets: Command = {
  parameters: '[--state=open|closed|resolved] [--limit=20] [--cursor=…]',
  summary: 'Lists markets, newest first.',
  options: {
    ...jsonOption,
    state: { type: 'string' },
    limit: { type: 'string' },
    cursor: { type: 'string' },
  },
  run: async (call) => {
    const limit = numberFrom('--limit', optionOf(call, 'limit') ?? '20');
    const query = {
      type: 'PREDICTION' as const,
      state: stateFrom(optionOf(call, 'state')),
      limit,
      cursor: optionOf(call, 'cursor'),
    };
    const feed = await visitServer(call).call('getFeed', { query });
    const found = feed.posts.flatMap(({ market }) => (market === undefined ? [] : [market]));
    answer(call, { markets: found, nextCursor: feed.nextCursor }, () => {
      const table = formatTable(
        [
          { title: 'market', align: 'right' },
          { title: 'state' },
          { title: 'closes (UTC)' },
          { title: 'volume', align: 'right' },
          { title: 'odds' },
          { title: 'question' },
        ],
        found.map((market) => [
          market.id,
          market.state,
          formatTime(market.closesAt),
          formatCredits(market.volume),
          oddsOf(market),
          market.question,
        ]),
      );
      return feed.nextCursor === undefined ? table : `${table}\n\nMore with --cursor=${feed.nextCursor}`;
    });
    return DONE;
  },
};
