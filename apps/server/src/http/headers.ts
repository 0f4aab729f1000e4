import type { FastifyReply, FastifyRequest } from 'fastify';

/** For answers that are data: nothing in them may be run, framed or sniffed into something else. */
const apiHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * For pages. Scripts and styles come from our own files alone, so injected markup stays dead text. `data:` images are
 * the web app's own small icons.
 */
const pageHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-frame-options': 'DENY',
};

export const isApi = (url: string): boolean =>
  url === '/api' || url.startsWith('/api/') || url.startsWith('/api?');

/**
 * Fixed headers by hand: on the trade route a general header library costs more CPU than parsing the request
 * (measured: 27 to 30 us of 110).
 */
export const createHeaderSetter = (https: boolean) => {
  const transport = https ? { 'strict-transport-security': 'max-age=31536000' } : {};
  const api = { ...apiHeaders, ...transport };
  const page = { ...pageHeaders, ...transport };
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const isPage = !isApi(request.url) || request.url.startsWith('/api/docs');
    reply.headers(isPage ? page : api).header('x-request-id', request.id);
  };
};

export type HeaderSetter = ReturnType<typeof createHeaderSetter>;
