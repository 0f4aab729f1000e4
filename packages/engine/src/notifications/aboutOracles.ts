import type { UserId } from '@mesh-markets/contract';
import type { Fact } from '../outbox/facts.ts';
import type { Tx } from '../transaction.ts';
import type { Candidates } from './tell.ts';

const changesOf = (facts: readonly Fact[]): readonly unknown[] => [facts.map(({ subjectId }) => subjectId)];

/** Asks whoever was named; about one market once, however often they are asked. */
export const oraclesAsked = (facts: readonly Fact[]): Candidates => ({
  repeated: 'ONCE',
  values: changesOf(facts),
  query: `
    select distinct on (c.market_id, c.oracle_id) c.oracle_id as user_id, 'ORACLE_ASKED' as kind, c.market_id, null::bigint as post_id,
           null::bigint as comment_id, m.creator_id as actor_id, '{}'::jsonb as figures, 'ORACLE_ASKED:' || c.market_id as key, 1 as times,
           c.created_at
      from oracle_change c join prediction_market m on m.id = c.market_id
     where c.id = any ($1::bigint[]) and c.kind = 'ASKED' and m.asked_oracle_id = c.oracle_id
     order by c.market_id, c.oracle_id, c.id`,
});

/** Tells the creator, with whom the market stays when the oracle says no. */
export const oraclesAnswered = (facts: readonly Fact[]): Candidates => ({
  repeated: 'ONCE',
  values: changesOf(facts),
  query: `
    select m.creator_id as user_id, 'ORACLE_ANSWERED' as kind, c.market_id, null::bigint as post_id, null::bigint as comment_id,
           c.oracle_id as actor_id, jsonb_build_object('answer', c.kind) as figures, 'ORACLE_ANSWERED:' || c.id as key, 1 as times,
           c.created_at
      from oracle_change c join prediction_market m on m.id = c.market_id
     where c.id = any ($1::bigint[]) and c.kind in ('ACCEPTED', 'DECLINED', 'STEPPED_DOWN')`,
});

/** Whoever answered, or is asked no longer, has nothing to answer; answers whose bell shows less now. */
export const endAsking = async (tx: Tx, facts: readonly Fact[]): Promise<UserId[]> => {
  const { rows } = await tx.query<{ userId: UserId }>(
    `update notification n set read_at = mesh_now()
       from oracle_change c join prediction_market m on m.id = c.market_id
      where c.id = any ($1::bigint[]) and m.asked_oracle_id is distinct from c.oracle_id
        and n.user_id = c.oracle_id and n.read_at is null and n.market_id = c.market_id and n.kind = 'ORACLE_ASKED'
      returning n.user_id::text as "userId"`,
    [...changesOf(facts)],
  );
  return rows.map(({ userId }) => userId);
};
