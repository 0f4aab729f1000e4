import type { Settings } from '../settings.ts';

/** An answer may take a while to be made, so its reader gets more time than the sender of a request. */
const READER_PATIENCE = 4;
const MOST_BETWEEN_LOOKS_MS = 2_500;

/** How long a connection may dawdle: whoever sends a byte now and then, or reads none, would hold it for ever. */
export const patience = ({ requestSeconds }: Pick<Settings, 'requestSeconds'>) => {
  const requestTimeout = requestSeconds * 1000;
  return {
    requestTimeout,
    connectionTimeout: READER_PATIENCE * requestTimeout,
    http: {
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.min(MOST_BETWEEN_LOOKS_MS, requestTimeout / 2),
    },
  };
};
