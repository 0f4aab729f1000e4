import type { FastifyReply, FastifyRequest } from 'fastify';
import type { createSessionReader } from '../auth/cookies.ts';
import { isApi } from '../http/headers.ts';
import type { RateLimits } from './rateLimits.ts';

/** What a supervisor, a load balancer and Prometheus ask has to be answered however many visitors there are. */
const uncounted = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Counts what visitors ask for, so that one address cannot take the server down: who shows nothing that could be theirs. Who does is
 * counted where the database is asked whether it is (auth/authenticate.ts).
 */
export const createVisitCounter = (
  limits: Pick<RateLimits, 'take'>,
  readSessionToken: ReturnType<typeof createSessionReader>,
) => {
  const isVisitor = ({ url, headers }: FastifyRequest): boolean => {
    // A page looks at no key.
    if (headers.authorization !== undefined && isApi(url)) return false;
    return readSessionToken(headers.cookie) === undefined;
  };
  /** @throws Refusal RATE_LIMITED */
  return (request: FastifyRequest, reply: FastifyReply): void => {
    if (uncounted.has(request.routeOptions.url ?? '')) return;
    if (isVisitor(request)) limits.take('requests', { request, reply });
  };
};

export type VisitCounter = ReturnType<typeof createVisitCounter>;
