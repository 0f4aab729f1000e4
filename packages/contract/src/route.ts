import { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import type { FeatureName } from './flags.ts';

export type Access = 'anyone' | 'user' | 'cron';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With {name} for path parameters. */
  readonly path: string;
  /** Who may call at all; finer rules (creator, oracle, admin) are the engine's. */
  readonly access: Access;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  readonly status?: 200 | 201 | 204;
  /** Refusals beyond those any route may give (VALIDATION_FAILED, UNAUTHENTICATED, RATE_LIMITED, INTERNAL). */
  readonly errors?: readonly ErrorCode[];
  /** What has to be on for the caller. A read of markets answers as if there were none to those they are not open to. */
  readonly needs?: readonly FeatureName[];
  /** What its {id} names, where that may belong to a market: it is not there then for those whom markets are not open to. */
  readonly about?: 'post' | 'comment';
  /** A write that takes an Idempotency-Key. */
  readonly idempotent?: boolean;
  /** May be called before a second factor that the operator asks for is set up. */
  readonly beforeSecondFactor?: true;
  /** A read that answers every visitor alike; caches may share it for a second. */
  readonly shared?: boolean;
  /** Takes a form as well, whose fields are not looked at. */
  readonly acceptsForm?: boolean;
  /** False for a POST that changes nothing. */
  readonly writes?: false;
  /** What the answer is on the wire where it is not JSON. Its `answer` is {@link CsvText} then. */
  readonly produces?: 'text/csv';
}

/** A table as a file: RFC 4180 in UTF-8 with a byte order mark, one line of column names first. */
export const CsvText = z.string().meta({
  description:
    'RFC 4180 in UTF-8 with a byte order mark. Text that a spreadsheet would run as a formula is led by an apostrophe.',
});

/** Keeps every route's exact type. */
export const define = <const R extends Record<string, Route>>(routes: R): R => routes;
