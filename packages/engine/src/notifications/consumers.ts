import type { UserId } from '@mesh-markets/contract';
import type { NewsDesk } from '../news.ts';
import type { Consumer, Fact } from '../outbox/facts.ts';
import { marketsClosed, marketsNeedResolving, marketsResolved, withdrawAsking } from './aboutMarkets.ts';
import { endAsking, oraclesAnswered, oraclesAsked } from './aboutOracles.ts';
import { comments, followers, mentionsAndReplies, questions } from './aboutPeople.ts';
import { resultsCorrected, resultsDisputed, resultsProposed } from './aboutResults.ts';
import { largeTrades, tradesExecuted } from './aboutTrades.ts';
import { type Candidates, tell } from './tell.ts';

interface ConsumerOptions {
  readonly offersEmail: boolean;
  readonly publish: NewsDesk['publish'];
}

type Telling = (facts: readonly Fact[]) => readonly Candidates[];

/** One consumer for each kind of fact: what fails for one holds up nobody else's news. */
const tellings: readonly { readonly kind: Fact['kind']; readonly of: Telling }[] = [
  { kind: 'TRADED', of: (facts) => [tradesExecuted(facts), largeTrades(facts)] },
  {
    kind: 'CLOSED',
    of: (facts) => [
      marketsClosed(facts),
      marketsNeedResolving(
        facts.map(({ marketId }) => marketId),
        0,
      ),
    ],
  },
  { kind: 'PROPOSED', of: (facts) => [resultsProposed(facts)] },
  { kind: 'DISPUTED', of: (facts) => [resultsDisputed(facts)] },
  { kind: 'RESOLVED', of: (facts) => [marketsResolved(facts)] },
  { kind: 'CORRECTED', of: (facts) => [resultsCorrected(facts)] },
  { kind: 'ORACLE_CHANGED', of: (facts) => [oraclesAsked(facts), oraclesAnswered(facts)] },
  { kind: 'COMMENTED', of: (facts) => [mentionsAndReplies(facts), comments(facts)] },
  { kind: 'MARKET_CREATED', of: (facts) => [questions(facts)] },
  { kind: 'FOLLOWED', of: (facts) => [followers(facts)] },
];

/** After these nobody has to be asked for a result, or for an answer; says whose bell shows less now. */
const withdrawals: Partial<Record<Fact['kind'], typeof withdrawAsking>> = {
  PROPOSED: withdrawAsking,
  RESOLVED: withdrawAsking,
  ORACLE_CHANGED: endAsking,
};

/** Writes notifications in the transaction that takes the facts, and says who has some once that is committed. */
export const notificationConsumers = ({ offersEmail, publish }: ConsumerOptions): Consumer[] =>
  tellings.map(({ kind, of }) => ({
    name: `notifications of ${kind}`,
    kinds: [kind],
    tells: true,
    consume: async (tx, facts, afterCommit) => {
      const users = new Set<UserId>(await withdrawals[kind]?.(tx, facts));
      let queued = 0;
      for (const candidates of of(facts)) {
        const told = await tell(tx, candidates, offersEmail);
        for (const userId of told.userIds) users.add(userId);
        queued += told.queued;
      }
      if (users.size > 0 || queued > 0) afterCommit(() => publish({ kind: 'USERS', userIds: [...users] }));
    },
  }));
