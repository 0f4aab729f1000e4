import type { FastifyRequest } from 'fastify';
import type { Settings } from '../settings.ts';

/** Names, numbers and ports; anything else in a Host header is somebody's trick. */
const plainHost = /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:.]+\](:\d{1,5})?$/i;

/**
 * Where people reach this server, for addresses that leave it: what the operator says, else where the request came to.
 * The latter is the sender's word: never keep an answer made from it for anybody else without it being part of the key.
 */
export const siteUrl = (
  { publicUrl, port }: Pick<Settings, 'publicUrl' | 'port'>,
  request: FastifyRequest,
): string => {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '');
  return plainHost.test(request.host) ? `${request.protocol}://${request.host}` : `http://localhost:${port}`;
};
