import type { MarketId, UserId } from '@mesh-markets/contract';
import type { News } from '@mesh-markets/engine';

/** What another process wrote: worth a look into the database. */
export interface WrittenElsewhere {
  readonly marketIds: readonly MarketId[];
  readonly userIds: readonly UserId[];
  readonly posts: boolean;
}

/** News of other processes that leaves no trace where this one looks. */
export type Untraced = Extract<News, { kind: 'DISCUSSION' | 'USERS' }>;

export interface HintListener {
  readonly onWritten: (written: WrittenElsewhere) => void;
  readonly onNews: (news: Untraced) => void;
}

/** Carries hints between the processes of one instance. They may be lost: everything is in the database. */
export interface Hints {
  readonly isConnected: () => boolean;
  /** Tells the others, a moment later and together with what else happens by then. */
  readonly send: (news: News) => void;
  readonly listen: (listener: HintListener) => void;
  readonly stop: () => Promise<void>;
}
