import { topicName } from '@mesh-markets/contract';
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { postQuery } from '../api/discussionQueries.ts';
import {
  notificationSettingsQuery,
  notificationsQuery,
  unsubscribeQuery,
} from '../api/notificationQueries.ts';
import {
  apiKeysQuery,
  feedQuery,
  ledgerQuery,
  marketQuery,
  meQuery,
  portfolioQuery,
  profileQuery,
} from '../api/queries.ts';
import { leaderboardQuery } from '../api/reputationQueries.ts';
import { transparencyQuery } from '../api/transparencyQueries.ts';
import { NotFoundPage } from '../features/errors/NotFoundPage.tsx';
import { FeedPage } from '../features/feed/FeedPage.tsx';
import { feedFilterOf, readFeedSearch } from '../features/feed/feedSearch.ts';
import { marketsFilterOf, readMarketsSearch, topicFilterOf } from '../features/feed/marketsSearch.ts';
import { readMarketSearch } from '../features/market/marketSearch.ts';
import { readNotificationSearch } from '../features/notifications/notificationSearch.ts';
import { leaderboardFilterOf, readLeaderboardSearch } from '../features/people/leaderboardSearch.ts';
import { Shell } from '../features/shell/Shell.tsx';

/*
 * Every page of the app. A loader starts what its page reads and does not wait: the page shows its skeleton meanwhile,
 * and its code arrives alongside. The feed is in the first bundle because most visits begin there.
 */

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Shell,
  notFoundComponent: NotFoundPage,
});

/** Starts what only its owner may read, once it is known that somebody is signed in: a visitor would only be refused. */
const whenSignedIn = async (queryClient: QueryClient, read: () => unknown): Promise<void> => {
  const me = await queryClient.ensureQueryData(meQuery()).catch(() => null);
  if (me !== null) read();
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** `?next=`: where to go once signed in. */
const readNext = (search: Record<string, unknown>): { next?: string } => {
  const next = text(search.next);
  return next === undefined ? {} : { next };
};

/** What the way back from the other service says. */
const readSignIn = (search: Record<string, unknown>): { next?: string; problem?: string; step?: string } => {
  const [problem, step] = [text(search.problem), text(search.step)];
  return {
    ...readNext(search),
    ...(problem === undefined ? {} : { problem }),
    ...(step === undefined ? {} : { step }),
  };
};

const readProblem = (search: Record<string, unknown>): { problem?: string } => {
  const problem = text(search.problem);
  return problem === undefined ? {} : { problem };
};

const feed = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: readFeedSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    const read = () => queryClient.prefetchInfiniteQuery(feedQuery(feedFilterOf(deps)));
    void (deps.tab === 'following' ? whenSignedIn(queryClient, read) : read());
  },
  component: FeedPage,
});

const markets = createRoute({
  getParentRoute: () => root,
  path: '/markets',
  staticData: { ofMarkets: true },
  validateSearch: readMarketsSearch('open'),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) =>
    void context.queryClient.prefetchInfiniteQuery(feedQuery(marketsFilterOf(deps))),
  component: lazyRouteComponent(() => import('../features/feed/MarketsPage.tsx'), 'MarketsPage'),
});

const topic = createRoute({
  getParentRoute: () => root,
  path: '/topic/$name',
  staticData: { ofMarkets: true },
  validateSearch: readMarketsSearch('all'),
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) =>
    void context.queryClient.prefetchInfiniteQuery(feedQuery(topicFilterOf(topicName(params.name), deps))),
  component: lazyRouteComponent(() => import('../features/topics/TopicPage.tsx'), 'TopicPage'),
});

const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: ({ q }: Record<string, unknown>): { q?: string } => {
    // A query of digits alone is read from the address as a number.
    const query = typeof q === 'number' ? String(q) : (text(q) ?? '');
    return query === '' ? {} : { q: query };
  },
  component: lazyRouteComponent(() => import('../features/search/SearchPage.tsx'), 'SearchPage'),
});

const market = createRoute({
  getParentRoute: () => root,
  path: '/market/$id',
  staticData: { wide: true, ofMarkets: true },
  validateSearch: readMarketSearch,
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(marketQuery(params.id)),
  component: lazyRouteComponent(() => import('../features/market/MarketPage.tsx'), 'MarketPage'),
});

const post = createRoute({
  getParentRoute: () => root,
  path: '/post/$id',
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(postQuery(params.id)),
  component: lazyRouteComponent(() => import('../features/discussion/PostPage.tsx'), 'PostPage'),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/admin/reports',
  staticData: { account: true },
  validateSearch: (search: Record<string, unknown>): { show?: 'handled' } =>
    search.show === 'handled' ? { show: 'handled' } : {},
  component: lazyRouteComponent(() => import('../features/admin/reports/ReportsPage.tsx'), 'ReportsPage'),
});

const disputes = createRoute({
  getParentRoute: () => root,
  path: '/admin/disputes',
  staticData: { account: true },
  component: lazyRouteComponent(() => import('../features/admin/disputes/DisputesPage.tsx'), 'DisputesPage'),
});

const waiting = createRoute({
  getParentRoute: () => root,
  path: '/admin/waiting',
  staticData: { account: true },
  component: lazyRouteComponent(() => import('../features/admin/waiting/WaitingPage.tsx'), 'WaitingPage'),
});

const admin = createRoute({
  getParentRoute: () => root,
  path: '/admin',
  staticData: { account: true, wide: true },
  component: lazyRouteComponent(
    () => import('../features/admin/dashboard/DashboardPage.tsx'),
    'DashboardPage',
  ),
});

const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/admin/webhooks',
  staticData: { account: true },
  component: lazyRouteComponent(() => import('../features/admin/webhooks/WebhooksPage.tsx'), 'WebhooksPage'),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/admin/people',
  staticData: { account: true },
  component: lazyRouteComponent(() => import('../features/admin/people/PeoplePage.tsx'), 'PeoplePage'),
});

const log = createRoute({
  getParentRoute: () => root,
  path: '/admin/log',
  staticData: { account: true },
  component: lazyRouteComponent(() => import('../features/admin/log/LogPage.tsx'), 'LogPage'),
});

const flags = createRoute({
  getParentRoute: () => root,
  path: '/admin/flags',
  staticData: { account: true },
  component: lazyRouteComponent(() => import('../features/admin/FlagsPage.tsx'), 'FlagsPage'),
});

const ask = createRoute({
  getParentRoute: () => root,
  path: '/ask',
  staticData: { account: true },
  validateSearch: (search: Record<string, unknown>): { kind?: 'post' } =>
    search.kind === 'post' ? { kind: 'post' } : {},
  component: lazyRouteComponent(() => import('../features/feed/AskPage.tsx'), 'AskPage'),
});

const wallet = createRoute({
  getParentRoute: () => root,
  path: '/wallet',
  staticData: { account: true },
  loader: ({ context: { queryClient } }) =>
    void whenSignedIn(queryClient, () => queryClient.prefetchInfiniteQuery(ledgerQuery())),
  component: lazyRouteComponent(() => import('../features/wallet/WalletPage.tsx'), 'WalletPage'),
});

const portfolio = createRoute({
  getParentRoute: () => root,
  path: '/portfolio',
  staticData: { account: true, ofMarkets: true },
  loader: ({ context: { queryClient } }) =>
    void whenSignedIn(queryClient, () => queryClient.prefetchQuery(portfolioQuery())),
  component: lazyRouteComponent(() => import('../features/wallet/PortfolioPage.tsx'), 'PortfolioPage'),
});

const leaderboard = createRoute({
  getParentRoute: () => root,
  path: '/leaderboard',
  staticData: { ofMarkets: true },
  validateSearch: readLeaderboardSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) =>
    void context.queryClient.prefetchInfiniteQuery(leaderboardQuery(leaderboardFilterOf(deps))),
  component: lazyRouteComponent(() => import('../features/people/LeaderboardPage.tsx'), 'LeaderboardPage'),
});

const profile = createRoute({
  getParentRoute: () => root,
  path: '/u/$handle',
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(profileQuery(params.handle)),
  component: lazyRouteComponent(() => import('../features/people/ProfilePage.tsx'), 'ProfilePage'),
});

const transparency = createRoute({
  getParentRoute: () => root,
  path: '/transparency',
  loader: ({ context }) => void context.queryClient.prefetchQuery(transparencyQuery()),
  component: lazyRouteComponent(
    () => import('../features/transparency/TransparencyPage.tsx'),
    'TransparencyPage',
  ),
});

const followers = createRoute({
  getParentRoute: () => root,
  path: '/u/$handle/followers',
  component: lazyRouteComponent(() => import('../features/follow/FollowListPage.tsx'), 'FollowersPage'),
});

const following = createRoute({
  getParentRoute: () => root,
  path: '/u/$handle/following',
  component: lazyRouteComponent(() => import('../features/follow/FollowListPage.tsx'), 'FollowingPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: readProblem,
  staticData: { account: true },
  loader: ({ context: { queryClient } }) =>
    void whenSignedIn(queryClient, () => {
      void queryClient.prefetchQuery(apiKeysQuery());
      void queryClient.prefetchQuery(notificationSettingsQuery());
    }),
  component: lazyRouteComponent(() => import('../features/account/SettingsPage.tsx'), 'SettingsPage'),
});

const notifications = createRoute({
  getParentRoute: () => root,
  path: '/notifications',
  staticData: { account: true },
  validateSearch: readNotificationSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) =>
    void whenSignedIn(queryClient, () =>
      queryClient.prefetchInfiniteQuery(notificationsQuery(deps.show ?? 'all')),
    ),
  component: lazyRouteComponent(
    () => import('../features/notifications/NotificationsPage.tsx'),
    'NotificationsPage',
  ),
});

const unsubscribe = createRoute({
  getParentRoute: () => root,
  path: '/unsubscribe/$token',
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(unsubscribeQuery(params.token)),
  component: lazyRouteComponent(
    () => import('../features/notifications/UnsubscribePage.tsx'),
    'UnsubscribePage',
  ),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readSignIn,
  component: lazyRouteComponent(() => import('../features/account/SignInPage.tsx'), 'SignInPage'),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  validateSearch: readNext,
  component: lazyRouteComponent(() => import('../features/account/SignUpPage.tsx'), 'SignUpPage'),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('../features/account/ForgotPasswordPage.tsx'),
    'ForgotPasswordPage',
  ),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(
    () => import('../features/account/ResetPasswordPage.tsx'),
    'ResetPasswordPage',
  ),
});

const verifyEmail = createRoute({
  getParentRoute: () => root,
  path: '/verify-email',
  component: lazyRouteComponent(() => import('../features/account/VerifyEmailPage.tsx'), 'VerifyEmailPage'),
});

const invitations = createRoute({
  getParentRoute: () => root,
  path: '/admin/invitations',
  staticData: { account: true },
  component: lazyRouteComponent(
    () => import('../features/admin/invitations/InvitationsPage.tsx'),
    'InvitationsPage',
  ),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  staticData: { account: true },
  validateSearch: (search: Record<string, unknown>): { token?: string } => {
    // A token of digits alone is read from the address as a number.
    const token = typeof search.token === 'number' ? String(search.token) : text(search.token);
    return token === undefined ? {} : { token };
  },
  component: lazyRouteComponent(() => import('../features/account/SetupPage.tsx'), 'SetupPage'),
});

export const routeTree = root.addChildren([
  feed,
  markets,
  topic,
  search,
  market,
  post,
  ask,
  wallet,
  portfolio,
  leaderboard,
  profile,
  followers,
  following,
  transparency,
  settings,
  notifications,
  unsubscribe,
  signIn,
  signUp,
  forgotPassword,
  resetPassword,
  verifyEmail,
  invitations,
  setup,
  admin,
  disputes,
  waiting,
  webhooks,
  reports,
  people,
  log,
  flags,
]);
