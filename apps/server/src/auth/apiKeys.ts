import { hash, randomBytes } from 'node:crypto';

const prefix = 'mm_';

/** Enough of a key to recognise it in a list, too little to guess it. */
const SHOWN_CHARACTERS = 9;

export const isApiKey = (secret: string): boolean => secret.startsWith(prefix);

/** A fast hash is right here: the key is 256 random bits, so nobody can try them all. */
export const hashApiKey = (secret: string): Buffer => hash('sha256', secret, 'buffer');

export const makeApiKey = (): { secret: string; prefix: string; secretHash: Buffer } => {
  const secret = `${prefix}${randomBytes(32).toString('base64url')}`;
  return { secret, prefix: secret.slice(0, SHOWN_CHARACTERS), secretHash: hashApiKey(secret) };
};
