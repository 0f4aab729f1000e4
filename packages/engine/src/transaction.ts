import type { Pool, PoolClient } from 'pg';

/** Deadlock and serialisation failure: worth trying again, because nothing was done. */
const RETRYABLE = new Set(['40P01', '40001']);
const ATTEMPTS = 4;

declare const inTransaction: unique symbol;
/** A client inside a transaction. Only functions that take one may write. */
export type Tx = Pick<PoolClient, 'query'> & { readonly [inTransaction]: true };

export const sqlState = (error: unknown): string | undefined =>
  (error as { code?: string } | undefined)?.code;
/**
 * Two commands under one key that no common lock orders: the second to write finds the key taken, and on its next try the
 * answer of the first.
 */
const keyWasTaken = (error: unknown): boolean =>
  (error as { constraint?: string } | undefined)?.constraint === 'idempotency_key_pkey';
export const isRetryable = (error: unknown): boolean =>
  RETRYABLE.has(sqlState(error) ?? '') || keyWasTaken(error);

const attempt = async <Result>(client: PoolClient, work: (tx: Tx) => Promise<Result>): Promise<Result> => {
  await client.query('begin');
  try {
    const result = await work(client as unknown as Tx);
    // A deferred law that does not hold is reported here, and then nothing has happened.
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
};

/** Runs `work` in one READ COMMITTED transaction; retries deadlocks and taken keys a bounded number of times. */
export const transaction = async <Result>(pool: Pool, work: (tx: Tx) => Promise<Result>): Promise<Result> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(client, work);
      } catch (error) {
        if (tries >= ATTEMPTS || !isRetryable(error)) {
          broken =
            sqlState(error)?.startsWith('57P') || sqlState(error)?.startsWith('08')
              ? (error as Error)
              : undefined;
          throw error;
        }
      }
    }
  } finally {
    client.release(broken);
  }
};

/** Everything that `read` reads is from one snapshot; it cannot write. */
export const onSnapshot = async <Result>(pool: Pool, read: (tx: Tx) => Promise<Result>): Promise<Result> => {
  const client = await pool.connect();
  try {
    await client.query('begin transaction isolation level repeatable read, read only');
    return await read(client as unknown as Tx);
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
};
