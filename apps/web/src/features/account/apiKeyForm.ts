import type { BodyInput, KeyScope, Role } from '@mesh-markets/contract';

/** What the form of a new key holds. */
export interface ApiKeyDraft {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  /** Days, NEVER or DATE. */
  readonly ends: string;
  /** As a date field has it, for DATE. */
  readonly date: string;
}

export const NEVER = '';
export const DATE = 'date';

export const ends = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: DATE, label: 'On a day you choose' },
  { value: NEVER, label: 'Never' },
];

export const emptyDraft: ApiKeyDraft = { name: '', scopes: ['read', 'trade'], ends: '90', date: '' };

const scopeHints: Readonly<Record<KeyScope, string>> = {
  read: 'Everything you see, your wallet included.',
  trade: 'Place trades, open markets, write posts and comments: with your credits, in your name.',
  manage: 'Close and resolve markets, change your profile and your notifications.',
};

/** What a scope lets a program do, for those who have to decide about it. */
export const scopeHint = (scope: KeyScope, role: Role): string =>
  scope === 'manage' && role !== 'user'
    ? `${scopeHints.manage} And whatever you may do as ${role === 'admin' ? 'an admin' : 'a moderator'}.`
    : scopeHints[scope];

export const scopeNames: Readonly<Record<KeyScope, string>> = {
  read: 'Read',
  trade: 'Trade',
  manage: 'Manage',
};

const DAY_MS = 86_400_000;

/** When a key is to end. A day ends where the person is. */
const expiryOf = ({ ends: chosen, date }: ApiKeyDraft, now: number): string | undefined => {
  if (chosen === NEVER) return undefined;
  if (chosen !== DATE) return new Date(now + Number(chosen) * DAY_MS).toISOString();
  const end = new Date(`${date}T23:59:59`);
  // What is no date is refused as one that is missing.
  return Number.isNaN(end.getTime()) ? '' : end.toISOString();
};

export const bodyOf = (draft: ApiKeyDraft, now = Date.now()): BodyInput<'createApiKey'> => {
  const expiresAt = expiryOf(draft, now);
  return {
    name: draft.name,
    scopes: [...draft.scopes],
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
};
