import pg from 'pg';

const connectTimeoutMs = 10_000;

/** A connected client, or the reason why there is none. */
export async function tryConnect(url: string): Promise<pg.Client | Error> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs });
  // A server that goes down tells an idle client so; without a listener that would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    return error as Error;
  }
}
