import { hash, randomBytes } from 'node:crypto';
import type { Engine } from '@mesh-markets/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../../api/handler.ts';
import { readCookie } from '../cookies.ts';
import type { Attempt } from './provider.ts';

const GOOD_FOR_SECONDS = 10 * 60;

/** What brings a person back to where they left from, and what it was for. */
export interface Journey extends Attempt {
  readonly next: string;
  /** Whose account is to be connected; absent where somebody signs in. */
  readonly link?: string;
  readonly invitation?: string;
}

const cookieOf = async ({ auth }: Pick<Services, 'auth'>) =>
  (await auth.$context).createAuthCookie('provider', { maxAge: GOOD_FOR_SECONDS });

const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** Binds a journey to the browser that begins it: nobody finishes another one's. */
export const beginJourney = async (
  services: Pick<Services, 'auth'> & { readonly engine: Pick<Engine, 'keepSecret'> },
  reply: FastifyReply,
  journey: Journey,
): Promise<void> => {
  const secret = randomBytes(32).toString('base64url');
  await services.engine.keepSecret({
    purpose: 'provider sign-in',
    hash: hashOf(secret),
    value: JSON.stringify(journey),
    seconds: GOOD_FOR_SECONDS,
  });
  const { name, attributes } = await cookieOf(services);
  const secure = attributes.secure === true ? '; Secure' : '';
  reply.header(
    'set-cookie',
    `${name}=${secret}; Max-Age=${GOOD_FOR_SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure}`,
  );
};

/** What this browser set out for, once; undefined for one that did not, or is back too late or again. */
export const endJourney = async (
  services: Pick<Services, 'auth'> & { readonly engine: Pick<Engine, 'takeSecret'> },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Journey | undefined> => {
  const { name, attributes } = await cookieOf(services);
  const secret = readCookie(request.headers.cookie ?? '', name);
  if (secret === undefined) return undefined;
  const secure = attributes.secure === true ? '; Secure' : '';
  reply.header('set-cookie', `${name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure}`);
  const kept = await services.engine.takeSecret('provider sign-in', hashOf(secret));
  return kept === undefined ? undefined : (JSON.parse(kept) as Journey);
};
