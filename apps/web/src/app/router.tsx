import { createRouter } from '@tanstack/react-router';
import { queryClient } from '../api/queryClient.ts';
import { PageError } from '../features/errors/PageError.tsx';
import { routeTree } from './routes.tsx';

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  // The query client decides what is fresh; the router only says what to start.
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: PageError,
  defaultPendingMs: 150,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** The page fills the right rail's place too, with an aside of its own. */
    wide?: boolean;
    /** The page is about the signed-in person; a visitor is asked to sign in instead. */
    account?: boolean;
    /** There is no such page for those whom markets are not open to. */
    ofMarkets?: boolean;
  }
}
