import { Refusal } from '@mesh-markets/engine';
import type { FastifyRequest } from 'fastify';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what a browser sends on behalf of another site, because the browser would add the session cookie by itself. Requests with an
 * Authorization header are exempt: no browser adds that unasked. A request with neither Sec-Fetch-Site nor Origin does not
 * come from a browser that could be tricked.
 * @throws Refusal FORBIDDEN
 */
export const requireOwnPage = (request: FastifyRequest, publicOrigin: string | undefined): void => {
  if (request.headers.authorization !== undefined) return;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin') return;
  const { origin } = request.headers;
  if (site === undefined && origin === undefined) return;
  const own = publicOrigin ?? `${request.protocol}://${request.host}`;
  if (site === undefined && origin === own) return;
  throw new Refusal(
    'FORBIDDEN',
    'This request came from another site. Send it from the site itself, or use an API key.',
  );
};

/** The same for writes; reads may be linked to from anywhere. @throws Refusal FORBIDDEN */
export const requireSameOrigin = (request: FastifyRequest, publicOrigin: string | undefined): void => {
  if (!safeMethods.has(request.method)) requireOwnPage(request, publicOrigin);
};
