import { ApiError, NetworkError } from '@mesh-markets/client';

const waitSentence = (seconds: number | undefined): string => {
  if (seconds === undefined) return 'Too many requests. Wait a moment and try again.';
  const wait = Math.max(1, Math.ceil(seconds));
  if (wait > 120) return `Too many requests. Try again in ${Math.ceil(wait / 60)} minutes.`;
  return `Too many requests. Try again in ${wait} second${wait === 1 ? '' : 's'}.`;
};

/** Any failure as one sentence to show. The server's own words where it gave them: it knows the figures. */
export const errorSentence = (error: unknown): string => {
  if (error instanceof ApiError) {
    if (error.code === 'RATE_LIMITED') return waitSentence(error.retryAfterSeconds);
    return error.message;
  }
  if (error instanceof NetworkError) return error.message;
  return 'Something went wrong on this page. Reload it and try again.';
};

export const hasCode = (error: unknown, code: ApiError['code']): boolean =>
  error instanceof ApiError && error.code === code;

/** What the server said of single fields, keyed by path: `closesAt`, `outcomes.2`. */
export const fieldErrors = (error: unknown): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  if (!(error instanceof ApiError)) return found;
  for (const { path, message } of error.problem.errors ?? []) if (!found.has(path)) found.set(path, message);
  return found;
};
