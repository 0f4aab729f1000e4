/** Every address of the app. Nothing else types a URL. */
export const paths = {
  feed: () => '/',
  markets: () => '/markets',
  market: (id: string) => `/market/${id}`,
  post: (id: string) => `/post/${id}`,
  topic: (name: string) => `/topic/${encodeURIComponent(name)}`,
  search: () => '/search',
  /** A page of its own for frames on other sites; the server draws it. */
  embed: (id: string) => `/embed/market/${id}`,
  ask: () => '/ask',
  wallet: () => '/wallet',
  portfolio: () => '/portfolio',
  leaderboard: () => '/leaderboard',
  profile: (handle: string) => `/u/${handle}`,
  followers: (handle: string) => `/u/${handle}/followers`,
  following: (handle: string) => `/u/${handle}/following`,
  transparency: () => '/transparency',
  settings: () => '/settings',
  notifications: () => '/notifications',
  signIn: () => '/sign-in',
  signUp: () => '/sign-up',
  forgotPassword: () => '/forgot-password',
  resetPassword: () => '/reset-password',
  verifyEmail: () => '/verify-email',
  setup: () => '/setup',
  admin: () => '/admin',
  webhooks: () => '/admin/webhooks',
  reports: () => '/admin/reports',
  disputes: () => '/admin/disputes',
  people: () => '/admin/people',
  waiting: () => '/admin/waiting',
  log: () => '/admin/log',
  invitations: () => '/admin/invitations',
  flags: () => '/admin/flags',
} as const;

const accountPages = [
  paths.signIn(),
  paths.signUp(),
  paths.forgotPassword(),
  paths.resetPassword(),
  paths.verifyEmail(),
];

/**
 * Where to go after signing in. Only a path of this app: a link that a stranger made must not lead elsewhere, and the
 * account pages themselves would be a dead end.
 */
export const safeNext = (next: string | undefined): string => {
  if (next === undefined || !next.startsWith('/')) return paths.feed();
  // As a browser reads it: it takes a backslash for a slash, and drops tabs and line breaks.
  const here = 'http://here.invalid';
  if (!URL.canParse(next, here)) return paths.feed();
  const { origin, pathname, search, hash } = new URL(next, here);
  if (origin !== here || accountPages.some((page) => pathname.startsWith(page))) return paths.feed();
  return pathname.startsWith('//') ? paths.feed() : pathname + search + hash;
};
