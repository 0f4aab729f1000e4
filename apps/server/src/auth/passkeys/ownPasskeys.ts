import type { NewPasskeyCredential } from '@mesh-markets/contract';
import { Refusal } from '@mesh-markets/engine';
import {
  type AuthenticatorTransport,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { FastifyRequest } from 'fastify';
import type { RouteHandler, Services } from '../../api/handler.ts';
import { personOf, requireRecent } from '../recent.ts';
import { rotateSession } from '../rotateSession.ts';
import { waysOf } from '../ways.ts';
import { keepChallenge, relyingPartyOf, spendChallenge } from './challenges.ts';

export const startPasskey: RouteHandler<'startPasskey'> = async (call, services) => {
  const { body, caller, request } = call;
  const person = personOf(caller);
  await requireRecent(call, services, body.password);
  const { engine, settings } = services;
  const [me, known] = await Promise.all([
    engine.getMe(person.userId),
    engine.listPasskeys(person.authUserId),
  ]);
  const party = relyingPartyOf(settings, request);
  const options = await generateRegistrationOptions({
    rpID: party.id,
    rpName: party.name,
    userID: new TextEncoder().encode(person.authUserId),
    userName: me.email,
    userDisplayName: me.name,
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: transports as AuthenticatorTransport[],
    })),
    // Found without a name being typed first, and with a finger, a face or a PIN: then it is both factors in one.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(engine, 'new passkey', options.challenge, person.authUserId);
  return { ...options };
};

const verify = async (
  { engine, settings }: Services,
  request: FastifyRequest,
  authUserId: string,
  credential: NewPasskeyCredential,
) => {
  const spent = await spendChallenge(engine, 'new passkey', credential.response.clientDataJSON);
  if (spent.authUserId !== authUserId) throw new Refusal('PASSKEY_REFUSED');
  const party = relyingPartyOf(settings, request);
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: credential as unknown as RegistrationResponseJSON,
      expectedChallenge: spent.challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    });
    if (verified && registrationInfo !== undefined) return registrationInfo;
  } catch (error) {
    request.log.debug({ err: error }, 'a new passkey was refused');
  }
  throw new Refusal('PASSKEY_REFUSED');
};

export const addPasskey: RouteHandler<'addPasskey'> = async (call, services) => {
  const { body, caller, request } = call;
  const person = personOf(caller);
  const { credential, credentialBackedUp } = await verify(
    services,
    request,
    person.authUserId,
    body.credential,
  );
  const added = await services.engine.addPasskey({
    authUserId: person.authUserId,
    name: body.name,
    credentialId: credential.id,
    publicKey: credential.publicKey,
    counter: credential.counter,
    transports: body.credential.response.transports ?? [],
    synced: credentialBackedUp,
  });
  // It was just used: this browser has shown as much as one that signs in with it.
  await services.engine.notePasskeySession(person.token);
  await rotateSession(call, services);
  services.apiKeys.forgetUser(caller.userId);
  return added;
};

export const renamePasskey: RouteHandler<'renamePasskey'> = ({ body, params, caller }, { engine }) =>
  engine.renamePasskey(personOf(caller).authUserId, params.id, body.name);

/** Whoever has the device may be signed in with it: every other browser is signed out. */
export const removePasskey: RouteHandler<'removePasskey'> = async (call, services) => {
  const { params, caller } = call;
  const person = personOf(caller);
  await requireRecent(call, services);
  await services.engine.removePasskey(person.authUserId, params.id, waysOf(services.settings));
  await services.engine.endSessions(caller.userId, person.token);
  services.sessions.forgetUser(caller.userId);
  services.apiKeys.forgetUser(caller.userId);
  await rotateSession(call, services);
  return null;
};
