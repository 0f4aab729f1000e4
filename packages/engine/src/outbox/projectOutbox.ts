import type { Pool } from 'pg';
import { type Tx, transaction } from '../transaction.ts';
import type { Consumer, Fact } from './facts.ts';

const BATCH = 500;
const FIRST_DELAY_SECONDS = 5;
const LONGEST_DELAY_SECONDS = 3_600;
/** Any constant does, as long as every process takes the same. */
export const PROJECTOR_LOCK = 4_021_964_113;

export interface Projected {
  /** Facts handled. */
  readonly handled: number;
  /** Facts put off because a consumer failed on them. */
  readonly failed: number;
  /** Whether there was as much as fits in a batch, so that there is likely more. */
  readonly more: boolean;
}

const NOTHING: Projected = { handled: 0, failed: 0, more: false };

/** One projector at a time, whichever process it is in; false when another one is at work. */
const lockProjector = async (tx: Tx): Promise<boolean> => {
  const { rows } = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
    PROJECTOR_LOCK,
  ]);
  return rows[0]!.mine;
};

const takeFacts = async (tx: Tx, ids: readonly string[] | undefined): Promise<Fact[]> => {
  const { rows } = await tx.query<Fact>({
    name: 'take_facts',
    text: `with taken as (
        delete from outbox where id in (
          select id from outbox where not_before <= mesh_now() and ($1::bigint[] is null or id = any ($1)) order by id limit ${BATCH})
        returning *)
      select id::text as id, kind, market_id::text as "marketId", user_id::text as "userId", subject_id::text as "subjectId",
             first_seq as "firstSeq", last_seq as "lastSeq", created_at as "createdAt"
        from taken order by taken.id`,
    values: [ids ?? null],
  });
  return rows;
};

/** Answers what the consumers want done once the transaction stands. */
const consumeAll = async (
  tx: Tx,
  consumers: readonly Consumer[],
  facts: readonly Fact[],
): Promise<(() => void)[]> => {
  const actions: (() => void)[] = [];
  for (const { kinds, consume } of consumers) {
    const mine = facts.filter(({ kind }) => kinds.includes(kind));
    if (mine.length > 0) await consume(tx, mine, (action) => actions.push(action));
  }
  return actions;
};

const runAll = (actions: readonly (() => void)[]): void => {
  for (const action of actions) action();
};

/** Takes every fact there is, in a transaction that somebody else began and that makes facts of its own. Nothing is put off. */
export const consumeWaiting = async (tx: Tx, consumers: readonly Consumer[]): Promise<void> => {
  for (;;) {
    const taken = await takeFacts(tx, undefined);
    if (taken.length === 0) return;
    await consumeAll(tx, consumers, taken);
  }
};

/** A fact that nobody can handle must not hold up the others: it waits, each time twice as long. */
const putOff = (pool: Pool, id: string, error: unknown): Promise<unknown> =>
  pool.query(
    `update outbox set attempts = attempts + 1, problem = left($2, 500),
            not_before = mesh_now() + least(${FIRST_DELAY_SECONDS} * 2 ^ least(attempts, 20), ${LONGEST_DELAY_SECONDS}) * interval '1 second'
      where id = $1`,
    [id, error instanceof Error ? error.message : String(error)],
  );

/**
 * Takes a batch of facts out of the outbox and writes what follows from them. When a consumer fails, the facts of the batch go
 * again one by one, so that one bad fact sinks only itself.
 */
export const projectOutbox = async (
  pool: Pool,
  consumers: readonly Consumer[],
  onProblem: (error: unknown, fact: Fact) => void,
): Promise<Projected> => {
  let taken: Fact[] = [];
  try {
    const { projected, actions } = await transaction(pool, async (tx) => {
      taken = [];
      if (!(await lockProjector(tx))) return { projected: NOTHING, actions: [] };
      taken = await takeFacts(tx, undefined);
      const wanted = await consumeAll(tx, consumers, taken);
      return {
        projected: { handled: taken.length, failed: 0, more: taken.length === BATCH },
        actions: wanted,
      };
    });
    runAll(actions);
    return projected;
  } catch (error) {
    if (taken.length === 0) throw error;
  }
  let failed = 0;
  for (const fact of taken) {
    try {
      const actions = await transaction(pool, async (tx) =>
        (await lockProjector(tx)) ? consumeAll(tx, consumers, await takeFacts(tx, [fact.id])) : [],
      );
      runAll(actions);
    } catch (error) {
      failed += 1;
      onProblem(error, fact);
      await putOff(pool, fact.id, error);
    }
  }
  return { handled: taken.length - failed, failed, more: true };
};
