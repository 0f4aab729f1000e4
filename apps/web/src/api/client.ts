import { createClient } from '@mesh-markets/client';

/** The page's own server; the session cookie says who is asking. */
export const client = createClient();
