import type { DeedKind, MarketId, PostId, UserId } from '@mesh-markets/contract';
import type { Tx } from '../transaction.ts';

export interface NewDeed {
  readonly kind: DeedKind;
  /** Absent for somebody at the command line. */
  readonly by: UserId | undefined;
  readonly userId?: UserId | undefined;
  readonly postId?: PostId | MarketId | undefined;
  readonly detail?: string | undefined;
}

/** Puts on record what somebody does by their authority, in the transaction that does it: neither is without the other. */
export const writeDeed = (tx: Tx, { kind, by, userId, postId, detail }: NewDeed): Promise<unknown> =>
  tx.query('insert into deed_log (kind, actor_id, user_id, post_id, detail) values ($1, $2, $3, $4, $5)', [
    kind,
    by ?? null,
    userId ?? null,
    postId ?? null,
    detail ?? null,
  ]);
