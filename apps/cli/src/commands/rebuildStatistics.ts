import { withBooks } from '../books.ts';
import { answer, type Command, DONE, jsonOption } from '../command.ts';
import { formatCount } from '../format.ts';

/** Profits, scores and leaderboards are derived from the logs; this derives them again. */
export const rebuildStatistics: Command = {
  parameters: '',
  summary: 'Makes profits, scores and leaderboards again from the logs.',
  options: jsonOption,
  run: async (call) => {
    let trades = 0;
    await withBooks(call, (engine) =>
      engine.rebuildStatistics((left) => {
        trades = Math.max(trades, left.trades);
        if (left.trades > 0) call.complain(`Trades to follow: ${formatCount(left.trades)}.`);
      }),
    );
    answer(
      call,
      { trades },
      () => `Statistics made again from ${formatCount(trades)} ${trades === 1 ? 'trade' : 'trades'}.`,
    );
    return DONE;
  },
};
