import type { Access } from './route.ts';
import type { RouteName } from './routes.ts';

/**
 * Everybody there can be, as far as rights go. A bot is the API key of an ordinary person; creator and oracle are so of the market in question.
 */
export const callers = ['anonymous', 'user', 'bot', 'creator', 'oracle', 'moderator', 'admin'] as const;
export type CallerKind = (typeof callers)[number];

const SIGNED_IN: readonly CallerKind[] = ['user', 'bot', 'creator', 'oracle', 'moderator', 'admin'];
/** Not by an API key: it would outlive or outrank the key. */
const IN_PERSON: readonly CallerKind[] = ['user', 'creator', 'oracle', 'moderator', 'admin'];
const CLOSERS: readonly CallerKind[] = ['creator', 'oracle', 'admin'];
/** Moderators and admins under conditions: see `conditions`. */
const RESOLVERS: readonly CallerKind[] = ['creator', 'oracle', 'moderator', 'admin'];
const MODERATORS: readonly CallerKind[] = ['moderator', 'admin'];
const ADMINS: readonly CallerKind[] = ['admin'];

/** Who may call by the route's `access` alone. */
const byAccess: Readonly<Record<Access, readonly CallerKind[]>> = {
  anyone: callers,
  user: SIGNED_IN,
  cron: [],
};

/** Where it is fewer than the route's `access` lets in. What is one's own (a comment, a key) is the engine's to say on top of this. */
const narrower: Readonly<Partial<Record<RouteName, readonly CallerKind[]>>> = {
  claimAdmin: IN_PERSON,
  listApiKeys: IN_PERSON,
  createApiKey: IN_PERSON,
  revokeApiKey: IN_PERSON,
  getSecurity: IN_PERSON,
  startCodes: IN_PERSON,
  confirmCodes: IN_PERSON,
  renewBackupCodes: IN_PERSON,
  stopCodes: IN_PERSON,
  startPasskey: IN_PERSON,
  addPasskey: IN_PERSON,
  renamePasskey: IN_PERSON,
  removePasskey: IN_PERSON,
  unlinkProvider: IN_PERSON,
  subscribePush: IN_PERSON,
  listSessions: IN_PERSON,
  endSession: IN_PERSON,
  endOtherSessions: IN_PERSON,
  closeMarket: CLOSERS,
  askOracle: ['creator'],
  withdrawOracle: ['creator'],
  acceptOracle: ['oracle'],
  declineOracle: ['oracle'],
  stepDownOracle: ['oracle'],
  listWaiting: MODERATORS,
  previewResolution: RESOLVERS,
  resolveMarket: RESOLVERS,
  amendProposal: RESOLVERS,
  withdrawProposal: RESOLVERS,
  decideDispute: ADMINS,
  previewCorrection: ADMINS,
  correctResolution: ADMINS,
  listDisputes: ADMINS,
  listReports: MODERATORS,
  handleReport: MODERATORS,
  listPeople: MODERATORS,
  banPerson: MODERATORS,
  liftBan: MODERATORS,
  hidePost: MODERATORS,
  showPost: MODERATORS,
  setRole: ADMINS,
  listInvitations: ADMINS,
  createInvitation: ADMINS,
  revokeInvitation: ADMINS,
  listDeeds: ADMINS,
  flagBot: ADMINS,
  listFlags: ADMINS,
  setFlag: ADMINS,
  getDashboard: ADMINS,
  listWebhooks: ADMINS,
  createWebhook: ADMINS,
  updateWebhook: ADMINS,
  deleteWebhook: ADMINS,
  rotateWebhookSecret: ADMINS,
  testWebhook: ADMINS,
  listWebhookDeliveries: ADMINS,
  replayWebhookDelivery: ADMINS,
};

/**
 * ABANDONED: only a market that nobody has resolved for as long as the setting says, and NO_STAKE.
 * NO_STAKE: only a market that is not one's own and in which one has nothing to gain or lose.
 */
export type Condition = 'ABANDONED' | 'NO_STAKE';

const FOR_OTHERS: Readonly<Partial<Record<CallerKind, Condition>>> = {
  moderator: 'ABANDONED',
  admin: 'NO_STAKE',
};

/** Who may only sometimes. The server lets them in; whether it is so is looked at under the lock of the market, by the engine. */
const conditions: Readonly<Partial<Record<RouteName, Readonly<Partial<Record<CallerKind, Condition>>>>>> = {
  previewResolution: FOR_OTHERS,
  resolveMarket: FOR_OTHERS,
  amendProposal: FOR_OTHERS,
  withdrawProposal: FOR_OTHERS,
  decideDispute: { admin: 'NO_STAKE' },
  previewCorrection: { admin: 'NO_STAKE' },
  correctResolution: { admin: 'NO_STAKE' },
};

/** Under which condition somebody may call a route that the table lets them call; undefined for always. */
export const conditionOf = (name: string, kind: CallerKind): Condition | undefined =>
  conditions[name as RouteName]?.[kind];

/** The table: who may call a route at all. The server holds everybody to it, and the engine's verbs do so again. */
export const mayCall = (name: string, access: Access): readonly CallerKind[] =>
  narrower[name as RouteName] ?? byAccess[access];
