import type { CallerKind } from '@mesh-markets/contract';
import { Refusal } from '@mesh-markets/engine';
import type { Caller } from './authenticate.ts';

/** What somebody is whatever the call is about; whether they made or decide the market in question the engine knows. */
const kindsOf = (caller: Caller): readonly CallerKind[] => [
  caller.means === 'API_KEY' ? 'bot' : 'user',
  'creator',
  'oracle',
  ...(caller.role === 'user' ? [] : [caller.role]),
];

const refusalOf = (allowed: readonly CallerKind[]): Refusal => {
  if (allowed.includes('user'))
    return new Refusal('FORBIDDEN', 'An API key cannot do this. Sign in to do it.');
  return new Refusal(
    'FORBIDDEN',
    allowed.includes('moderator')
      ? 'Only a moderator or an admin may do this.'
      : 'Only an admin may do this.',
  );
};

/**
 * Holds a caller to the table of the contract. `again` asks anew who it is: a role may have been given since it was remembered.
 * @throws Refusal FORBIDDEN
 */
export const requireAllowed = async (
  allowed: readonly CallerKind[],
  caller: Caller,
  again: () => Promise<Caller>,
): Promise<Caller> => {
  // What a person may do and a bot may not is not for any key, whoever holds it.
  const inPerson = allowed.includes('user') && !allowed.includes('bot');
  const may = (kinds: readonly CallerKind[]): boolean => kinds.some((kind) => allowed.includes(kind));
  if (inPerson && caller.means === 'API_KEY') throw refusalOf(allowed);
  if (may(kindsOf(caller))) return caller;
  const fresh = await again();
  if (may(kindsOf(fresh))) return fresh;
  throw refusalOf(allowed);
};
