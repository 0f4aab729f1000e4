import type { Consumer } from '../outbox/facts.ts';

/** Keeps the order of what is traded now: counts in the trades that each market's own place in the log has not passed. */
export const warmMarkets: Consumer = {
  name: 'trending',
  kinds: ['TRADED'],
  consume: async (tx, facts) => {
    await tx.query({
      name: 'warm_markets',
      text: 'select warm_markets($1::bigint[])',
      values: [[...new Set(facts.map(({ marketId }) => marketId))]],
    });
  },
};
