import { z } from 'zod';
import type { Route } from './route.ts';
import type { RouteName } from './routes.ts';

/**
 * What an API key may do. `read`: look at what its owner sees; `trade`: trade, ask and talk in its owner's name; `manage`: decide markets,
 * change the account, and whatever staff does. None includes another.
 */
export const KeyScope = z.enum(['read', 'trade', 'manage']).meta({ id: 'KeyScope' });
export type KeyScope = z.infer<typeof KeyScope>;

/** Keys an account can have at a time. */
export const MAX_API_KEYS = 20;

export const KeyScopes = z
  .array(KeyScope)
  .min(1, 'Choose at least one thing the key may do.')
  .max(KeyScope.options.length)
  .refine((scopes) => new Set(scopes).size === scopes.length, 'Name each scope once.');

/** What a person does every day; all other writes are for `manage`. */
const TRADING: ReadonlySet<RouteName> = new Set<RouteName>([
  'placeTrade',
  'createMarket',
  'disputeProposal',
  'createPost',
  'postComment',
  'editComment',
  'deleteComment',
  'likeComment',
  'reportComment',
  'reportPost',
  'followUser',
  'unfollowUser',
  'followMarket',
  'unfollowMarket',
  'markRead',
  'markAllRead',
]);

/**
 * The table: which scope a key needs for a route. A write that nobody thought of here needs the most. A look at what only a role may see
 * takes `manage` beside the role, because only that carries one.
 */
export const scopeOf = (name: string, route: Pick<Route, 'method' | 'writes'>): KeyScope => {
  if (route.method === 'GET' || route.writes === false) return 'read';
  return TRADING.has(name as RouteName) ? 'trade' : 'manage';
};
