import type { Route } from '@mesh-markets/contract';

/** Nothing is looked at; a form that a mail program sends fits. */
const NONE = 1024;
/** An order, a press: figures and a name. */
const SHORT = 4 * 1024;
/** Words: the longest description, whatever its alphabet. */
export const LONG_BODY = 64 * 1024;

const short: ReadonlySet<string> = new Set([
  'quote',
  'placeTrade',
  'likeComment',
  'signIn',
  'signUp',
  'changePassword',
  'createApiKey',
  'claimAdmin',
  'setRole',
]);

/** How many bytes a route takes: a stranger's megabytes are not worth reading to their end. */
export const bodyLimitOf = (name: string, route: Pick<Route, 'body'>): number => {
  if (route.body === undefined) return NONE;
  return short.has(name) ? SHORT : LONG_BODY;
};
