import type { AnswerOf, Market, UserId } from '@mesh-markets/contract';
import type { Slice, SliceOptions } from '../slice.ts';
import { acceptOracle, declineOracle, stepDownOracle } from './answerOracle.ts';
import { askOracle, withdrawOracle } from './askOracle.ts';
import type { Changed, OracleCommand } from './changeOracle.ts';
import { listWaiting } from './listWaiting.ts';

/** Who decides a market beside its creator, and what waits for somebody. */
export interface OraclesVerbs {
  readonly askOracle: (command: OracleCommand & { oracleId: UserId }) => Promise<Market>;
  readonly withdrawOracle: (command: OracleCommand) => Promise<Market>;
  readonly acceptOracle: (command: OracleCommand) => Promise<Market>;
  readonly declineOracle: (command: OracleCommand) => Promise<Market>;
  readonly stepDownOracle: (command: OracleCommand) => Promise<Market>;
  readonly listWaiting: (
    by: UserId,
    query: { cursor?: string | undefined; limit: number },
  ) => Promise<AnswerOf<'listWaiting'>>;
}

export const createOracles = ({ pool, settings, news }: SliceOptions): Slice<OraclesVerbs> => {
  const told = async (changing: Promise<Changed>): Promise<Market> => {
    const { market, changed } = await changing;
    if (changed) news.publish({ kind: 'RESOLVERS', marketId: market.id });
    return market;
  };
  return {
    verbs: {
      askOracle: (command) => told(askOracle(pool, command)),
      withdrawOracle: (command) => told(withdrawOracle(pool, command)),
      acceptOracle: (command) => told(acceptOracle(pool, settings, command)),
      declineOracle: (command) => told(declineOracle(pool, command)),
      stepDownOracle: (command) => told(stepDownOracle(pool, command)),
      listWaiting: (by, query) => listWaiting(pool, settings, by, query),
    },
    consumers: [],
  };
};
