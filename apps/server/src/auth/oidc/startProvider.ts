import { Refusal } from '@mesh-markets/engine';
import type { FastifyRequest } from 'fastify';
import type { Handler } from '../../api/handler.ts';
import type { Settings } from '../../settings.ts';
import type { AuthRoutes } from '../authRoutes.ts';
import { personOf, requireRecent } from '../recent.ts';
import { beginJourney } from './attempts.ts';

export const CALLBACK_PATH = '/api/auth/oidc/callback';

/** As it is registered at the provider, to the letter. */
export const redirectUriOf = (
  { publicUrl }: Pick<Settings, 'publicUrl'>,
  request: Pick<FastifyRequest, 'protocol' | 'host'>,
): string => `${publicUrl ?? `${request.protocol}://${request.host}`}${CALLBACK_PATH}`;

export const startProvider: Handler<AuthRoutes['startProvider']> = async (call, services) => {
  const { body, caller, request, reply } = call;
  const { provider, settings } = services;
  if (provider === undefined) {
    throw new Refusal('FEATURE_DISABLED', 'Nobody signs in by another service here.');
  }
  const { next = '/', link, invitation } = body;
  let person: string | undefined;
  if (link === true) {
    if (caller === undefined) throw new Refusal('UNAUTHENTICATED');
    person = personOf(caller).authUserId;
    await requireRecent({ caller, request, reply }, services);
  }
  const { url, attempt } = await provider.start(redirectUriOf(settings, request));
  await beginJourney(services, reply, {
    ...attempt,
    next,
    ...(person === undefined ? {} : { link: person }),
    ...(invitation === undefined ? {} : { invitation }),
  });
  return { url };
};
