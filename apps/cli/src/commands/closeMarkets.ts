import { withBooks } from '../books.ts';
import { answer, type Command, DONE, jsonOption } from '../command.ts';
import { formatCount } from '../format.ts';
import { callServerAsCron } from '../server.ts';

/** The job that a running server does every minute, for a cron of one's own. */
export const closeMarkets: Command = {
  parameters: '[--server]',
  summary:
    'Closes every market whose time has come; with --server by a call to MESH_MARKETS_URL, under MARKET_CRON_SECRET.',
  options: { ...jsonOption, server: { type: 'boolean' } },
  run: async (call) => {
    const done =
      call.values.server === true
        ? await callServerAsCron(call).call('closeMarkets')
        : await withBooks(call, (engine) => engine.closeDueMarkets());
    answer(call, done, () => `Markets closed: ${formatCount(done.closed)}.`);
    return DONE;
  },
};
