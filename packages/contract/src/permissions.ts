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
const RESOLVERS: readonly CallerKind[] = ['creator', 'oracle', 'admin'];
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
  closeMarket: RESOLVERS,
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

/** The table: who may call a route at all. The server holds everybody to it, and the engine's verbs do so again. */
export const mayCall = (name: string, access: Access): readonly CallerKind[] =>
  narrower[name as RouteName] ?? byAccess[access];
