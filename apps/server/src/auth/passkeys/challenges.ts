import { hash } from 'node:crypto';
import { type Engine, Refusal } from '@mesh-markets/engine';
import type { FastifyRequest } from 'fastify';
import type { Settings } from '../../settings.ts';

const GOOD_FOR_SECONDS = 5 * 60;

type Purpose = 'passkey sign-in' | 'new passkey';

/** Whom a browser makes passkeys for. They work at this name alone, so it must stay what it is. */
export const relyingPartyOf = (
  { publicUrl, instanceName }: Pick<Settings, 'publicUrl' | 'instanceName'>,
  request: FastifyRequest,
): { origin: string; id: string; name: string } => {
  const origin = publicUrl ?? `${request.protocol}://${request.host}`;
  return { origin, id: new URL(origin).hostname, name: instanceName };
};

const hashOf = (challenge: string): Buffer => hash('sha256', challenge, 'buffer');

export const keepChallenge = (
  engine: Pick<Engine, 'keepSecret'>,
  purpose: Purpose,
  challenge: string,
  authUserId: string,
): Promise<void> =>
  engine.keepSecret({ purpose, hash: hashOf(challenge), value: authUserId, seconds: GOOD_FOR_SECONDS });

const challengeIn = (clientDataJSON: string): string => {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as {
      challenge?: unknown;
    };
    if (typeof challenge === 'string') return challenge;
  } catch {
    // Told below.
  }
  throw new Refusal('PASSKEY_REFUSED');
};

/** Spends the challenge that a browser answered, whether the answer is right or not. @throws Refusal PASSKEY_REFUSED */
export const spendChallenge = async (
  engine: Pick<Engine, 'takeSecret'>,
  purpose: Purpose,
  clientDataJSON: string,
): Promise<{ challenge: string; authUserId: string }> => {
  const challenge = challengeIn(clientDataJSON);
  const authUserId = await engine.takeSecret(purpose, hashOf(challenge));
  if (authUserId === undefined) {
    throw new Refusal('PASSKEY_REFUSED', 'This took too long. Try again.');
  }
  return { challenge, authUserId };
};
