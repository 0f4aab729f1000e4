import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

export type Access = 'anyone' | 'user' | 'cron';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
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
  /** A write that takes an Idempotency-Key. */
  readonly idempotent?: boolean;
  /** A read that answers every visitor alike; caches may share it for a second. */
  readonly shared?: boolean;
  /** False for a POST that changes nothing. */
  readonly writes?: false;
}

/** Keeps every route's exact type. */
export const define = <const R extends Record<string, Route>>(routes: R): R => routes;
