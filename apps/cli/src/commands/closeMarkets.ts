import { withBooks } from '../books.ts';
import { answer, type Command, DONE, jsonOption } from '../command.ts';
import { formatCount } from '../format.ts';

/** The job that a running server does every minute, for a cron of one's own. */
export const closeMarkets: Command = {
  parameters: '',
  summary: 'Closes every market whose time has come.',
  options: jsonOption,
  run: async (call) => {
    const done = await withBooks(call, (engine) => engine.closeDueMarkets());
    answer(call, done, () => `Markets closed: ${formatCount(done.closed)}.`);
    return DONE;
  },
};
