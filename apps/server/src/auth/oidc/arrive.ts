import { DisplayName, type UserId } from '@mesh-markets/contract';
import { Refusal } from '@mesh-markets/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../../api/handler.ts';
import { accountOf } from '../accountOf.ts';
import { ask, headersOf } from '../askLibrary.ts';
import { requireLastingMail } from '../disposableMail.ts';
import { providerIdOf } from '../ways.ts';
import type { Journey } from './attempts.ts';
import type { ProviderPerson } from './provider.ts';

/** Why somebody who came from the provider is not let in; the page says each in a sentence. */
export type ProviderProblem =
  | 'cancelled'
  | 'failed'
  | 'unverified'
  | 'taken'
  | 'closed'
  | 'elsewhere'
  | 'away';

export class ArrivalProblem extends Error {
  override readonly name = 'ArrivalProblem';
  readonly problem: ProviderProblem;

  constructor(problem: ProviderProblem) {
    super(problem);
    this.problem = problem;
  }
}

const NAME_MAX = 60;
/** Until they choose one. */
const NAMELESS = 'Member';

/** A name as we take them, from whatever the provider calls this person. */
const nameFrom = (person: ProviderPerson, email: string): string => {
  for (const wanted of [person.name, email.split('@')[0]]) {
    const name = DisplayName.safeParse([...(wanted ?? '')].slice(0, NAME_MAX).join(''));
    if (name.success) return name.data;
  }
  return NAMELESS;
};

/** Makes a login for an address that nobody here has, by the rules that hold for whoever joins. */
const join = async (
  { engine, features, settings }: Services,
  login: { provider: string; subject: string },
  person: { name: string; email: string },
  invitation: string | undefined,
): Promise<string> => {
  try {
    await features.require(['signUp'], undefined);
    requireLastingMail(person.email, settings, 'email');
    await engine.admit({ email: person.email, invitation });
  } catch (error) {
    throw error instanceof Refusal ? new ArrivalProblem('closed') : error;
  }
  const made = await engine.createLogin(login, person);
  if (made !== undefined) return made;
  // Somebody took the address, or this very person came twice at once.
  const found = await engine.findLogin(login);
  if (found === undefined) throw new ArrivalProblem('taken');
  return found;
};

/**
 * Whose login it is. One that is new belongs to the account with its address, if both sides have seen proof of the address; nobody gets
 * into an account by an address that was only claimed.
 */
export const whoIs = async (
  services: Services,
  person: ProviderPerson,
  invitation: string | undefined,
): Promise<string> => {
  const { engine, settings } = services;
  const login = { provider: providerIdOf(settings)!, subject: person.subject };
  const found = await engine.findLogin(login);
  if (found !== undefined) return found;
  const { email } = person;
  if (email === undefined || !person.emailVerified) throw new ArrivalProblem('unverified');
  const holder = await engine.findAddress(email);
  if (holder === undefined) {
    const wanted = nameFrom(person, email);
    const name = (await engine.resemblesStaff(wanted)) ? NAMELESS : wanted;
    return join(services, login, { name, email: email.toLowerCase() }, invitation);
  }
  if (!holder.verified) throw new ArrivalProblem('taken');
  await connect(services, holder.authUserId, person);
  return holder.authUserId;
};

export const connect = async (
  { engine, settings }: Services,
  authUserId: string,
  { subject }: ProviderPerson,
): Promise<void> => {
  try {
    await engine.linkLogin(authUserId, { provider: providerIdOf(settings)!, subject });
  } catch (error) {
    throw error instanceof Refusal ? new ArrivalProblem('elsewhere') : error;
  }
};

/** Begins the session, or asks for the code first where codes are on. Answers where to go. */
export const enter = async (
  { auth, engine, tracer }: Services,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  authUserId: string,
  { next }: Journey,
): Promise<string> => {
  const given = { body: { userId: authUserId }, headers: headersOf(request), returnHeaders: true } as const;
  const { codes } = await engine.loginFacts(authUserId, undefined);
  if (codes) {
    await ask(reply, () => auth.api.beginSecondStep(given));
    return `/sign-in?${new URLSearchParams({ step: 'code', next })}`;
  }
  const { user } = await ask(reply, () => auth.api.beginSession(given));
  const userId: UserId = await accountOf(engine, user);
  await tracer.note({ userId, request, reply });
  return next;
};
