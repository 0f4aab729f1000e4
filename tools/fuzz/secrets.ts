import { isObject } from './isObject.ts';

/** Long enough to be a secret and not a word. */
const token = /[\w-]{20,}/g;
const address = /[\w.+-]+@example\.org/g;

/** Answers that show a secret once, to whoever makes it. */
const SHOWN_ONCE = new Set([
  'createApiKey',
  'createInvitation',
  'createWebhook',
  'rotateWebhookSecret',
  'startCodes',
]);
/** Whoever has the link of a mail, or somebody's device, may know the address. */
const SHOWS_ADDRESS = new Set(['verifyEmail', 'passkeySignIn', 'secondStep']);

const secretsIn = (text: string): string[] => text.match(token) ?? [];

/** What nobody may be told: the secrets that came up in a run, and other people's addresses. */
export const createSecrets = () => {
  const secrets = new Set<string>();
  const phrases = new Set<string>();
  const addresses = new Map<string, string>();
  const plant = (text: string): void => {
    for (const secret of secretsIn(text)) secrets.add(secret);
  };
  return {
    plant,
    /** A secret of several words. */
    plantPhrase: (phrase: string): void => {
      phrases.add(phrase);
    },
    plantAddress: (email: string, owner: string): void => {
      addresses.set(email, owner);
    },
    /** Secrets of an answer that is the only one to show them. */
    plantAnswer: (operation: string, text: string): void => {
      if (!SHOWN_ONCE.has(operation)) return;
      const answer: unknown = JSON.parse(text);
      if (!isObject(answer)) return;
      for (const part of [answer.secret, answer.token]) if (typeof part === 'string') plant(part);
    },
    /** What of it an answer shows, in words. `sent` is what was said in the request itself, which may come back. */
    leakIn: (
      text: string,
      {
        operation,
        actor,
        isAdmin,
        sent,
      }: { operation: string; actor: string; isAdmin: boolean; sent: string },
    ): string | undefined => {
      for (const found of secretsIn(text))
        if (secrets.has(found) && !sent.includes(found)) return `shows a secret: ${found.slice(0, 12)}…`;
      for (const phrase of phrases)
        if (text.includes(phrase) && !sent.includes(phrase)) return `shows a secret: ${phrase.slice(0, 12)}…`;
      if (isAdmin || SHOWS_ADDRESS.has(operation)) return undefined;
      for (const found of text.match(address) ?? []) {
        const owner = addresses.get(found);
        if (owner !== undefined && owner !== actor && !sent.includes(found))
          return `shows ${owner}'s address: ${found}`;
      }
      return undefined;
    },
  };
};

export type Secrets = ReturnType<typeof createSecrets>;
