import type { MarketId, UserId } from '@mesh-markets/contract';
import type { Tx } from '../transaction.ts';

/**
 * Something that happened, as the triggers of the logs noted it. `TRADED` stands for the trades `firstSeq` to `lastSeq` of a market;
 * `subjectId` names what is neither a market nor a person, for example a comment.
 */
export interface Fact {
  readonly id: string;
  readonly kind: FactKind;
  readonly marketId: MarketId | null;
  readonly userId: UserId | null;
  readonly subjectId: string | null;
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly createdAt: Date;
}

export type FactKind =
  | 'TRADED'
  | 'CLOSED'
  | 'PROPOSED'
  | 'DISPUTED'
  | 'RESOLVED'
  | 'CORRECTED'
  | 'MARKET_CREATED'
  | 'USER_SIGNED_UP'
  | 'STATISTICS_DUE'
  | 'FOLLOWED'
  | 'COMMENTED'
  | 'ORACLE_CHANGED'
  | 'REPORTED';

/**
 * Writes what follows from facts, in the transaction that takes them out of the outbox; so it happens once, or the facts stay. Facts come in
 * the order of their ids, but one that failed comes again later than those after it: a consumer to whom the order matters keeps a
 * place of its own in the log.
 */
export interface Consumer {
  /** For the log. */
  readonly name: string;
  readonly kinds: readonly FactKind[];
  /** What is given to `afterCommit` is called once the transaction stands, and not at all if it does not; it must not throw. */
  readonly consume: (
    tx: Tx,
    facts: readonly Fact[],
    afterCommit: (action: () => void) => void,
  ) => Promise<void>;
  /** True where it tells somebody (a notification, a webhook): nobody is told of the past that an import brings. */
  readonly tells?: true;
}
