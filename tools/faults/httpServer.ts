/** A whole server on the database of DATABASE_URL. Tells its address over the channel to its parent and ends when that closes. */
import { readSettings, startServer } from '@mesh-markets/server';

const server = await startServer(
  readSettings({
    DATABASE_URL: process.env.DATABASE_URL,
    AUTH_SECRET: process.env.AUTH_SECRET,
    PORT: '0',
    HOST: '127.0.0.1',
    TRADES_PER_MINUTE: '0',
    REQUESTS_PER_MINUTE: '0',
    LOG_LEVEL: 'silent',
  }),
  { webRoot: '/nowhere' },
);
process.once('disconnect', () => void server.close().finally(() => process.exit()));
process.send!({ url: server.url });
