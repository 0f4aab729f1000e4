/** A whole server on the database of DATABASE_URL. Tells its address over the channel to its parent and ends when that closes. */
import { readSettings, startServer } from '@mesh-markets/server';

const server = await startServer(
  readSettings({
    DATABASE_URL: process.env.DATABASE_URL,
    AUTH_SECRET: 'a secret of the fault tests, longer than it must be',
    PORT: '0',
    HOST: '127.0.0.1',
    TRADES_PER_MINUTE: '0',
    MARKETS_PER_HOUR: '0',
    SIGN_INS_PER_MINUTE: '0',
    LIVE_SOCKETS_PER_ADDRESS: '0',
    REQUESTS_PER_MINUTE: '0',
    LOG_LEVEL: 'silent',
    ...(JSON.parse(process.env.SETTINGS ?? '{}') as Record<string, string>),
  }),
  { webRoot: '/nowhere' },
);
process.once('disconnect', () => void server.close().finally(() => process.exit()));
process.send!({ url: server.url });
