import { IdempotencyKey, type Route } from '@mesh-markets/contract';
import { Refusal } from '@mesh-markets/engine';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Caller } from '../auth/authenticate.ts';
import { InvalidRequest } from '../http/httpErrors.ts';
import { describeIssues, type ProblemIssue } from '../http/issues.ts';

const readKey = (
  route: Route,
  request: FastifyRequest,
  caller: Caller | undefined,
): IdempotencyKey | undefined => {
  if (!route.idempotent) return undefined;
  const given = request.headers['idempotency-key'];
  if (given === undefined) {
    if (caller?.means !== 'API_KEY') return undefined;
    const message = 'Is missing. Send a new UUID per command, and the same one again when you retry it.';
    throw new InvalidRequest([{ path: 'Idempotency-Key', message }]);
  }
  const key = IdempotencyKey.safeParse(given);
  if (key.success) return key.data;
  throw new InvalidRequest([{ path: 'Idempotency-Key', message: 'Must be a UUID.' }]);
};

/**
 * Checks the parts of a request against its route, all at once, so that every mistake is told together.
 * @throws InvalidRequest
 */
export const readCall = (route: Route, request: FastifyRequest, caller: Caller | undefined) => {
  const mistakes: ProblemIssue[] = [];
  const check = (schema: z.ZodType | undefined, given: unknown): unknown => {
    if (schema === undefined) return undefined;
    const checked = schema.safeParse(given, { reportInput: true });
    if (checked.success) return checked.data;
    mistakes.push(...describeIssues(checked.error.issues));
    return undefined;
  };
  const params = check(route.params, request.params);
  const query = check(route.query, request.query);
  const body = check(route.body, request.body);
  if (mistakes.length > 0) throw new InvalidRequest(mistakes);
  return { params, query, body, idempotencyKey: readKey(route, request, caller) };
};

/** @throws Refusal UNAUTHENTICATED */
export const requireCaller = (caller: Caller | undefined): Caller => {
  if (caller === undefined) throw new Refusal('UNAUTHENTICATED');
  return caller;
};

/** For what only the person may do, because it outlives or outranks an API key. @throws Refusal FORBIDDEN */
export const requireSession = (caller: Caller): void => {
  if (caller.means === 'API_KEY')
    throw new Refusal('FORBIDDEN', 'An API key cannot do this. Sign in to do it.');
};
