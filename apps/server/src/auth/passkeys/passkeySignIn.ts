import type { PasskeyCredential } from '@mesh-markets/contract';
import { Refusal } from '@mesh-markets/engine';
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import type { FastifyRequest } from 'fastify';
import type { Handler, Services } from '../../api/handler.ts';
import { accountOf } from '../accountOf.ts';
import { ask, headersOf } from '../askLibrary.ts';
import type { AuthRoutes } from '../authRoutes.ts';
import { keepChallenge, relyingPartyOf, spendChallenge } from './challenges.ts';

/** Nobody is named: the browser offers whichever passkeys it has for this place. */
export const passkeyOptions: Handler<AuthRoutes['passkeyOptions']> = async ({ request }, services) => {
  const { engine, settings } = services;
  const party = relyingPartyOf(settings, request);
  const options = await generateAuthenticationOptions({ rpID: party.id, userVerification: 'required' });
  await keepChallenge(engine, 'passkey sign-in', options.challenge, '');
  return { ...options };
};

/** Whose passkey it is. @throws Refusal PASSKEY_REFUSED */
const verify = async (
  { engine, settings }: Services,
  request: FastifyRequest,
  credential: PasskeyCredential,
): Promise<string> => {
  const { challenge } = await spendChallenge(engine, 'passkey sign-in', credential.response.clientDataJSON);
  const stored = await engine.findPasskey(credential.id);
  if (stored === undefined) {
    throw new Refusal(
      'PASSKEY_REFUSED',
      'This passkey is not known here any more. Use another way to sign in.',
    );
  }
  const { userHandle } = credential.response;
  if (userHandle !== undefined && Buffer.from(userHandle, 'base64url').toString() !== stored.authUserId) {
    throw new Refusal('PASSKEY_REFUSED');
  }
  const party = relyingPartyOf(settings, request);
  const checked = await verifyAuthenticationResponse({
    response: credential as unknown as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: stored.credentialId,
      publicKey: stored.publicKey,
      counter: stored.counter,
      transports: stored.transports as AuthenticatorTransport[],
    },
  }).catch((error: unknown) => {
    request.log.debug({ err: error }, 'a passkey was refused');
    throw new Refusal('PASSKEY_REFUSED');
  });
  if (!checked.verified) throw new Refusal('PASSKEY_REFUSED');
  const { newCounter, credentialBackedUp } = checked.authenticationInfo;
  await engine.usePasskey({ id: stored.id, counter: newCounter, synced: credentialBackedUp });
  return stored.authUserId;
};

/** A passkey is something one has, opened by what one is or knows: no code is asked for on top. */
export const passkeySignIn: Handler<AuthRoutes['passkeySignIn']> = async (call, services) => {
  const { body, request, reply } = call;
  const { auth, engine, tracer } = services;
  const authUserId = await verify(services, request, body.credential);
  const { token, user } = await ask(reply, () =>
    auth.api.beginSession({ body: { userId: authUserId }, headers: headersOf(request), returnHeaders: true }),
  );
  await engine.notePasskeySession(token);
  const userId = await accountOf(engine, user);
  await tracer.note({ userId, request, reply });
  return engine.getMe(userId);
};
