import { Refusal } from './refusal.ts';

/** Socket errors of a Postgres that is not there, or not there any more. */
const SOCKET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/**
 * Sessions that Postgres ends (shutdown, an operator, its own time limits), broken connections, and no room: for another connection, in
 * memory, or on a disk, which also fails in other ways (58030).
 */
const STATE = /^(57P0|08|25P0[34]|53|58030)/;
/** What the driver says of a connection that ends under a query; it has no code. */
const SAID =
  /^(Connection terminated|Client has encountered a connection error|Client was closed and is not queryable)/;

/** Whether an error says that the session or Postgres itself is gone, and not that something is wrong with what was asked. */
export const isDatabaseAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { code = '', errors } = error as { code?: unknown; errors?: unknown[] };
  if (typeof code === 'string' && (SOCKET.has(code) || STATE.test(code))) return true;
  return SAID.test(error.message) || (errors ?? [error.cause]).some(isDatabaseAway);
};

/** What to tell whoever asked for something that Postgres was to do. */
export const databaseAway = (detail?: string): Refusal =>
  new Refusal('UNAVAILABLE', detail, { retryAfterSeconds: 2 });
