import { Refusal } from '@mesh-markets/engine';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AuthorizationResponseError } from 'openid-client';
import type { Services } from '../../api/handler.ts';
import type { Authenticate } from '../authenticate.ts';
import { ArrivalProblem, connect, enter, type ProviderProblem, whoIs } from './arrive.ts';
import { endJourney, type Journey } from './attempts.ts';
import { CALLBACK_PATH, redirectUriOf } from './startProvider.ts';

const SETTINGS = '/settings';

const problemOf = (error: unknown): ProviderProblem => {
  if (error instanceof ArrivalProblem) return error.problem;
  if (error instanceof AuthorizationResponseError && error.error === 'access_denied') return 'cancelled';
  if (error instanceof Refusal && error.code === 'UNAVAILABLE') return 'away';
  return 'failed';
};

/** Back to where the journey began, with what went wrong. */
const backWith = (problem: ProviderProblem, journey: Journey | undefined): string => {
  if (journey?.link !== undefined) return `${SETTINGS}?${new URLSearchParams({ problem })}#security`;
  const next = journey === undefined || journey.next === '/' ? {} : { next: journey.next };
  return `/sign-in?${new URLSearchParams({ problem, ...next })}`;
};

const arrive = async (
  services: Services,
  authenticate: Authenticate,
  call: { request: FastifyRequest; reply: FastifyReply },
  journey: Journey,
): Promise<string> => {
  const { request } = call;
  const callback = new URL(redirectUriOf(services.settings, request));
  callback.search = new URL(request.url, callback).search;
  const person = await services.provider!.finish(callback, journey);
  if (journey.link === undefined) {
    return enter(services, call, await whoIs(services, person, journey.invitation), journey);
  }
  // Whoever is signed in now must be who set out: else somebody's login would end up on another one's account.
  const caller = await authenticate(request);
  if (caller?.authUserId !== journey.link) throw new ArrivalProblem('failed');
  await connect(services, journey.link, person);
  return `${SETTINGS}#security`;
};

/** Where the provider sends the browser back to. A page is shown whatever happens, so refusals are redirects. */
export const registerCallback = (
  app: FastifyInstance,
  services: Services,
  authenticate: Authenticate,
): void => {
  if (services.provider === undefined) return;
  app.get(CALLBACK_PATH, async (request, reply) => {
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    const journey = await endJourney(services, request, reply);
    if (journey === undefined) return reply.redirect(backWith('failed', undefined));
    try {
      return reply.redirect(await arrive(services, authenticate, { request, reply }, journey));
    } catch (error) {
      const problem = problemOf(error);
      if (problem === 'failed') request.log.warn({ err: error }, 'a sign-in by the provider failed');
      return reply.redirect(backWith(problem, journey));
    }
  });
};
