import { hash } from 'node:crypto';
import type { IdempotencyKey, UserId } from '@mesh-markets/contract';
import type { Command, Written } from './api.ts';
import type { Reader } from './reads/rows.ts';
import { Refusal } from './refusal.ts';
import type { Tx } from './transaction.ts';

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, entry]) => [key, sorted(entry)]),
  );
};

/** SHA-256 of the verb and its input, the same whatever the order of the input's fields. Hex. */
export const requestHash = (verb: string, input: unknown): string =>
  hash('sha256', `${verb}\n${JSON.stringify(sorted(input))}`);

export const mismatch = (): Refusal => new Refusal('IDEMPOTENCY_MISMATCH');

/**
 * Runs a write once per key: the first answer is stored in the transaction that does the work, and given again to the same
 * request. Call it after the lock that orders the work, so that a concurrent duplicate has waited and sees the stored answer.
 * A refusal stores nothing: nothing happened, so the same key may be tried again.
 * @throws Refusal IDEMPOTENCY_MISMATCH
 */
export const once = async <Answer>(
  tx: Tx,
  command: Command,
  verb: string,
  input: unknown,
  work: () => Promise<Answer>,
): Promise<Written<Answer>> => {
  const { idempotencyKey: key, userId } = command;
  if (key === undefined) return { answer: await work(), replayed: false };
  const asked = requestHash(verb, input);
  const stored = await findAnswer(tx, userId, key);
  if (stored) {
    if (stored.hash !== asked) throw mismatch();
    return { answer: JSON.parse(stored.answer) as Answer, replayed: true };
  }
  const answer = await work();
  await tx.query(
    `insert into idempotency_key (user_id, key, request_hash, answer) values ($1, $2, decode($3, 'hex'), $4)`,
    [userId, key, asked, JSON.stringify(answer)],
  );
  return { answer, replayed: false };
};

/** Whether something was done under this key already: then giving the command again can do nothing, only tell. */
export const isAnswered = async (
  reader: Reader,
  userId: UserId,
  key: IdempotencyKey | undefined,
): Promise<boolean> => key !== undefined && (await findAnswer(reader, userId, key)) !== undefined;

const findAnswer = async (reader: Reader, userId: UserId, key: IdempotencyKey) => {
  const { rows } = await reader.query<{ hash: string; answer: string }>(
    `select encode(request_hash, 'hex') as hash, answer from idempotency_key where user_id = $1 and key = $2`,
    [userId, key],
  );
  return rows[0];
};
