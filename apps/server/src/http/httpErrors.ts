import { type ErrorCode, errorCodes, type Problem } from '@mesh-markets/contract';
import { databaseAway, isDatabaseAway, Refusal } from '@mesh-markets/engine';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemIssue } from './issues.ts';

/** The request is not what the route takes; every mistake with its path. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly issues: readonly ProblemIssue[];

  constructor(issues: readonly ProblemIssue[]) {
    super(issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join(' '));
    this.issues = issues;
  }
}

/** What Fastify itself refuses, in our words. Anything else it says with a 4xx status is a malformed request. */
const fastifyRefusals: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_NOT_FOUND: 'NOT_FOUND',
};

interface Answer {
  readonly code: ErrorCode;
  readonly detail?: string;
  readonly errors?: readonly ProblemIssue[];
  readonly facts?: Problem['facts'];
  readonly retryAfterSeconds?: number;
}

/** The engine names the field it objects to among its facts; it goes where every other mistake in a request stands. */
const refused = ({ code, message, facts, retryAfterSeconds }: Refusal): Answer => {
  const { path, ...figures } = facts ?? {};
  return {
    code,
    detail: message,
    ...(path !== undefined && { errors: [{ path: String(path), message }] }),
    ...(Object.keys(figures).length > 0 && { facts: figures }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
};

const answerTo = (error: FastifyError | Error): Answer => {
  if (error instanceof Refusal) return refused(error);
  if (error instanceof InvalidRequest) {
    return { code: 'VALIDATION_FAILED', detail: error.message, errors: error.issues };
  }
  const { code = '', statusCode = 500 } = error as FastifyError;
  const known = fastifyRefusals[code];
  if (known) return { code: known };
  // The file server says this of a directory and of a path that tries to leave it.
  if (statusCode === 403 || statusCode === 404) return { code: 'NOT_FOUND' };
  // Fastify's 4xx texts speak of the sender's own bytes (a broken body, a bad escape) and of nothing of ours.
  if (statusCode >= 400 && statusCode < 500) return { code: 'VALIDATION_FAILED', detail: error.message };
  if (isDatabaseAway(error)) return refused(databaseAway());
  return { code: 'INTERNAL' };
};

/** RFC 9457. The sentence of a fault of ours stays in the log: it may quote rows, addresses or secrets. */
export const problemOf = (answer: Answer, requestId?: string): Problem => {
  const { status, title } = errorCodes[answer.code];
  return {
    type: `urn:mesh-markets:problem:${answer.code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code: answer.code,
    ...(answer.detail !== undefined && answer.detail !== title && { detail: answer.detail }),
    ...(requestId !== undefined && { requestId }),
    ...(answer.errors && { errors: [...answer.errors] }),
    ...(answer.facts && { facts: answer.facts }),
  };
};

export interface ErrorListener {
  readonly onRefusal: (code: ErrorCode) => void;
}

/** The one place where a thrown value becomes an answer. */
export const createErrorHandler =
  ({ onRefusal }: ErrorListener) =>
  (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const answer = answerTo(error);
    const problem = problemOf(answer, request.id);
    if (problem.code === 'INTERNAL') request.log.error({ err: error }, 'a request failed');
    else if (problem.code === 'UNAVAILABLE') request.log.warn({ err: error }, 'the database is away');
    else request.log.debug({ code: problem.code, detail: problem.detail }, 'refused');
    onRefusal(problem.code);
    if (answer.retryAfterSeconds !== undefined) {
      reply.header('retry-after', String(Math.max(1, Math.ceil(answer.retryAfterSeconds))));
    }
    if (problem.code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer');
    return reply
      .code(problem.status)
      .header('cache-control', 'no-store')
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem));
  };
