import { ApiError } from '@mesh-markets/client';
import { QueryClient } from '@tanstack/react-query';

/** Open pages ask again this often until the live stream tells them; a hidden page does not ask. */
export const POLL_MILLISECONDS = 5_000;

/** A refusal stays a refusal; only a lost answer or an overloaded server is worth another try. */
const worthRetrying = (failures: number, error: unknown): boolean =>
  failures < 2 && !(error instanceof ApiError && error.problem.status < 500);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: POLL_MILLISECONDS, retry: worthRetrying },
    // A write is repeated only by the person who made it, with the same idempotency key.
    mutations: { retry: false },
  },
});
